// Reads CSV (RFC 4180; also ';' and tabs, where the header says so), with the line of each row.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"

namespace fw::cli {

struct CsvRow {
    std::size_t line = 0;  // where it starts
    std::vector<std::string> cells;
};

// Row by row, so a file of any size needs the memory of its longest row.
class CsvReader {
  public:
    static constexpr std::size_t kLongestCell = 1U << 20U;

    CsvReader(std::istream& in, std::string file);
    // Nothing at the end. Empty lines are left out. CLI-042: a quote that is never closed, a cell beyond kLongestCell,
    // or bytes that are no UTF-8; then there are no more rows.
    [[nodiscard]] Result<std::optional<CsvRow>> next();

  private:
    [[nodiscard]] int take();  // -1 at the end
    [[nodiscard]] int peek();
    bool fill();
    [[nodiscard]] tl::unexpected<Diagnostics> broken(std::size_t line, Text text);

    std::istream& in_;
    std::string file_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    char separator_ = ',';
    bool ended_ = false;
};

// All rows of a text.
[[nodiscard]] Result<std::vector<CsvRow>> parse_csv(std::string_view text, const std::string& file);

}  // namespace fw::cli
