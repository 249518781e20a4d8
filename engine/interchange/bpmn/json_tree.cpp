#include "engine/interchange/bpmn/json_tree.h"

#include <algorithm>
#include <optional>

#include "engine/base/utf8.h"
#include "engine/interchange/xml/namespaces.h"

namespace fw::bpmn {

namespace {

constexpr std::string_view kComment = "!--";
constexpr std::string_view kCData = "![CDATA[";
constexpr std::string_view kInstruction = "?";

std::string written(const xml::Name& name) { return name.prefix.empty() ? name.local : name.prefix + ":" + name.local; }

json::Value pair(std::string_view tag, std::string_view text) {
    json::Value out = json::Value::array();
    out.push(json::Value::string(tag));
    out.push(json::Value::string(text));
    return out;
}

json::Value element_json(const xml::Element& element);

json::Value node_json(const xml::Node& node) {
    switch (node.kind) {
        case xml::NodeKind::kElement:
            return element_json(node.element[0]);
        case xml::NodeKind::kComment:
            return pair(kComment, node.text);
        case xml::NodeKind::kInstruction:
            return pair(kInstruction, node.text);
        case xml::NodeKind::kText:
            break;
    }
    return node.cdata ? pair(kCData, node.text) : json::Value::string(node.text);
}

json::Value element_json(const xml::Element& element) {
    json::Value out = json::Value::array();
    out.push(json::Value::string(written(element.name)));
    if (!element.attributes.empty() || !element.namespaces.empty()) {
        json::Value attributes = json::Value::object();
        for (const xml::Namespace& each : element.namespaces) {
            const std::string name = each.prefix.empty() ? "xmlns" : "xmlns:" + each.prefix;
            attributes.members().push_back({name, json::Value::string(each.uri), {}});
        }
        for (const xml::Attribute& each : element.attributes) {
            attributes.members().push_back({written(each.name), json::Value::string(each.value), {}});
        }
        out.push(std::move(attributes));
    }
    for (const xml::Node& child : element.children) out.push(node_json(child));
    return out;
}

bool name_byte(char c, bool first) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    return !first && ((c >= '0' && c <= '9') || c == '-' || c == '.');
}

bool valid_name(std::string_view name) {
    if (name.empty() || !name_byte(name[0], true) || !utf8::valid(name)) return false;
    return std::all_of(name.begin() + 1, name.end(), [](char c) { return name_byte(c, false); });
}

bool valid_text(std::string_view text) {
    return utf8::valid(text) && std::all_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r';
           });
}

bool is_leaf(const json::Value& value) {
    if (value.is_string()) return true;
    const std::string& tag = value.items()[0].as_string();
    return tag == kComment || tag == kCData || tag == kInstruction;
}

class Reader {
  public:
    Diagnostics out;

    xml::Node node(const json::Value& value) {
        xml::Node made;
        if (!sound(value)) return made;
        if (is_leaf(value)) return leaf(value);
        made.kind = xml::NodeKind::kElement;
        made.element.push_back(element(value));
        return made;
    }

    xml::Element element(const json::Value& value) {
        xml::Element made;
        const std::vector<json::Value>& items = value.items();
        const bool attributed = items.size() > 1 && items[1].is_object();
        if (attributed) declarations(items[1], made);
        scope_.enter(made);
        made.name = name(items[0], true);
        if (attributed) attributes(items[1], made);
        for (std::size_t i = attributed ? 2 : 1; i < items.size(); ++i) made.children.push_back(node(items[i]));
        scope_.leave();
        return made;
    }

    bool sound(const json::Value& value) {
        const bool shaped =
            value.is_string() || (value.is_array() && !value.items().empty() && value.items()[0].is_string());
        if (!shaped) mistake(value);
        return shaped;
    }

