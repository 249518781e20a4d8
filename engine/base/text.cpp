#include "engine/base/text.h"

#include <algorithm>

namespace fw {

std::string_view language_code(Language language) { return language == Language::kZh ? "zh" : "en"; }

Language language_from(std::string_view code_or_header) {
    const std::size_t zh = code_or_header.find("zh");
    const std::size_t en = code_or_header.find("en");
    if (zh == std::string_view::npos) return Language::kEn;
    return (en == std::string_view::npos || zh < en) ? Language::kZh : Language::kEn;
}

std::string_view Text::in(Language language) const {
    if (language == Language::kZh) return zh.empty() ? en : zh;
    return en.empty() ? zh : en;
}

namespace {
std::string fill(std::string_view pattern, std::initializer_list<std::string_view> arguments) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool slot = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' &&
                          pattern[i + 1] >= '0' && pattern[i + 1] <= '9';
        if (!slot) {
            out += pattern[i];
            continue;
        }
        const auto index = static_cast<std::size_t>(pattern[i + 1] - '0');
        if (index < arguments.size()) out += *(arguments.begin() + index);
        i += 2;
    }
    return out;
}
}  // namespace

Text format_text(const Text& pattern, std::initializer_list<std::string_view> arguments) {
    return {fill(pattern.en, arguments), fill(pattern.zh, arguments)};
}

}  // namespace fw
