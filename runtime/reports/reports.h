// Grouped reports over the records a reader may see: figures by groups with subtotals, as JSON or CSV, and the records
// behind a figure. All arithmetic is exact.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "runtime/access/access.h"
#include "runtime/records/records.h"
#include "runtime/storage/database.h"

namespace fw::reports {

// What a reader chose, as texts ("2026", "2026-01-31", "true"); parameters that are missing have their default.
using Choices = std::map<std::string, std::string, std::less<>>;

struct Request {
    const compile::Report& report;
    Choices choices;
    storage::DateTime now;
    Language language = Language::kEn;  // of texts in CSV files; JSON has both
};

// Whether the reader may open it: he may read some records of its entity.
[[nodiscard]] bool may_open(const access::Caller& caller, const compile::Report& report);

// The JSON of docs/http.md. Fails with AUTH-403, REP-001 (a parameter of the wrong type) or REP-002 (no such
// parameter).
[[nodiscard]] Result<std::string> run(const records::Records& records, storage::Reader& reader,
                                      const access::Caller& caller, const Request& request);

// RFC 4180 with a header line, UTF-8 with BOM. Only rows of the finest groups, and the totals.
[[nodiscard]] Result<std::string> run_csv(const records::Records& records, storage::Reader& reader,
                                          const access::Caller& caller, const Request& request);

// The records behind a row: `keys` is the row's JSON list of keys. [{"id", "title"}], at most 1000, by title.
[[nodiscard]] Result<std::string> drill_down(const records::Records& records, storage::Reader& reader,
                                             const access::Caller& caller, const Request& request,
                                             const json::Value& keys);

}  // namespace fw::reports
