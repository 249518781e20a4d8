#include "runtime/cli/csv.h"

#include <algorithm>
#include <sstream>

#include "engine/base/csv.h"
#include "engine/base/utf8.h"

namespace fw::cli {
namespace {

char separator_of(std::string_view text) {
    const std::string_view header = text.substr(0, text.find('\n'));
    const auto count = [&](char c) { return std::count(header.begin(), header.end(), c); };
    if (count('\t') > count(',') && count('\t') > count(';')) return '\t';
    return count(';') > count(',') ? ';' : ',';
}

}  // namespace

CsvReader::CsvReader(std::istream& in, std::string file) : in_(in), file_(std::move(file)) {
    fill();
    if (std::string_view(buffer_).starts_with(csv::kMark)) at_ = csv::kMark.size();
    separator_ = separator_of(std::string_view(buffer_).substr(at_));
}

bool CsvReader::fill() {
    constexpr std::size_t kPiece = 64U << 10U;
    buffer_.resize(kPiece);
    in_.read(buffer_.data(), static_cast<std::streamsize>(kPiece));
    buffer_.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in_.gcount())));
    at_ = 0;
    return !buffer_.empty();
}

int CsvReader::peek() { return at_ < buffer_.size() || fill() ? static_cast<unsigned char>(buffer_[at_]) : -1; }

int CsvReader::take() {
    const int c = peek();
    if (c < 0) return c;
    ++at_;
    if (c == '\n') ++line_;
    return c;
}

tl::unexpected<Diagnostics> CsvReader::broken(std::size_t line, Text text) {
    ended_ = true;
    Place place;
    place.file = file_;
    place.at = {static_cast<std::uint32_t>(line), 1};
    return fail("CLI-042", std::move(text), std::move(place));
}

Result<std::optional<CsvRow>> CsvReader::next() {
    std::optional<CsvRow> row;
    std::string cell;
    std::size_t quote_line = 0;
    bool quoted = false;
    const auto end_cell = [&] {
        row->cells.push_back(std::move(cell));
        cell.clear();
    };
    while (!ended_) {
        const int c = take();
        if (c < 0) {
            ended_ = true;
            if (quoted) return broken(quote_line, {"A quote is opened here and never closed.", "此处的引号没有闭合。"});
            if (!row) return std::optional<CsvRow>();
            end_cell();
            break;
        }
        if (!row) row = CsvRow{c == '\n' ? line_ - 1 : line_, {}};
        if (cell.size() > kLongestCell) {
            return broken(quoted ? quote_line : row->line, {"A cell here is longer than 1 MB; is a quote missing?",
                                                            "此处的单元格超过 1 MB，是否缺少引号？"});
        }
        if (quoted) {
            if (c != '"') {
                cell += static_cast<char>(c);
            } else if (peek() == '"') {
                cell += static_cast<char>(take());
            } else {
                quoted = false;
            }
        } else if (c == '"' && cell.empty()) {
            quoted = true;
            quote_line = line_;
        } else if (c == separator_) {
            end_cell();
        } else if (c == '\n') {
            end_cell();
            const bool empty = row->cells.size() == 1 && row->cells.front().empty();
            if (!empty) break;
            row.reset();
        } else if (c != '\r') {
            cell += static_cast<char>(c);
        }
    }
    if (!row) return std::optional<CsvRow>();
    for (const std::string& each : row->cells) {
        if (utf8::valid(each)) continue;
        return broken(row->line,
                      {"The file is not UTF-8; save it as CSV UTF-8.", "文件不是 UTF-8 编码，请另存为 CSV UTF-8。"});
    }
    return row;
}

Result<std::vector<CsvRow>> parse_csv(std::string_view text, const std::string& file) {
    std::istringstream in{std::string(text)};
    CsvReader reader(in, file);
    std::vector<CsvRow> out;
    while (true) {
        auto row = reader.next();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return out;
        out.push_back(std::move(**row));
    }
}

}  // namespace fw::cli
