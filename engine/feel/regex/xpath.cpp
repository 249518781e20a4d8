#include "engine/feel/regex/xpath.h"

#include <array>
#include <vector>

#include "engine/base/utf8.h"

namespace fw::feel::regex {
namespace {

using Span = std::pair<char32_t, char32_t>;
constexpr char32_t kLast = 0x10FFFF;

// XML 1.0 (second edition) name characters as \i and \c use them.
constexpr std::array<Span, 14> kNameStart = {{{':', ':'},
                                              {'A', 'Z'},
                                              {'_', '_'},
                                              {'a', 'z'},
                                              {0xC0, 0xD6},
                                              {0xD8, 0xF6},
                                              {0xF8, 0x2FF},
                                              {0x370, 0x37D},
                                              {0x37F, 0x1FFF},
                                              {0x200C, 0x200D},
                                              {0x2070, 0x218F},
                                              {0x2C00, 0x2FEF},
                                              {0x3001, 0xD7FF},
                                              {0xF900, 0xFFFD}}};
constexpr std::array<Span, 17> kNameChar = {{{'-', '.'},
                                             {'0', ':'},
                                             {'A', 'Z'},
                                             {'_', '_'},
                                             {'a', 'z'},
                                             {0xB7, 0xB7},
                                             {0xC0, 0xD6},
                                             {0xD8, 0xF6},
                                             {0xF8, 0x37D},
                                             {0x37F, 0x1FFF},
                                             {0x200C, 0x200D},
                                             {0x203F, 0x2040},
                                             {0x2070, 0x218F},
                                             {0x2C00, 0x2FEF},
                                             {0x3001, 0xD7FF},
                                             {0xF900, 0xFDCF},
                                             {0xFDF0, 0xFFFD}}};
constexpr std::array<Span, 3> kSpace = {{{0x9, 0xA}, {0xD, 0xD}, {0x20, 0x20}}};
constexpr std::array<std::string_view, 37> kCategories = {
    "L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc", "Me", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Ps", "Pe",
    "Pi", "Pf", "Po", "Z",  "Zs", "Zl", "Zp", "S",  "Sm", "Sc", "Sk", "So", "C",  "Cc", "Cf", "Co", "Cn", "Cs"};

void append_code(std::string& out, char32_t c) {
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
        out += static_cast<char>(c);
        return;
    }
    std::string hex;
    for (char32_t rest = c; rest != 0 || hex.empty(); rest /= 16) hex.insert(hex.begin(), kHex[rest % 16]);
    out += "\\x{" + hex + "}";
}

void append_span(std::string& out, Span span) {
    append_code(out, span.first);
    if (span.first == span.second) return;
    out += '-';
    append_code(out, span.second);
}

// Inside [ ]: sorted spans, or all others.
std::string class_items(std::span<const Span> spans, bool others) {
    std::string out;
    char32_t next = 0;
    for (const Span& span : spans) {
        if (!others) append_span(out, span);
        if (others && span.first > next) append_span(out, {next, span.first - 1});
        next = span.second + 1;
    }
    if (others && next <= kLast) append_span(out, {next, kLast});
    return out;
}

class Reader {
  public:
    Reader(std::vector<char32_t> pattern, bool dot_all) : in_(std::move(pattern)), dot_all_(dot_all) {}

    std::optional<Translated> read() {
        if (!alternatives(0) || at_ < in_.size()) return std::nullopt;
        return std::move(out_);
    }

  private:
    static constexpr int kMaxDepth = 100;

    [[nodiscard]] bool is(char32_t c) const { return at_ < in_.size() && in_[at_] == c; }
    bool take(char32_t c) {
        if (!is(c)) return false;
        ++at_;
        return true;
    }

    // regExp: branches between "|"; a branch: pieces.
    bool alternatives(int depth) {
        if (depth > kMaxDepth) return false;
        while (at_ < in_.size() && in_[at_] != ')') {
            if (take('|')) {
                out_.pattern += '|';
            } else if (!atom(depth) || !quantifier()) {
                return false;
            }
        }
        return true;
    }

