// How the parser reads names.
#include "engine/feel/names.h"

#include <algorithm>

#include "engine/feel/syntax/parser.h"

namespace fw::feel::syntax {

// Where `name` ends in the source if it stands at the current token, else 0. One space stands for any white space.
std::uint32_t Parser::match(std::string_view name) const {
    const std::string_view source = ast_->source;
    std::uint32_t at = token_.range.begin;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == ' ') {
            const std::uint32_t next = lexer_.skip_space(at);
            if (next == at) return 0;
            at = next;
            continue;
        }
        if (at >= source.size() || source[at] != name[i]) return 0;
        ++at;
    }
    // A longer word is another name. word_end() wants a start character, so look with the last character included.
    const std::uint32_t word = lexer_.word_end(token_.range.end > at ? token_.range.begin : at);
    if (token_.range.end > at) return 0;
    if (at < source.size() && word > at && is_name_part(static_cast<unsigned char>(name.back()))) return 0;
    if (at < source.size() && source[at] >= '0' && source[at] <= '9') return 0;
    return at;
}

std::uint32_t Parser::complex_name_end(Names which) const {
    std::uint32_t best = 0;
    const auto try_all = [&](const std::vector<std::string>& names) {
        for (const std::string& name : names) best = std::max(best, match(name));
    };
    const auto try_map = [&](const auto& map) {
        if (map.empty()) return;
        if (const auto it = map.find(std::string(token_.text)); it != map.end()) try_all(it->second);
    };
    if (!local_complex_.empty()) try_all(local_complex_);
    if (which == Names::kNew) return best;
    if (options_.scope != nullptr) {
        try_map(options_.scope->complex_members());
        if (which == Names::kScope) {
            try_map(options_.scope->complex_names());
            try_map(options_.scope->functions().complex_names());
        }
    } else if (which == Names::kScope) {
        try_map(Functions::standard().complex_names());
    }
    return best;
}

// Whether a word cannot continue a name of words side by side.
bool Parser::stops_name(const Token& token) const {
    if (token.kind == TokenKind::kNumber) return token.text.find_first_not_of("0123456789") != std::string_view::npos;
    if (token.kind != TokenKind::kWord) return true;
    if (is_keyword(token.text)) return true;
    return token.text == "instance" && lexer_.next(token.range.end).text == "of";
}

std::string Parser::take_name(Names which) {
    std::string name;
    if (const std::uint32_t end = complex_name_end(which); end > token_.range.end) {
        name = normalize_name(std::string_view(ast_->source).substr(token_.range.begin, end - token_.range.begin));
        last_end_ = end;
        token_ = lexer_.next(end);
        return name;
    }
    name = token_.text;
    advance();
    while (!stops_name(token_)) {
        name += ' ';
        name += token_.text;
        advance();
    }
    return name;
}

// A context key or parameter name: everything up to ":" (or "," ")" for parameters), white space normalised.
std::string Parser::take_key() {
    const std::uint32_t begin = token_.range.begin;
    while (token_.kind == TokenKind::kWord || token_.kind == TokenKind::kNumber ||
           (token_.kind == TokenKind::kSymbol &&
            std::string_view("+-*/.**'").find(token_.text) != std::string_view::npos) ||
           (token_.kind == TokenKind::kError && token_.text == "'")) {
        advance();
    }
    return normalize_name(std::string_view(ast_->source).substr(begin, last_end_ > begin ? last_end_ - begin : 0));
}

// Remembers a name made inside the expression if words alone would not read it.
void Parser::know(const std::string& name) {
    const bool words = std::all_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || c == ' ' || is_name_part(static_cast<unsigned char>(c));
    });
    if (words && name.find(' ') == std::string::npos) return;
    if (!name.empty() && local_complex_.size() < 1000) local_complex_.push_back(name);
}

}  // namespace fw::feel::syntax
