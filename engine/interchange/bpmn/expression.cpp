#include "engine/interchange/bpmn/expression.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "engine/interchange/bpmn/expression_translate.h"
#include "engine/interchange/bpmn/vocabulary.h"
#include "engine/json/write.h"

namespace fw::bpmn {

namespace {

std::string_view trim(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// The end of ${…}: behind its closing brace, strings skipped; npos where it is not closed.
std::size_t end_of_braces(std::string_view source, std::size_t at) {
    char quote = 0;
    for (; at < source.size(); ++at) {
        const char c = source[at];
        if (quote != 0) {
            if (c == '\\')
                ++at;
            else if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '}') {
            return at + 1;
        }
    }
    return std::string_view::npos;
}

bool opens_braces(std::string_view source, std::size_t at) {
    return (source[at] == '$' || source[at] == '#') && at + 1 < source.size() && source[at + 1] == '{';
}

// "PT${hours}H": texts and expressions in turn, joined.
std::optional<std::string> composite(std::string_view source, const Rename& rename) {
    std::vector<std::string> parts;
    std::string literal;
    const auto flush = [&] {
        if (!literal.empty()) parts.push_back(feel_string(literal));
        literal.clear();
    };
    std::size_t expressions = 0;
    for (std::size_t at = 0; at < source.size();) {
        if (!opens_braces(source, at)) {
            literal += source[at++];
            continue;
        }
        const std::size_t end = end_of_braces(source, at + 2);
        if (end == std::string_view::npos) return std::nullopt;
        flush();
        std::optional<std::string> inner = translate(source.substr(at + 2, end - at - 3), Dialect::kJuel, rename);
        if (!inner) return std::nullopt;
        ++expressions;
        parts.push_back(std::move(*inner));
        if (at > 0 || end < source.size()) parts.back() = "string(" + parts.back() + ")";
        at = end;
    }
    flush();
    if (expressions == 0) return std::nullopt;
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : " + ") + part;
    return out;
}

// FEEL stays as it is but for the names of variables: those that neither follow a dot nor are called nor are keys.
std::string rename_in_feel(std::string_view source, const Rename& rename) {
    static constexpr std::array<std::string_view, 16> kWords = {
        "and",  "or",  "not", "true",   "false", "null",  "if",        "then",
        "else", "for", "in",  "return", "some",  "every", "satisfies", "between"};
    const auto name_byte = [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    };
    std::string out;
    char before = 0;  // the last character that is no space
    for (std::size_t at = 0; at < source.size();) {
        const char c = source[at];
        if (c == '"') {
            const std::size_t begin = at++;
            while (at < source.size() && source[at] != '"') at += source[at] == '\\' ? 2 : 1;
            at = std::min(at + 1, source.size());
            out += source.substr(begin, at - begin);
            before = '"';
            continue;
        }
        if (!name_byte(c)) {
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') before = c;
            out += source[at++];
            continue;
        }
        const std::size_t begin = at;
        while (at < source.size() && name_byte(source[at])) ++at;
        const std::string_view word = source.substr(begin, at - begin);
        const std::string_view rest = trim(source.substr(at));
        const bool variable = before != '.' && !(c >= '0' && c <= '9') && !rest.starts_with('(') &&
                              !rest.starts_with(':') && std::find(kWords.begin(), kWords.end(), word) == kWords.end();
        out += variable ? rename(word) : std::string(word);
        before = 'a';
    }
    return out;
}

}  // namespace

Dialect dialect_of(std::string_view language) {
    std::string lower(language);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (language == kFeelLanguage) return Dialect::kOwn;
    if (lower.find("feel") != std::string::npos) return Dialect::kFeel;
    if (lower.find("juel") != std::string::npos || lower.find("unified-el") != std::string::npos) return Dialect::kJuel;
    if (lower.find("python") != std::string::npos) return Dialect::kPython;
    return Dialect::kUnknown;
}

std::optional<std::string> to_feel(std::string_view source, Dialect dialect, const Rename& rename) {
    source = trim(source);
    if (source.empty()) return std::nullopt;
    if (dialect == Dialect::kOwn) return rename_in_feel(source, rename);
    if (source.find("${") != std::string_view::npos || source.find("#{") != std::string_view::npos) {
        return composite(source, rename);
    }
    if (source.front() == '=' && !source.starts_with("==")) {  // Camunda 8
        source = trim(source.substr(1));
        dialect = Dialect::kFeel;
    }
    if (dialect == Dialect::kFeel) return rename_in_feel(source, rename);
    return translate(source, dialect == Dialect::kUnknown ? Dialect::kPython : dialect, rename);
}

std::string feel_string(std::string_view text) {
    std::string out;
    json::append_string(out, text);  // FEEL's escapes are those of JSON
    return out;
}

}  // namespace fw::bpmn
