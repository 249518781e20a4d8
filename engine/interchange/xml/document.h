// An XML document as a tree of values that know where they stood in their file. Names are expanded (namespace URI and
// local part); prefixes, comments and CDATA are kept, so what a reader does not understand can be written out again as
// it was. Copies are deep; nothing refers back to the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/interchange/xml/lines.h"

namespace fw::xml {

struct Name {
    std::string uri;     // empty: no namespace
    std::string local;   // "decision"
    std::string prefix;  // as written; a wish when writing
    [[nodiscard]] bool is(std::string_view in, std::string_view name) const { return local == name && uri == in; }
};

struct Attribute {
    Name name;
    std::string value;  // entities replaced, white space normalised (XML 1.0, 3.3.3)
    Range range;        // of the value in the text, without its quotes
};

// xmlns="…" has an empty prefix.
struct Namespace {
    std::string prefix;
    std::string uri;
    bool operator==(const Namespace&) const = default;
};

struct Element;

enum class NodeKind : std::uint8_t { kElement, kText, kComment, kInstruction };

struct Node {
    NodeKind kind = NodeKind::kText;
    std::string text;  // of kText and kComment; of kInstruction: "target content"
    bool cdata = false;
    Range range;                   // kText: of the characters as written; {0, 0} if made, not read
    std::vector<Element> element;  // exactly one if kElement
    [[nodiscard]] static Node of(Element child);
    [[nodiscard]] static Node of(std::string text);
};

struct Element {
    Name name;
    std::vector<Namespace> namespaces;  // declared here
    std::vector<Attribute> attributes;  // without xmlns
    // White space between elements is left out, unless xml:space="preserve" asks for it.
    std::vector<Node> children;
    Range range;  // of the start tag, "<" to ">"

    // Attributes without a namespace; null pointer if missing.
    [[nodiscard]] const Attribute* find(std::string_view attribute) const;
    [[nodiscard]] const Attribute* find(std::string_view uri, std::string_view attribute) const;
    [[nodiscard]] std::string_view value_or(std::string_view attribute, std::string_view fallback = {}) const;
    // The first child element of that name, or null pointer.
    [[nodiscard]] const Element* child(std::string_view uri, std::string_view local) const;
    [[nodiscard]] std::vector<const Element*> elements() const;
    [[nodiscard]] std::vector<const Element*> elements(std::string_view uri, std::string_view local) const;
    // All its own text put together; child elements are passed over.
    [[nodiscard]] std::string text() const;

    // For making trees. `set` replaces an attribute without a namespace.
    Element& set(std::string_view attribute, std::string_view value);
    Element& add(Element child);  // the child where it now stands
    Element& add_text(std::string_view text);
    [[nodiscard]] static Element make(std::string_view uri, std::string_view local, std::string_view prefix = {});
};

struct Document {
    std::string file;
    std::string text;  // what ranges refer to: the input as UTF-8
    Lines lines;
    std::vector<Node> before;  // comments and instructions around the root
    Element root;
    std::vector<Node> after;

    [[nodiscard]] Place place(Range range, std::string_view element = {}) const;
    // From a range of element.text() to the range in `text`: references and CDATA are walked over.
    [[nodiscard]] Range in_text(const Element& element, Range range) const;
    // Where element.text() and `text` run in step: (offset in the one, offset in the other), from there on.
    [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> text_steps(const Element& element) const;
};

}  // namespace fw::xml
