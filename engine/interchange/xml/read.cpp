#include "engine/interchange/xml/read.h"

#include <algorithm>
#include <optional>

#include <pugixml.hpp>

#include "engine/interchange/xml/guard.h"
#include "engine/interchange/xml/namespaces.h"

namespace fw::xml {

namespace {

constexpr unsigned kParse = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_wconv_attribute |
                            pugi::parse_ws_pcdata | pugi::parse_comments | pugi::parse_pi;

bool blank(std::string_view text) { return text.find_first_not_of(" \t\n\r") == std::string_view::npos; }

Text sentence_of(pugi::xml_parse_status status) {
    switch (status) {
        case pugi::status_end_element_mismatch:
            return {"This end tag does not close the element that is open", "此结束标签与当前打开的元素不匹配"};
        case pugi::status_bad_attribute:
            return {"This attribute is not written well", "此属性的写法不正确"};
        case pugi::status_bad_start_element:
            return {"This start tag is not written well", "此开始标签的写法不正确"};
        case pugi::status_bad_end_element:
            return {"This end tag is not written well", "此结束标签的写法不正确"};
        default:
            return {"This is not well-formed XML", "XML 格式不正确"};
    }
}

// Copies pugixml's tree into ours. Offsets come from pointers into the buffer, which pugixml parses in place.
class Builder {
  public:
    Builder(Document& out, const char* buffer) : out_(out), buffer_(buffer) {}

    void document(const pugi::xml_document& parsed) {
        bool seen = false;
        for (const pugi::xml_node& node : parsed) {
            if (node.type() == pugi::node_element) {
                seen = true;
                element(node, out_.root);
            } else if (auto made = checked(node)) {
                (seen ? out_.after : out_.before).push_back(std::move(*made));
            }
        }
    }

    Diagnostics problems;

  private:
    [[nodiscard]] std::uint32_t offset(const char* pointer) const {
        return static_cast<std::uint32_t>(pointer - buffer_);
    }

    static std::optional<Node> other(const pugi::xml_node& node) {
        Node made;
        if (node.type() == pugi::node_comment) {
            made.kind = NodeKind::kComment;
            made.text = node.value();
        } else if (node.type() == pugi::node_pi) {
            made.kind = NodeKind::kInstruction;
            made.text = std::string(node.name()) + (*node.value() == 0 ? "" : " ") + node.value();
        } else {
            return std::nullopt;
        }
        return made;
    }

    std::optional<Node> checked(const pugi::xml_node& node) {
        if (node.type() == pugi::node_pi && !is_name(node.name())) {
            const std::uint32_t at = offset(node.name());
            problem("XML-001", {at, at},
                    format_text({"'{0}' is no XML name", "“{0}”不是有效的 XML 名称"}, {node.name()}));
        }
        return other(node);
    }

    void problem(const char* code, Range range, Text text) {
        problems.push_back({code, Severity::kError, out_.place(range), std::move(text), {}});
    }

    // An NCName (Namespaces in XML 1.0), letters beyond ASCII not told apart.
    static bool is_name(std::string_view part) {
        const auto fits = [](char c, bool first) {
            const bool letter =
                static_cast<unsigned char>(c) >= 0x80 || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            return letter || (!first && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
        };
        return !part.empty() && fits(part[0], true) &&
               std::all_of(part.begin() + 1, part.end(), [&](char c) { return fits(c, false); });
    }

    Name name(std::string_view written, bool element, Range range) {
        const std::size_t colon = written.find(':');
        if (!is_name(written.substr(colon == std::string_view::npos ? 0 : colon + 1)) ||
            (colon != std::string_view::npos && !is_name(written.substr(0, colon)))) {
            problem("XML-001", range, format_text({"'{0}' is no XML name", "“{0}”不是有效的 XML 名称"}, {written}));
            return {{}, std::string(written), {}};
        }
        if (colon == std::string_view::npos && !element) return {{}, std::string(written), {}};
        auto resolved = scope_.resolve(written);
        if (resolved) return std::move(*resolved);
        problem("XML-007", range,
                format_text({"The prefix '{0}' is not declared", "前缀“{0}”未声明"}, {written.substr(0, colon)}));
        return {{}, std::string(written), {}};
    }

    [[nodiscard]] Range start_tag(std::uint32_t name_at) const {
        const std::string& text = out_.text;
        std::size_t end = name_at;
        char quote = 0;
        for (; end < text.size(); ++end) {
            const char c = text[end];
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                break;
            }
        }
        return {name_at - 1, static_cast<std::uint32_t>(std::min(end + 1, text.size()))};
    }

