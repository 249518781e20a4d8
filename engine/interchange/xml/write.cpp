#include "engine/interchange/xml/write.h"

#include <algorithm>

#include "engine/interchange/xml/namespaces.h"

namespace fw::xml {

namespace {

void escape(std::string& out, std::string_view text, bool attribute) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += attribute ? ">" : "&gt;";
                break;
            case '"':
                out += attribute ? "&quot;" : "\"";
                break;
            case '\r':
                out += "&#xD;";
                break;
            case '\n':
                out += attribute ? "&#xA;" : "\n";
                break;
            case '\t':
                out += attribute ? "&#x9;" : "\t";
                break;
            default:
                out += c;
        }
    }
}

class Writer {
  public:
    void element(const Element& e, std::size_t depth, bool inlined) {
        scope_.enter(e);
        std::string extra;  // declarations this element needs besides its own
        const std::string tag = qualified(e.name, true, e, extra);
        std::vector<std::string> names;
        names.reserve(e.attributes.size());
        for (const Attribute& a : e.attributes) names.push_back(qualified(a.name, false, e, extra));
        out += "<" + tag;
        for (const Namespace& n : e.namespaces) declaration(out, n.prefix, n.uri);
        out += extra;
        for (std::size_t i = 0; i < names.size(); ++i) {
            out += " " + names[i] + "=\"";
            escape(out, e.attributes[i].value, true);
            out += "\"";
        }
        content(e, tag, depth, inlined);
        scope_.leave();
    }

    void other(const Node& node) {
        if (node.kind == NodeKind::kComment) out += "<!--" + node.text + "-->";
        if (node.kind == NodeKind::kInstruction) out += "<?" + node.text + "?>";
    }

    std::string out;

  private:
    static void declaration(std::string& into, std::string_view prefix, std::string_view uri) {
        into += prefix.empty() ? " xmlns=\"" : " xmlns:" + std::string(prefix) + "=\"";
        escape(into, uri, true);
        into += "\"";
    }

    std::string qualified(const Name& name, bool element, const Element& on, std::string& extra) {
        const auto join = [&](std::string_view prefix) {
            return prefix.empty() ? name.local : std::string(prefix) + ":" + name.local;
        };
        if (name.uri.empty()) {
            if (element && scope_.find("").value_or("") != "") {
                declaration(extra, "", "");
                scope_.declare("", "");
            }
            return name.local;
        }
        if ((element || !name.prefix.empty()) && scope_.find(name.prefix) == name.uri) return join(name.prefix);
        if (const auto known = scope_.prefix_of(name.uri, element)) return join(*known);
        std::string prefix = name.prefix;
        const auto taken = [&](std::string_view p) {
            const bool here = std::any_of(on.namespaces.begin(), on.namespaces.end(),
                                          [&](const Namespace& n) { return n.prefix == p; });
            return here || (p.empty() ? !element || scope_.find("").value_or("") != "" : scope_.find(p).has_value());
        };
        for (int i = 1; taken(prefix); ++i) prefix = "ns" + std::to_string(i);
        declaration(extra, prefix, name.uri);
        scope_.declare(prefix, name.uri);
        return join(prefix);
    }

    void text(const Node& node) {
        if (!node.cdata) return escape(out, node.text, false);
        std::string_view rest = node.text;
        out += "<![CDATA[";
        for (std::size_t at = rest.find("]]>"); at != std::string_view::npos; at = rest.find("]]>")) {
            out.append(rest.substr(0, at + 2)).append("]]><![CDATA[");
            rest.remove_prefix(at + 2);
        }
        out.append(rest).append("]]>");
    }

    void content(const Element& e, const std::string& tag, std::size_t depth, bool inlined) {
        if (e.children.empty()) {
            out += "/>";
            return;
        }
        out += ">";
        const Attribute* space = e.find(kXmlNamespace, "space");
        inlined =
            inlined || (space != nullptr && space->value == "preserve") ||
            std::any_of(e.children.begin(), e.children.end(), [](const Node& n) { return n.kind == NodeKind::kText; });
        for (const Node& node : e.children) {
            if (!inlined) out.append("\n").append(2 * (depth + 1), ' ');
            if (node.kind == NodeKind::kElement) {
                element(node.element[0], depth + 1, inlined);
            } else if (node.kind == NodeKind::kText) {
                text(node);
            } else {
                other(node);
            }
        }
        if (!inlined) out.append("\n").append(2 * depth, ' ');
        out += "</" + tag + ">";
    }

    Namespaces scope_;
};

}  // namespace

std::string write(const Element& root, std::span<const Node> before, std::span<const Node> after) {
    Writer writer;
    writer.out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    for (const Node& node : before) {
        writer.other(node);
        writer.out += "\n";
    }
    writer.element(root, 0, false);
    writer.out += "\n";
    for (const Node& node : after) {
        writer.other(node);
        writer.out += "\n";
    }
    return std::move(writer.out);
}

}  // namespace fw::xml
