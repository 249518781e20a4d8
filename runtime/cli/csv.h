// Reads CSV (RFC 4180; also ';' and tabs, where the header says so), with the line of each row.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"

namespace fw::cli {

struct CsvRow {
    std::size_t line = 0;  // where it starts
    std::vector<std::string> cells;
};

// Empty lines are left out. CLI-042: a quote that is never closed, or bytes that are no UTF-8.
[[nodiscard]] Result<std::vector<CsvRow>> parse_csv(std::string_view text, const std::string& file);

}  // namespace fw::cli
