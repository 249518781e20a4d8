#include "engine/interchange/xml/document.h"

#include "engine/base/utf8.h"
#include "engine/interchange/xml/guard.h"

namespace fw::xml {

Node Node::of(Element child) {
    Node node;
    node.kind = NodeKind::kElement;
    node.element.push_back(std::move(child));
    return node;
}

Node Node::of(std::string written) {
    Node node;
    node.text = std::move(written);
    return node;
}

const Attribute* Element::find(std::string_view attribute) const { return find({}, attribute); }

const Attribute* Element::find(std::string_view uri, std::string_view attribute) const {
    for (const Attribute& a : attributes) {
        if (a.name.is(uri, attribute)) return &a;
    }
    return nullptr;
}

std::string_view Element::value_or(std::string_view attribute, std::string_view fallback) const {
    const Attribute* a = find(attribute);
    return a == nullptr ? fallback : std::string_view(a->value);
}

const Element* Element::child(std::string_view uri, std::string_view local) const {
    for (const Node& node : children) {
        if (node.kind == NodeKind::kElement && node.element[0].name.is(uri, local)) return node.element.data();
    }
    return nullptr;
}

std::vector<const Element*> Element::elements() const {
    std::vector<const Element*> out;
    for (const Node& node : children) {
        if (node.kind == NodeKind::kElement) out.push_back(node.element.data());
    }
    return out;
}

std::vector<const Element*> Element::elements(std::string_view uri, std::string_view local) const {
    std::vector<const Element*> out;
    for (const Node& node : children) {
        if (node.kind == NodeKind::kElement && node.element[0].name.is(uri, local)) out.push_back(node.element.data());
    }
    return out;
}

std::string Element::text() const {
    std::string out;
    for (const Node& node : children) {
        if (node.kind == NodeKind::kText) out += node.text;
    }
    return out;
}

Element& Element::set(std::string_view attribute, std::string_view value) {
    for (Attribute& a : attributes) {
        if (!a.name.is({}, attribute)) continue;
        a.value = value;
        return *this;
    }
    attributes.push_back({{{}, std::string(attribute), {}}, std::string(value), {}});
    return *this;
}

Element& Element::add(Element child) {
    children.push_back(Node::of(std::move(child)));
    return children.back().element[0];
}

Element& Element::add_text(std::string_view written) {
    children.push_back(Node::of(std::string(written)));
    return *this;
}

Element Element::make(std::string_view uri, std::string_view local, std::string_view prefix) {
    Element out;
    out.name = {std::string(uri), std::string(local), std::string(prefix)};
    return out;
}

Place Document::place(Range range, std::string_view element) const {
    Place out;
    out.file = file;
    out.range = range;
    out.at = lines.at(text, range.begin);
    out.element = element;
    return out;
}

namespace {

// The source offset of the decoded byte `offset` of a piece of text.
std::uint32_t walk(std::string_view text, const Node& node, std::size_t offset) {
    std::size_t at = node.range.begin;
    std::size_t decoded = 0;
    while (decoded < offset && at < node.range.end) {
        if (!node.cdata && text[at] == '&') {
            std::size_t end = at + 1;
            std::string written;
            utf8::append(written, reference(text, at, end));
            decoded += written.size();
            at = end;
        } else if (text.substr(at, 2) == "\r\n") {
            at += 2;
            ++decoded;
        } else {
            ++at;
            ++decoded;
        }
    }
    return static_cast<std::uint32_t>(at);
}

}  // namespace

Range Document::in_text(const Element& element, Range range) const {
    std::uint32_t passed = 0;
    Range out = element.range;
    bool begun = false;
    const Node* last = nullptr;
    for (const Node& node : element.children) {
        if (node.kind != NodeKind::kText) continue;
        const auto size = static_cast<std::uint32_t>(node.text.size());
        last = &node;
        if (!begun && range.begin < passed + size) {
            out.begin = walk(text, node, range.begin - passed);
            begun = true;
        }
        if (begun) out.end = walk(text, node, range.end <= passed ? 0 : range.end - passed);
        if (range.end <= passed + size) break;
        passed += size;
    }
    if (!begun && last != nullptr) out = {last->range.end, last->range.end};  // at or past the end
    return out;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> Document::text_steps(const Element& element) const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
    std::uint32_t decoded = 0;
    for (const Node& node : element.children) {
        if (node.kind != NodeKind::kText) continue;
        out.emplace_back(decoded, node.range.begin);
        for (std::size_t at = node.range.begin; at < node.range.end;) {
            const std::size_t from = at;
            if (!node.cdata && text[at] == '&') {
                std::string written;
                utf8::append(written, reference(text, at, at));
                decoded += static_cast<std::uint32_t>(written.size());
            } else {
                at += text.compare(at, 2, "\r\n") == 0 ? 2 : 1;
                ++decoded;
            }
            if (at != from + 1) out.emplace_back(decoded, static_cast<std::uint32_t>(at));
        }
    }
    return out;
}

}  // namespace fw::xml
