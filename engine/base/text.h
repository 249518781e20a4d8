// Text that people read, in every language we ship: {"en": "Contract", "zh": "合同"}.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace fw {

enum class Language : std::uint8_t { kEn, kZh };

[[nodiscard]] std::string_view language_code(Language language);        // "en", "zh"
[[nodiscard]] Language language_from(std::string_view code_or_header);  // "zh-CN,zh;q=0.9" gives kZh; unknown gives kEn

// Either part may be empty; `in` falls back to the other language, so something is always shown.
struct Text {
    std::string en;
    std::string zh;

    Text() = default;
    Text(std::string english, std::string chinese) : en(std::move(english)), zh(std::move(chinese)) {}

    [[nodiscard]] bool empty() const { return en.empty() && zh.empty(); }
    [[nodiscard]] std::string_view in(Language language) const;
    bool operator==(const Text&) const = default;
};

// Both languages of a message with the placeholders {0}, {1} … replaced.
[[nodiscard]] Text format_text(const Text& pattern, std::initializer_list<std::string_view> arguments);

}  // namespace fw
