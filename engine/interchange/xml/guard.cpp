#include "engine/interchange/xml/guard.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/base/utf8.h"

namespace fw::xml {

namespace {

std::string from_utf16(std::string_view bytes, std::size_t begin, bool big_endian) {
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]);
        const auto b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<char32_t>(big_endian ? (a << 8U) | b : (b << 8U) | a);
    };
    std::string out;
    for (std::size_t i = begin; i + 1 < bytes.size(); i += 2) {
        char32_t c = unit(i);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
            const char32_t low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
                i += 2;
            }
        }
        utf8::append(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    }
    return out;
}

// What windows-1252 has where ISO-8859-1 has control characters, from 0x80 on; 0: nothing.
constexpr std::array<char32_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::string from_single_bytes(std::string_view bytes, bool windows) {
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const char32_t special = windows && byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : 0;
        utf8::append(out, special != 0 ? special : byte);
    }
    return out;
}

// The encoding an XML declaration names, in lower case; empty: none.
std::string declared_encoding(std::string_view text) {
    if (text.substr(0, 5) != "<?xml") return {};
    const std::string_view declaration = text.substr(0, text.find("?>"));
    const std::size_t at = declaration.find("encoding");
    const std::size_t open = at == std::string_view::npos ? at : declaration.find_first_of("\"'", at);
    if (open == std::string_view::npos) return {};
    const std::size_t close = declaration.find(declaration[open], open + 1);
    if (close == std::string_view::npos) return {};
    std::string out(declaration.substr(open + 1, close - open - 1));
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Walks over the text once, tag by tag.
class Guard {
  public:
    Guard(std::string_view text, std::string_view file, const Limits& limits)
        : text_(text), file_(file), limits_(limits) {}

    Result<void> run() {
        while (!problem_ && at_ < text_.size()) {
            if (text_[at_] == '<') {
                markup();
            } else {
                character(depth_ > 0);
            }
        }
        if (!problem_ && elements_ == 0) problem("XML-001", 0, {"There is no element here", "此处没有元素"});
        if (!problem_ && depth_ > 0) problem("XML-001", at_, {"The file ends inside an element", "文件在元素中间结束"});
        if (problem_) return std::move(*problem_);
        return {};
    }

  private:
    void problem(const char* code, std::size_t at, Text sentence, Text hint = {}) {
        if (!problem_) problem_ = refuse(text_, file_, code, at, std::move(sentence), std::move(hint));
    }
    [[nodiscard]] bool here(std::string_view s) const { return text_.substr(at_, s.size()) == s; }

    void skip_to(std::string_view end, const char* en, const char* zh) {
        const std::size_t found = text_.find(end, at_);
        if (found == std::string_view::npos) return problem("XML-001", at_, {en, zh});
        for (; !problem_ && at_ < found; ++at_) control(text_[at_]);
        at_ = found + end.size();
    }

    void markup() {
        if (here("<!--")) {
            const std::size_t dashes = text_.find("--", at_ + 4);
            if (dashes != std::string_view::npos && text_.substr(dashes, 3) != "-->") {
                return problem("XML-001", dashes, {"'--' cannot stand inside a comment", "注释中不能出现“--”"});
            }
            return skip_to("-->", "This comment has no end", "此注释没有结束");
        }
        if (here("<![CDATA[")) {
            if (depth_ == 0)
                return problem("XML-001", at_, {"Text stands outside the root element", "根元素之外有文本"});
            return skip_to("]]>", "This CDATA section has no end", "此 CDATA 段没有结束");
        }
        if (here("<!")) {
            return problem("XML-005", at_,
                           {"A document type declaration is not accepted: entities are never expanded or fetched",
                            "不接受文档类型声明：实体从不展开，也不读取外部内容"},
                           {"remove <!DOCTYPE …> and write the text itself", "请删除 <!DOCTYPE …>，直接写出文本"});
        }
        if (here("<?")) return skip_to("?>", "This instruction has no end", "此处理指令没有结束");
        if (here("</")) {
            if (depth_ == 0)
                return problem("XML-001", at_, {"Nothing is open here to be closed", "此处没有可结束的元素"});
            --depth_;
            return skip_to(">", "This end tag has no end", "此结束标签不完整");
        }
        start_tag();
    }

    void start_tag() {
        const std::size_t begin = at_;
        if (depth_ == 0 && elements_ > 0)
            return problem("XML-001", at_, {"A second root element", "出现了第二个根元素"});
        if (++elements_ > limits_.elements) {
            return problem(
                "XML-004", at_,
                format_text({"More than {0} elements", "元素超过 {0} 个"}, {std::to_string(limits_.elements)}));
        }
        if (depth_ >= limits_.depth) {
            return problem("XML-003", at_,
                           format_text({"Elements are nested more than {0} deep", "元素嵌套超过 {0} 层"},
                                       {std::to_string(limits_.depth)}));
        }
        ++at_;
        const std::size_t before = attributes_;
        while (at_ < text_.size() && !problem_) {
            const char c = text_[at_];
            if (attributes_ - before > limits_.attributes_of_one) {
                return problem("XML-004", begin,
                               format_text({"An element with more than {0} attributes", "一个元素的属性超过 {0} 个"},
                                           {std::to_string(limits_.attributes_of_one)}));
            }
            if (c == '>') {
                const bool empty = text_[at_ - 1] == '/';
                ++at_;
                if (!empty) ++depth_;
                return;
            }
            if (c == '<') return problem("XML-001", begin, {"This tag has no end", "此标签没有结束"});
            if (c == '"' || c == '\'') {
                attribute(c);
            } else {
                character(true);
            }
        }
        problem("XML-001", begin, {"This tag has no end", "此标签没有结束"});
    }

    void attribute(char quote) {
        const std::size_t begin = at_++;
        if (++attributes_ > limits_.attributes) {
            return problem(
                "XML-004", begin,
                format_text({"More than {0} attributes", "属性超过 {0} 个"}, {std::to_string(limits_.attributes)}));
        }
        while (at_ < text_.size() && text_[at_] != quote && !problem_) {
            if (text_[at_] == '<')
                return problem("XML-001", at_, {"'<' within an attribute", "属性值中出现“<”"},
                               {"write &lt;", "请写作 &lt;"});
            character(true);
        }
        if (at_ >= text_.size()) return problem("XML-001", begin, {"This text has no closing quote", "缺少右引号"});
        ++at_;
        if (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '>' && text_[at_] != '/' && text_[at_] != '?')
            problem("XML-001", at_, {"A space is missing between two attributes", "两个属性之间缺少空格"});
    }

    void control(char c) {
        if (static_cast<unsigned char>(c) >= 0x20 || is_space(c)) return;
        problem("XML-001", at_, {"A control character that XML does not allow", "XML 不允许的控制字符"});
    }

    void character(bool inside) {
        const char c = text_[at_];
        control(c);
        if (!inside && !is_space(c))
            return problem("XML-001", at_, {"Text stands outside the root element", "根元素之外有文本"});
        if (c != '&') {
            ++at_;
            return;
        }
        std::size_t end = at_;
        if (reference(text_, at_, end) == 0) {
            const std::size_t semicolon = text_.find_first_of("; <\n", at_);
            const std::string name(text_.substr(at_, std::min<std::size_t>(semicolon - at_ + 1, 40)));
            return problem(
                "XML-006", at_, format_text({"There is no entity '{0}'", "没有名为“{0}”的实体"}, {name}),
                {"XML knows &lt; &gt; &amp; &quot; &apos; and &#…;", "XML 只有 &lt; &gt; &amp; &quot; &apos; 和 &#…;"});
        }
        at_ = end;
    }

    std::string_view text_;
    std::string_view file_;
    const Limits& limits_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::size_t elements_ = 0;
    std::size_t attributes_ = 0;
    std::optional<tl::unexpected<Diagnostics>> problem_;
};

}  // namespace

