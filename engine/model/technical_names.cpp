#include "engine/model/technical_names.h"

#include <cstdio>

#include "engine/base/utf8.h"

namespace fw::model {

namespace {

constexpr std::size_t kLongest = 60;  // model::valid_id

bool lower(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool upper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

std::string technical_name(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size() && out.size() < kLongest;) {
        const char c = text[at];
        if (static_cast<unsigned char>(c) >= 0x80) {
            char code[16];
            std::snprintf(code, sizeof(code), "u%04x", static_cast<unsigned>(utf8::next(text, at)));
            out += code;
            continue;
        }
        if (upper(c)) {  // fooBar, HTTPServer → foo_bar, http_server
            const bool after_lower = at > 0 && text[at - 1] >= 'a' && text[at - 1] <= 'z';
            const bool ends_capitals =
                at > 0 && upper(text[at - 1]) && at + 1 < text.size() && text[at + 1] >= 'a' && text[at + 1] <= 'z';
            if ((after_lower || ends_capitals) && !out.empty() && out.back() != '_') out += '_';
            out += static_cast<char>(c - 'A' + 'a');
        } else if (lower(c)) {
            out += c;
        } else if (!out.empty() && out.back() != '_') {
            out += '_';
        }
        ++at;
    }
    while (!out.empty() && out.back() == '_') out.pop_back();
    if (out.empty() || out[0] < 'a') out.insert(0, "n");
    if (out.size() > kLongest) out.resize(kLongest);
    return out;
}

const std::string& Names::of(std::string_view source) {
    const auto known = names_.find(source);
    if (known != names_.end()) return known->second;
    const std::string wished = technical_name(source);
    std::string name = wished;
    for (int i = 2; taken_.count(name) > 0; ++i) {
        const std::string number = "_" + std::to_string(i);
        name = wished.substr(0, kLongest - number.size()) + number;
    }
    taken_.insert(name);
    return names_.emplace(std::string(source), std::move(name)).first->second;
}

void Names::assign(std::string_view source, std::string_view name) {
    taken_.emplace(name);
    names_.insert_or_assign(std::string(source), std::string(name));
}

}  // namespace fw::model