    // The value as written: up to the closing quote.
    [[nodiscard]] Range value_range(std::uint32_t begin) const {
        if (begin == 0 || begin >= out_.text.size()) return {begin, begin};
        const std::size_t end = out_.text.find(out_.text[begin - 1], begin);
        return {begin, static_cast<std::uint32_t>(std::min(end, out_.text.size()))};
    }

    void attributes(const pugi::xml_node& node, Element& out) {
        for (const pugi::xml_attribute& a : node.attributes()) {
            const std::string_view written = a.name();
            if (written == "xmlns") out.namespaces.push_back({"", a.value()});
            if (written.substr(0, 6) != "xmlns:") continue;
            const std::uint32_t at = offset(a.name());
            if (!is_name(written.substr(6))) {
                problem("XML-001", {at, static_cast<std::uint32_t>(at + written.size())},
                        format_text({"'{0}' is no XML name", "“{0}”不是有效的 XML 名称"}, {written}));
            }
            out.namespaces.push_back({std::string(written.substr(6)), a.value()});
        }
        scope_.enter(out);
        for (const pugi::xml_attribute& a : node.attributes()) {
            const std::string_view written = a.name();
            if (written == "xmlns" || written.substr(0, 6) == "xmlns:") continue;
            const std::uint32_t at = offset(a.name());
            const Range named{at, static_cast<std::uint32_t>(at + written.size())};
            out.attributes.push_back({name(written, false, named), a.value(), value_range(offset(a.value()))});
            const Attribute& made = out.attributes.back();
            for (std::size_t i = 0; i + 1 < out.attributes.size(); ++i) {
                if (!out.attributes[i].name.is(made.name.uri, made.name.local)) continue;
                problem("XML-008", named,
                        format_text({"The attribute '{0}' is given twice", "属性“{0}”重复"}, {written}));
            }
        }
    }

    void text(const pugi::xml_node& node, Element& out) const {
        Node made;
        made.text = node.value();
        made.cdata = node.type() == pugi::node_cdata;
        const std::uint32_t begin = offset(node.value());
        const std::size_t end = made.cdata ? out_.text.find("]]>", begin) : out_.text.find('<', begin);
        made.range = {begin, static_cast<std::uint32_t>(std::min(end, out_.text.size()))};
        out.children.push_back(std::move(made));
    }

    void element(const pugi::xml_node& node, Element& out) {
        const std::uint32_t at = offset(node.name());
        out.range = start_tag(at);
        attributes(node, out);
        const Range named{at, static_cast<std::uint32_t>(at + std::string_view(node.name()).size())};
        out.name = name(node.name(), true, named);
        bool others = false;
        bool words = false;
        for (const pugi::xml_node& child : node) {
            const bool is_text = child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata;
            others = others || !is_text;
            words = words || (is_text && (child.type() == pugi::node_cdata || !blank(child.value())));
        }
        const Attribute* space = out.find(kXmlNamespace, "space");
        const bool keep_blanks = !others || words || (space != nullptr && space->value == "preserve");
        for (const pugi::xml_node& child : node) {
            if (child.type() == pugi::node_element) {
                out.children.emplace_back();
                out.children.back().kind = NodeKind::kElement;
                out.children.back().element.resize(1);
                element(child, out.children.back().element[0]);
            } else if (auto made = checked(child)) {
                out.children.push_back(std::move(*made));
            } else if (keep_blanks) {
                text(child, out);
            }
        }
        scope_.leave();
    }

    Document& out_;
    const char* buffer_;
    Namespaces scope_;
};

}  // namespace

Result<Document> read(std::string_view bytes, std::string_view file, const Limits& limits) {
    if (bytes.size() > limits.bytes) {
        Place place;
        place.file = file;
        place.at = {1, 1};
        return fail(
            "XML-004",
            format_text({"This file has {0} bytes; at most {1} are read", "此文件有 {0} 字节，最多只读取 {1} 字节"},
                        {std::to_string(bytes.size()), std::to_string(limits.bytes)}),
            std::move(place));
    }
    auto decoded = decode(bytes, file);
    if (!decoded) return fail(std::move(decoded.error()));
    Document out;
    out.file = file;
    out.text = std::move(*decoded);
    if (auto guarded = guard(out.text, file, limits); !guarded) return fail(std::move(guarded.error()));
    out.lines = Lines(out.text);
    std::string buffer = out.text;
    pugi::xml_document parsed;
    const pugi::xml_parse_result result =
        parsed.load_buffer_inplace(buffer.data(), buffer.size(), kParse, pugi::encoding_utf8);
    if (!result) {
        return refuse(out.text, file, "XML-001", static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0)),
                      sentence_of(result.status));
    }
    Builder builder(out, buffer.data());
    builder.document(parsed);
    if (!builder.problems.empty()) return fail(std::move(builder.problems));
    return out;
}

}  // namespace fw::xml
