// Cuts a FEEL text into tokens, on demand: which words form one name only the parser knows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"

namespace fw::feel::syntax {

enum class TokenKind : std::uint8_t { kEnd, kNumber, kString, kTemporal, kWord, kSymbol, kError };

struct Token {
    TokenKind kind = TokenKind::kEnd;
    Range range;
    std::string_view text;  // as written; of kTemporal without the @
};

class Lexer {
  public:
    explicit Lexer(std::string_view source) : source_(source) {}
    // The token at or behind `from`, white space and comments skipped. kError: an unfinished string or comment, or a
    // character FEEL does not know.
    [[nodiscard]] Token next(std::uint32_t from) const;
    [[nodiscard]] std::uint32_t skip_space(std::uint32_t from) const;
    [[nodiscard]] std::uint32_t word_end(std::uint32_t from) const;  // `from` itself if no word starts there

  private:
    [[nodiscard]] std::uint32_t string_end(std::uint32_t from) const;
    [[nodiscard]] std::uint32_t number_end(std::uint32_t from) const;
    std::string_view source_;
};

// The content of a string literal with its quotes, escapes replaced: \n \r \t \" \' \\ \uXXXX \UXXXXXX. Others stay.
[[nodiscard]] std::string unquote(std::string_view literal);

}  // namespace fw::feel::syntax