tl::unexpected<Diagnostics> refuse(std::string_view text, std::string_view file, const char* code, std::size_t at,
                                   Text sentence, Text hint) {
    Place place;
    place.file = file;
    place.range = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at)};
    place.at = line_column(text, place.range.begin);
    return fail(code, std::move(sentence), std::move(place), std::move(hint));
}

char32_t reference(std::string_view text, std::size_t at, std::size_t& end) {
    const std::size_t semicolon = text.substr(at, 16).find(';');
    if (semicolon == std::string_view::npos || semicolon < 2) return 0;
    const std::string_view name = text.substr(at + 1, semicolon - 1);
    end = at + semicolon + 1;
    constexpr std::array<std::pair<std::string_view, char32_t>, 5> kNamed = {
        {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};
    for (const auto& [known, c] : kNamed) {
        if (name == known) return c;
    }
    if (name[0] != '#' || name.size() < 2) return 0;
    const bool hex = name[1] == 'x';
    char32_t value = 0;
    if (hex && name.size() < 3) return 0;
    for (const char c : name.substr(hex ? 2 : 1)) {
        const bool digit = c >= '0' && c <= '9';
        const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!digit && !(hex && letter)) return 0;
        const auto d = static_cast<char32_t>(digit ? c - '0' : (c | 0x20) - 'a' + 10);
        value = value * (hex ? 16 : 10) + d;
        if (value > 0x10FFFF) return 0;
    }
    const bool allowed = value == 9 || value == 10 || value == 13 || (value >= 0x20 && value < 0xD800) ||
                         (value >= 0xE000 && value != 0xFFFE && value != 0xFFFF);
    return allowed ? value : 0;
}

