// Tokens of the vendors' expression languages; shared by expression.cpp alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fw::bpmn {

struct Token {
    enum class Kind : std::uint8_t { kEnd, kNumber, kString, kName, kOperator };
    Kind kind = Kind::kEnd;
    std::string text;  // a string without its quotes and escapes; an operator as FEEL and Python both know it: "=="
};

// Nothing where a character has no meaning or a string is not closed.
[[nodiscard]] std::optional<std::vector<Token>> tokens_of(std::string_view source);

}  // namespace fw::bpmn