    bool atom(int depth) {
        const char32_t c = in_[at_++];
        switch (c) {
            case '(':
                return group(depth);
            case '[':
                return class_expression(out_.pattern, 0);
            case '\\':
                return escape();
            case '.':
                out_.pattern += dot_all_ ? "(?s:.)" : "[^\\n]";
                return true;
            case '^':
            case '$':
                out_.pattern += static_cast<char>(c);
                return true;
            case '?':
            case '*':
            case '+':
            case '{':
            case '}':
            case ']':
            case ')':
                return false;
            default:
                append_code(out_.pattern, c);
                return true;
        }
    }

    bool group(int depth) {
        const bool capturing = !is('?');
        std::size_t number = 0;
        if (!capturing) {
            ++at_;
            if (!take(':')) return false;
            out_.pattern += "(?:";
        } else {
            number = ++opened_;
            out_.pattern += '(';
        }
        if (!alternatives(depth + 1) || !take(')')) return false;
        if (capturing) closed_.push_back(number);
        out_.pattern += ')';
        return true;
    }

    bool quantifier() {
        if (take('?')) {
            out_.pattern += '?';
        } else if (take('*')) {
            out_.pattern += '*';
            out_.unbounded = true;
        } else if (take('+')) {
            out_.pattern += '+';
            out_.unbounded = true;
        } else if (take('{')) {
            if (!counts()) return false;
        } else {
            return true;
        }
        if (take('?')) out_.pattern += '?';
        return true;
    }

    // {n}, {n,}, {n,m}
    bool counts() {
        const std::optional<int> least = number();
        if (!least) return false;
        out_.pattern += '{' + std::to_string(*least);
        if (take(',')) {
            out_.pattern += ',';
            if (!is('}')) {
                const std::optional<int> most = number();
                if (!most || *most < *least) return false;
                out_.pattern += std::to_string(*most);
            } else {
                out_.unbounded = true;
            }
        }
        out_.pattern += '}';
        return take('}');
    }

    std::optional<int> number() {
        int n = 0;
        const std::size_t begin = at_;
        while (at_ < in_.size() && in_[at_] >= '0' && in_[at_] <= '9' && at_ < begin + 6) {
            n = n * 10 + static_cast<int>(in_[at_++] - '0');
        }
        return at_ == begin ? std::nullopt : std::optional(n);
    }

    bool escape() {
        if (at_ == in_.size()) return false;
        if (in_[at_] >= '1' && in_[at_] <= '9') return back_reference();
        std::string items;
        char32_t single = 0;
        if (!escape_items(items, single)) return false;
        out_.pattern += items.empty() ? "" : "[" + items + "]";
        if (items.empty()) append_code(out_.pattern, single);
        return true;
    }

    // \N: the longest number that names a group which is closed already.
    bool back_reference() {
        std::size_t n = static_cast<std::size_t>(in_[at_++] - '0');
        while (at_ < in_.size() && in_[at_] >= '0' && in_[at_] <= '9' &&
               n * 10 + static_cast<std::size_t>(in_[at_] - '0') <= opened_) {
            n = n * 10 + static_cast<std::size_t>(in_[at_++] - '0');
        }
        bool closed = false;
        for (const std::size_t group : closed_) closed = closed || group == n;
        if (!closed) return false;
        out_.pattern += "\\g{" + std::to_string(n) + "}";
        out_.beyond_re2 = true;
        return true;
    }

    // What stands behind a backslash: `items` for inside of [ ], or else the `single` character.
    bool escape_items(std::string& items, char32_t& single) {
        if (at_ == in_.size()) return false;
        const char32_t c = in_[at_++];
        switch (c) {
            case 'n':
                single = '\n';
                return true;
            case 'r':
                single = '\r';
                return true;
            case 't':
                single = '\t';
                return true;
            case 's':
            case 'S':
                items = class_items(kSpace, c == 'S');
                return true;
            case 'i':
            case 'I':
                items = class_items(kNameStart, c == 'I');
                return true;
            case 'c':
            case 'C':
                items = class_items(kNameChar, c == 'C');
                return true;
            case 'd':
            case 'D':
                items = c == 'd' ? "\\p{Nd}" : "\\P{Nd}";
                return true;
            case 'w':
            case 'W':  // everything but punctuation, separators and others
                items = c == 'w' ? "\\p{L}\\p{M}\\p{N}\\p{S}" : "\\p{P}\\p{Z}\\p{C}";
                return true;
            case 'p':
            case 'P':
                return property(items, c == 'P');
            default:
                single = c;
                return c < 0x80 &&
                       std::string_view("\\|.?*+(){}-[]^$").find(static_cast<char>(c)) != std::string_view::npos;
        }
    }

