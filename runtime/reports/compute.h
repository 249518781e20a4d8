// The query behind a report and its figures. Inside runtime/reports only.
#pragma once

#include <string>
#include <vector>

#include "runtime/reports/grouping.h"
#include "runtime/reports/reports.h"

namespace fw::reports {

struct Computed {
    std::vector<Grouping> groups;                           // those whose field the reader may see
    std::vector<const compile::Report::Measure*> measures;  // the same
    std::vector<feel::Value> inputs;                        // by compile::ReportScope
    Table table;
};

[[nodiscard]] Result<Computed> compute(const records::Records& records, storage::Reader& reader,
                                       const access::Caller& caller, const Request& request);

// Digits behind the point of a measure's values as they are stored.
[[nodiscard]] int scale_of(const compile::Report::Measure& measure, const compile::Entity& entity);

}  // namespace fw::reports
