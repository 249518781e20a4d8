#include "engine/compile/gaps/literals.h"

#include <algorithm>
#include <cctype>

namespace fw::compile {

namespace {

struct Word {
    enum class Kind : std::uint8_t { kName, kNumber, kText, kSign, kWord };
    Kind kind = Kind::kSign;
    std::string_view text;
};

bool name_byte(char byte) {
    return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '_' ||
           static_cast<unsigned char>(byte) >= 128;
}

std::size_t end_of_text(std::string_view feel, std::size_t at) {
    std::size_t end = at + 1;
    while (end < feel.size() && feel[end] != '"') end += feel[end] == '\\' ? 2U : 1U;
    return std::min(feel.size(), end + 1);
}

std::size_t end_of_number(std::string_view feel, std::size_t at) {
    std::size_t end = at;
    while (end < feel.size() && std::isdigit(static_cast<unsigned char>(feel[end])) != 0) ++end;
    if (end + 1 < feel.size() && feel[end] == '.' && std::isdigit(static_cast<unsigned char>(feel[end + 1])) != 0) {
        ++end;
        while (end < feel.size() && std::isdigit(static_cast<unsigned char>(feel[end])) != 0) ++end;
    }
    return end;
}

std::vector<Word> words_of(std::string_view feel) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < feel.size();) {
        const char byte = feel[at];
        std::size_t end = at + 1;
        Word::Kind kind = Word::Kind::kSign;
        if (std::isspace(static_cast<unsigned char>(byte)) != 0) {
            at = end;
            continue;
        }
        if (byte == '"') {
            end = end_of_text(feel, at);
            kind = Word::Kind::kText;
        } else if (std::isdigit(static_cast<unsigned char>(byte)) != 0) {
            end = end_of_number(feel, at);
            kind = Word::Kind::kNumber;
        } else if (name_byte(byte)) {
            while (end < feel.size() &&
                   (name_byte(feel[end]) || (feel[end] == '.' && end + 1 < feel.size() && name_byte(feel[end + 1])))) {
                ++end;
            }
            kind = Word::Kind::kName;
        } else if (end < feel.size() && (feel.substr(at, 2) == "<=" || feel.substr(at, 2) == ">=" ||
                                         feel.substr(at, 2) == "!=" || feel.substr(at, 2) == "..")) {
            ++end;
        }
        words.push_back({kind, feel.substr(at, end - at)});
        at = end;
    }
    return words;
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool comparison(const Word& word) {
    return word.kind == Word::Kind::kSign && one_of(word.text, {"=", "!=", "<", "<=", ">", ">="});
}

}  // namespace

void Literals::read(std::string_view feel, const std::vector<std::string>& names) {
    std::vector<Word> words = words_of(feel);
    for (std::size_t i = 0; i < words.size(); ++i) {
        Word& word = words[i];
        if (word.kind == Word::Kind::kNumber) {
            const bool negative = i > 0 && words[i - 1].text == "-";
            numbers.insert(negative ? "-" + std::string(word.text) : std::string(word.text));
        } else if (word.kind == Word::Kind::kText) {
            const bool date = i > 1 && words[i - 1].text == "(" && words[i - 2].text == "date";
            date ? dates.insert("date(" + std::string(word.text) + ")") : texts.insert(std::string(word.text));
        } else if (word.kind == Word::Kind::kName) {
            const bool known = std::find(names.begin(), names.end(), word.text) != names.end();
            if (!known) word.kind = Word::Kind::kWord;
            if (!known && !one_of(word.text, {"and", "or", "not", "in", "between", "true", "false", "null", "date"}))
                simple = false;
        } else if (!one_of(word.text, {"=", "!=", "<", "<=", ">", ">=", "(", ")", "[", "]", "..", ",", "-"})) {
            simple = false;
        }
    }
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        const bool names_compared =
            comparison(words[i]) && words[i - 1].kind == Word::Kind::kName && words[i + 1].kind == Word::Kind::kName;
        const bool subtraction =
            words[i].text == "-" && (words[i - 1].kind != Word::Kind::kSign || words[i - 1].text == ")");
        if (names_compared || subtraction) simple = false;
    }
}

}  // namespace fw::compile