Result<std::string> decode(std::string_view bytes, std::string_view file) {
    if (bytes.substr(0, 2) == "\xFE\xFF") return from_utf16(bytes, 2, true);
    if (bytes.substr(0, 2) == "\xFF\xFE") return from_utf16(bytes, 2, false);
    if (bytes.substr(0, 4) == std::string_view("\0<\0?", 4)) return from_utf16(bytes, 0, true);
    if (bytes.substr(0, 4) == std::string_view("<\0?\0", 4)) return from_utf16(bytes, 0, false);
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
    std::string encoding = declared_encoding(bytes);
    if (encoding == "iso-8859-1" || encoding == "latin1") return from_single_bytes(bytes, false);
    if (encoding == "windows-1252" || encoding == "cp1252") return from_single_bytes(bytes, true);
    if (encoding == "utf-16") encoding.clear();  // read as bytes, so it is not: some tools write UTF-8 and say this
    if (!encoding.empty() && encoding != "utf-8" && encoding != "utf8" && encoding != "us-ascii" &&
        encoding != "ascii") {
        return refuse(bytes, file, "XML-002", 0,
                      format_text({"The encoding '{0}' is not supported", "不支持编码“{0}”"}, {encoding}),
                      {"save the file as UTF-8", "请将文件保存为 UTF-8"});
    }
    if (const std::size_t bad = utf8::first_invalid(bytes); bad < bytes.size()) {
        Place place;
        place.file = file;
        place.range = {static_cast<std::uint32_t>(bad), static_cast<std::uint32_t>(bad)};
        place.at = line_column(bytes, place.range.begin);
        return fail("XML-002", {"This is no UTF-8 text", "这不是 UTF-8 文本"}, std::move(place),
                    {"save the file as UTF-8", "请将文件保存为 UTF-8"});
    }
    return std::string(bytes);
}

Result<void> guard(std::string_view text, std::string_view file, const Limits& limits) {
    return Guard(text, file, limits).run();
}

}  // namespace fw::xml
