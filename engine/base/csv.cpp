#include "engine/base/csv.h"

namespace fw::csv {
namespace {

bool would_run(std::string_view text) {
    if (text.empty()) return false;
    const char first = text.front();
    if (first == '=' || first == '@' || first == '\t' || first == '\r') return true;
    if (first != '+' && first != '-') return false;
    // "-12.50", "+86 10 5555-0100", "-1.5E+3" are figures, whatever a spreadsheet makes of them.
    return text.find_first_not_of("+-0123456789.,eE()/ ") != std::string_view::npos;
}

}  // namespace

void append_cell(std::string& out, std::string_view text) {
    const bool guard = would_run(text);
    if (!guard && text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    if (guard) out += '\'';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

std::string_view without_guard(std::string_view text) {
    return text.size() > 1 && text.front() == '\'' && would_run(text.substr(1)) ? text.substr(1) : text;
}

}  // namespace fw::csv
