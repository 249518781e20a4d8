#include "engine/interchange/bpmn/expression_lexer.h"

#include <array>

namespace fw::bpmn {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name_byte(char c, bool first) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    return !first && is_digit(c);
}

// Longest first.
constexpr std::array<std::string_view, 22> kOperators = {"===", "!==", "==", "!=", "<=", ">=", "<>", "&&",
                                                         "||",  "**",  "<",  ">",  "=",  "!",  "+",  "-",
                                                         "*",   "/",   "%",  "?",  ":",  "."};
constexpr std::string_view kBrackets = "()[],";

class Lexer {
  public:
    explicit Lexer(std::string_view source) : source_(source) {}

    std::optional<std::vector<Token>> run() {
        std::vector<Token> out;
        while (skip_space()) {
            std::optional<Token> token = next();
            if (!token) return std::nullopt;
            out.push_back(std::move(*token));
        }
        out.push_back({});
        return out;
    }

  private:
    bool skip_space() {
        while (at_ < source_.size() && std::string_view(" \t\r\n").find(source_[at_]) != std::string_view::npos) ++at_;
        return at_ < source_.size();
    }

    std::optional<Token> next() {
        const char c = source_[at_];
        if (c == '"' || c == '\'') return string(c);
        if (is_digit(c) || (c == '.' && at_ + 1 < source_.size() && is_digit(source_[at_ + 1]))) return number();
        if (is_name_byte(c, true)) {
            const std::size_t begin = at_;
            while (at_ < source_.size() && is_name_byte(source_[at_], false)) ++at_;
            return Token{Token::Kind::kName, std::string(source_.substr(begin, at_ - begin))};
        }
        if (kBrackets.find(c) != std::string_view::npos) {
            ++at_;
            return Token{Token::Kind::kOperator, std::string(1, c)};
        }
        for (const std::string_view each : kOperators) {
            if (!source_.substr(at_).starts_with(each)) continue;
            at_ += each.size();
            if (each == "===") return Token{Token::Kind::kOperator, "=="};
            if (each == "!==" || each == "<>") return Token{Token::Kind::kOperator, "!="};
            return Token{Token::Kind::kOperator, std::string(each)};
        }
        return std::nullopt;
    }

    std::optional<Token> string(char quote) {
        Token token{Token::Kind::kString, {}};
        for (++at_; at_ < source_.size(); ++at_) {
            char c = source_[at_];
            if (c == quote) {
                ++at_;
                return token;
            }
            if (c == '\\' && at_ + 1 < source_.size()) {
                c = source_[++at_];
                if (c == 'n') c = '\n';
                if (c == 't') c = '\t';
            }
            token.text += c;
        }
        return std::nullopt;
    }

    // 1, 1.5, .5, 1e3; a type suffix of Java (1L, 1.0f) is taken off.
    std::optional<Token> number() {
        Token token{Token::Kind::kNumber, {}};
        if (source_[at_] == '.') token.text = "0";
        while (at_ < source_.size() && is_digit(source_[at_])) token.text += source_[at_++];
        if (at_ + 1 < source_.size() && source_[at_] == '.' && is_digit(source_[at_ + 1])) {
            token.text += source_[at_++];
            while (at_ < source_.size() && is_digit(source_[at_])) token.text += source_[at_++];
        }
        if (at_ < source_.size() && std::string_view("LlFfDd").find(source_[at_]) != std::string_view::npos) ++at_;
        if (at_ < source_.size() && is_name_byte(source_[at_], false)) return std::nullopt;
        return token;
    }

    std::string_view source_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<Token>> tokens_of(std::string_view source) { return Lexer(source).run(); }

}  // namespace fw::bpmn
