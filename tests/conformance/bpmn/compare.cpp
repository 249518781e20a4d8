#include "tests/conformance/bpmn/compare.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::test {

namespace {

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool same_number(const std::string& a, const std::string& b) {
    char* end_a = nullptr;
    char* end_b = nullptr;
    const double x = std::strtod(a.c_str(), &end_a);
    const double y = std::strtod(b.c_str(), &end_b);
    return !a.empty() && !b.empty() && *end_a == 0 && *end_b == 0 && std::fabs(x - y) <= 0.5;
}

bool is_diagram(const xml::Element& element) {
    return element.name.uri == bpmn::kDc || element.name.uri == bpmn::kDi || element.name.uri == bpmn::kBpmnDi;
}

class Comparison {
  public:
    std::vector<std::string> lines;

    void compare(const std::string& path, const xml::Element& a, const xml::Element& b) {
        attributes(path, a, b);
        namespaces(path, a, b);
        if (trimmed(a.text()) != trimmed(b.text())) {
            lines.push_back(path + ": text '" + trimmed(a.text()) + "' became '" + trimmed(b.text()) + "'");
        }
        leaves(path, a.children, b.children);
        const auto mine = by_key(a);
        const auto theirs = by_key(b);
        for (const auto& [key, element] : mine) {
            const auto found = theirs.find(key);
            if (found == theirs.end()) {
                lines.push_back(path + key + ": lost");
            } else {
                compare(path + key, *element, *found->second);
            }
        }
        for (const auto& [key, element] : theirs) {
            if (mine.count(key) == 0) lines.push_back(path + key + ": invented");
        }
    }

    void leaves(const std::string& path, const std::vector<xml::Node>& a, const std::vector<xml::Node>& b) {
        const auto of = [](const std::vector<xml::Node>& nodes) {
            std::multiset<std::string> out;
            for (const xml::Node& node : nodes) {
                if (node.kind == xml::NodeKind::kComment) out.insert("<!--" + node.text + "-->");
                if (node.kind == xml::NodeKind::kInstruction) out.insert("<?" + node.text + "?>");
                if (node.kind == xml::NodeKind::kText && node.cdata) out.insert("<![CDATA[" + node.text + "]]>");
            }
            return out;
        };
        if (of(a) != of(b)) lines.push_back(path + ": comments, instructions or CDATA differ");
    }

  private:
    void attributes(const std::string& path, const xml::Element& a, const xml::Element& b) {
        for (const xml::Attribute& each : a.attributes) {
            const xml::Attribute* other = b.find(each.name.uri, each.name.local);
            if (other == nullptr) {
                lines.push_back(path + ": attribute " + each.name.local + " is lost");
            } else if (other->value != each.value && !(is_diagram(a) && same_number(each.value, other->value))) {
                lines.push_back(path + ": attribute " + each.name.local + " '" + each.value + "' became '" +
                                other->value + "'");
            }
        }
        for (const xml::Attribute& each : b.attributes) {
            if (a.find(each.name.uri, each.name.local) == nullptr) {
                lines.push_back(path + ": attribute " + each.name.local + " is invented");
            }
        }
    }

    void namespaces(const std::string& path, const xml::Element& a, const xml::Element& b) {
        for (const xml::Namespace& each : a.namespaces) {
            if (std::find(b.namespaces.begin(), b.namespaces.end(), each) == b.namespaces.end()) {
                lines.push_back(path + ": the declaration of prefix '" + each.prefix + "' is lost");
            }
        }
    }

    // "/task#id", "/BPMNShape@element", else "/incoming[2]" by name and order.
    static std::map<std::string, const xml::Element*> by_key(const xml::Element& parent) {
        std::map<std::string, const xml::Element*> out;
        std::map<std::string, int> seen;
        for (const xml::Element* child : parent.elements()) {
            std::string key = "/" + child->name.local;
            const bool foreign = child->name.uri != bpmn::kModel && !is_diagram(*child);
            if (foreign) key = "/{" + child->name.uri + "}" + child->name.local;
            if (const xml::Attribute* id = child->find("id")) {
                key += "#" + id->value;
            } else if (const xml::Attribute* drawn = child->find("bpmnElement")) {
                key += "@" + drawn->value;
            }
            const int number = ++seen[key];
            if (number > 1) key += "[" + std::to_string(number) + "]";
            out.emplace(std::move(key), child);
        }
        return out;
    }
};

}  // namespace

std::vector<std::string> differences(const xml::Document& source, const xml::Document& exported) {
    Comparison comparison;
    const std::string root = "/" + source.root.name.local;
    if (!source.root.name.is(exported.root.name.uri, exported.root.name.local))
        comparison.lines.push_back(root + ": another root");
    comparison.leaves(root, source.before, exported.before);
    comparison.leaves(root, source.after, exported.after);
    comparison.compare(root, source.root, exported.root);
    return std::move(comparison.lines);
}

}  // namespace fw::test