    void mistake(const json::Value& value) {
        Diagnostic made;
        made.code = "BPMN-002";
        made.text = {"The kept BPMN document is damaged: this is no XML tree written as JSON",
                     "保留的 BPMN 文档已损坏：此处不是以 JSON 表示的 XML 树"};
        made.hint = {"an element is [\"name\", {\"attribute\": \"text\"}, child, …], a text is a string",
                     "元素写作 [\"名称\", {\"属性\": \"文本\"}, 子节点, …]，文本写作字符串"};
        made.place.range = value.range();
        out.push_back(std::move(made));
    }

  private:
    xml::Node leaf(const json::Value& value) {
        xml::Node made;
        if (value.is_string()) {
            made.text = text(value);
            return made;
        }
        const std::string& tag = value.items()[0].as_string();
        if (value.items().size() != 2) {
            mistake(value);
            return made;
        }
        made.text = text(value.items()[1]);
        made.cdata = tag == kCData;
        if (tag == kComment) {
            made.kind = xml::NodeKind::kComment;
            if (made.text.find("--") != std::string::npos || made.text.ends_with('-')) mistake(value);
        }
        if (tag == kInstruction) {
            made.kind = xml::NodeKind::kInstruction;
            const std::string target = made.text.substr(0, made.text.find_first_of(" \t\r\n"));
            if (!valid_name(target) || target == "xml" || made.text.find("?>") != std::string::npos) mistake(value);
        }
        return made;
    }

    void declarations(const json::Value& attributes, xml::Element& into) {
        for (const json::Member& member : attributes.members()) {
            if (member.key == "xmlns") into.namespaces.push_back({"", text(member.value)});
            if (!member.key.starts_with("xmlns:")) continue;
            if (!valid_name(std::string_view(member.key).substr(6))) mistake(member.value);
            into.namespaces.push_back({member.key.substr(6), text(member.value)});
        }
    }

    void attributes(const json::Value& attributes, xml::Element& into) {
        for (const json::Member& member : attributes.members()) {
            if (member.key == "xmlns" || member.key.starts_with("xmlns:")) continue;
            into.attributes.push_back({name(json::Value::string(member.key), false), text(member.value), {}});
        }
    }

    xml::Name name(const json::Value& value, bool element) {
        const std::string& as_written = value.as_string();
        const std::size_t colon = as_written.find(':');
        const std::string_view local = std::string_view(as_written).substr(colon == std::string::npos ? 0 : colon + 1);
        if (!valid_name(local)) mistake(value);
        if (colon == std::string::npos && !element) return {{}, as_written, {}};
        std::optional<xml::Name> resolved = scope_.resolve(as_written);
        if (resolved) return std::move(*resolved);
        mistake(value);
        return {{}, std::string(local), {}};
    }

    std::string text(const json::Value& value) {
        if (value.is_string() && valid_text(value.as_string())) return value.as_string();
        mistake(value);
        return {};
    }

    xml::Namespaces scope_;
};

bool is_list_of_nodes(const json::Value& value) {
    return value.is_array() && !value.items().empty() && value.items()[0].is_array();
}

}  // namespace

json::Value to_json(const xml::Document& document) {
    if (document.before.empty() && document.after.empty()) return element_json(document.root);
    json::Value out = json::Value::array();
    for (const xml::Node& each : document.before) out.push(node_json(each));
    out.push(element_json(document.root));
    for (const xml::Node& each : document.after) out.push(node_json(each));
    return out;
}

Result<xml::Document> from_json(const json::Value& value) {
    Reader reader;
    xml::Document out;
    std::size_t roots = 0;
    const auto take = [&](const json::Value& each) {
        xml::Node node = reader.node(each);
        if (node.kind == xml::NodeKind::kElement && !node.element.empty()) {
            ++roots;
            out.root = std::move(node.element[0]);
        } else {
            (roots == 0 ? out.before : out.after).push_back(std::move(node));
        }
    };
    if (is_list_of_nodes(value)) {
        for (const json::Value& each : value.items()) take(each);
    } else {
        take(value);
    }
    if (roots != 1) reader.mistake(value);
    if (!reader.out.empty()) return tl::unexpected(std::move(reader.out));
    return out;
}

}  // namespace fw::bpmn
