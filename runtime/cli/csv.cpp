#include "runtime/cli/csv.h"

#include <algorithm>

#include "engine/base/utf8.h"

namespace fw::cli {
namespace {

tl::unexpected<Diagnostics> broken(const std::string& file, std::size_t line, Text text) {
    Place place;
    place.file = file;
    place.at = {static_cast<std::uint32_t>(line), 1};
    return fail("CLI-042", std::move(text), std::move(place));
}

char separator_of(std::string_view text) {
    const std::string_view header = text.substr(0, text.find('\n'));
    const auto count = [&](char c) { return std::count(header.begin(), header.end(), c); };
    if (count('\t') > count(',') && count('\t') > count(';')) return '\t';
    return count(';') > count(',') ? ';' : ',';
}

}  // namespace

Result<std::vector<CsvRow>> parse_csv(std::string_view text, const std::string& file) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (text.substr(0, kMark.size()) == kMark) text.remove_prefix(kMark.size());
    if (const std::size_t bad = utf8::first_invalid(text); bad != text.size()) {
        const auto line =
            static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n')) +
            1;
        return broken(file, line,
                      {"The file is not UTF-8; save it as CSV UTF-8.", "文件不是 UTF-8 编码，请另存为 CSV UTF-8。"});
    }
    const char separator = separator_of(text);
    std::vector<CsvRow> out;
    CsvRow row{1, {}};
    std::string cell;
    std::size_t line = 1;
    std::size_t quote_line = 0;
    bool quoted = false;
    const auto end_row = [&] {
        row.cells.push_back(std::move(cell));
        cell.clear();
        const bool empty = row.cells.size() == 1 && row.cells.front().empty();
        if (!empty) out.push_back(std::move(row));
        row = {line, {}};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') ++line;
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += c;
                ++i;
            } else {
                quoted = false;
            }
        } else if (c == '"' && cell.empty()) {
            quoted = true;
            quote_line = line;
        } else if (c == separator) {
            row.cells.push_back(std::move(cell));
            cell.clear();
        } else if (c == '\n') {
            end_row();
        } else if (c != '\r') {
            cell += c;
        }
    }
    if (quoted) return broken(file, quote_line, {"A quote is opened here and never closed.", "此处的引号没有闭合。"});
    if (!cell.empty() || !row.cells.empty()) end_row();
    return out;
}

}  // namespace fw::cli