    bool property(std::string& items, bool others) {
        if (!take('{')) return false;
        std::string name;
        while (at_ < in_.size() && in_[at_] != '}') utf8::append(name, in_[at_++]);
        if (!take('}')) return false;
        if (name.starts_with("Is")) {
            const auto found = block(std::string_view(name).substr(2));
            if (!found) return false;
            const std::array<Span, 1> spans = {*found};
            items = class_items(spans, others);
            return true;
        }
        for (const std::string_view category : kCategories) {
            if (category != name) continue;
            items = (others ? "\\P{" : "\\p{") + name + "}";
            return true;
        }
        return false;
    }

    // Behind "[": ^? ranges, escapes and characters, -[subtracted]? ]
    bool class_expression(std::string& out, int depth) {
        if (depth > kMaxDepth) return false;
        const bool negated = take('^');
        std::string items;
        std::string subtracted;
        bool first = true;
        while (!is(']')) {
            if (at_ == in_.size()) return false;
            if (!first && is('-') && at_ + 1 < in_.size() && in_[at_ + 1] == '[') {
                at_ += 2;
                if (!class_expression(subtracted, depth + 1) || !is(']')) return false;
                break;
            }
            if (!class_member(items, first)) return false;
            first = false;
        }
        if (first || !take(']')) return false;
        const std::string own = (negated ? "[^" : "[") + items + "]";
        if (subtracted.empty()) {
            out += own;
            return true;
        }
        out_.beyond_re2 = true;
        out += "(?:(?!" + subtracted + ")" + own + ")";
        return true;
    }

    bool class_member(std::string& items, bool first) {
        std::string escaped;
        char32_t low = 0;
        const bool dash = is('-');
        if (!class_character(escaped, low)) return false;
        if (!escaped.empty()) {
            items += escaped;
            return true;
        }
        // A bare "-" stands for itself at the beginning and at the end only.
        if (dash && !first && !is(']') && !(is('-') && at_ + 1 < in_.size() && in_[at_ + 1] == '[')) return false;
        const bool range = is('-') && at_ + 1 < in_.size() && in_[at_ + 1] != ']' && in_[at_ + 1] != '[';
        if (!range) {
            append_code(items, low);
            return true;
        }
        ++at_;
        char32_t high = 0;
        if (!class_character(escaped, high) || !escaped.empty() || high < low) return false;
        append_span(items, {low, high});
        return true;
    }

    bool class_character(std::string& items, char32_t& single) {
        if (at_ == in_.size() || is('[') || is(']')) return false;
        if (take('\\')) return escape_items(items, single);
        single = in_[at_++];
        return true;
    }

    std::vector<char32_t> in_;
    bool dot_all_;
    std::size_t at_ = 0;
    std::size_t opened_ = 0;
    std::vector<std::size_t> closed_;
    Translated out_;
};

// Flag x: white space goes, but not inside of classes.
std::vector<char32_t> code_points(std::string_view pattern, bool skip_space) {
    std::vector<char32_t> out;
    int depth = 0;
    bool escaped = false;
    for (std::size_t at = 0; at < pattern.size();) {
        const char32_t c = utf8::next(pattern, at);
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (skip_space && space && depth == 0) continue;
        if (!escaped && c == '[') ++depth;
        if (!escaped && c == ']' && depth > 0) --depth;
        escaped = !escaped && c == '\\';
        out.push_back(c);
    }
    return out;
}

}  // namespace

std::optional<Translated> translate(std::string_view pattern, bool dot_all, bool skip_space) {
    return Reader(code_points(pattern, skip_space), dot_all).read();
}

}  // namespace fw::feel::regex
