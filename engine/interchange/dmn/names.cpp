#include "engine/interchange/dmn/names.h"

#include <array>
#include <utility>

namespace fw::dmn {

namespace {
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kOlder = {{
    {"http://www.omg.org/spec/DMN/20180521/MODEL/", kModel},
    {"https://www.omg.org/spec/DMN/20191111/MODEL/", kModel},
    {"https://www.omg.org/spec/DMN/20211108/MODEL/", kModel},
    {"http://www.omg.org/spec/DMN/20180521/DMNDI/", kDiagram},
    {"https://www.omg.org/spec/DMN/20191111/DMNDI/", kDiagram},
    {"https://www.omg.org/spec/DMN/20211108/DMNDI/", kDiagram},
    {"http://www.omg.org/spec/DMN/20180521/FEEL/", kFeel},
    {"https://www.omg.org/spec/DMN/20191111/FEEL/", kFeel},
    {"https://www.omg.org/spec/DMN/20211108/FEEL/", kFeel},
}};

void renew(std::string& uri) {
    const std::string_view now = newest(uri);
    if (now != uri) uri = now;
}
}  // namespace

std::string_view newest(std::string_view uri) {
    for (const auto& [old, now] : kOlder) {
        if (uri == old) return now;
    }
    return uri;
}

void renew(xml::Element& element) {
    renew(element.name.uri);
    for (xml::Namespace& n : element.namespaces) renew(n.uri);
    for (xml::Attribute& a : element.attributes) renew(a.name.uri);
    for (xml::Node& node : element.children) {
        for (xml::Element& child : node.element) renew(child);
    }
}

}  // namespace fw::dmn
