// What a model from elsewhere carries and we do not interpret: kept word for word, so that it goes out as it came in.
#pragma once

#include <string>
#include <vector>

namespace fw::decision {

struct ForeignAttribute {
    std::string uri;
    std::string prefix;
    std::string name;
    std::string value;
    bool operator==(const ForeignAttribute&) const = default;
};

struct ForeignElement {
    std::string name;  // local name of the element
    std::string xml;   // the element as XML, complete with its namespace declarations
    bool operator==(const ForeignElement&) const = default;
};

struct Foreign {
    std::vector<ForeignAttribute> attributes;
    std::vector<ForeignElement> elements;
    [[nodiscard]] bool empty() const { return attributes.empty() && elements.empty(); }
    bool operator==(const Foreign&) const = default;
};

}  // namespace fw::decision
