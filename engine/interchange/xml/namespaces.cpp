#include "engine/interchange/xml/namespaces.h"

namespace fw::xml {

void Namespaces::enter(const Element& element) {
    marks_.push_back(known_.size());
    for (const Namespace& n : element.namespaces) known_.push_back(n);
}

void Namespaces::leave() {
    known_.resize(marks_.back());
    marks_.pop_back();
}

void Namespaces::declare(std::string_view prefix, std::string_view uri) {
    known_.push_back({std::string(prefix), std::string(uri)});
}

std::optional<std::string_view> Namespaces::find(std::string_view prefix) const {
    for (std::size_t i = known_.size(); i-- > 0;) {
        if (known_[i].prefix == prefix) return known_[i].uri;
    }
    if (prefix == "xml") return kXmlNamespace;
    if (prefix.empty()) return std::string_view();
    return std::nullopt;
}

std::optional<Name> Namespaces::resolve(std::string_view qname) const {
    const std::size_t colon = qname.find(':');
    const std::string_view prefix = colon == std::string_view::npos ? std::string_view() : qname.substr(0, colon);
    const auto uri = find(prefix);
    if (!uri) return std::nullopt;
    const std::string_view local = colon == std::string_view::npos ? qname : qname.substr(colon + 1);
    return Name{std::string(*uri), std::string(local), std::string(prefix)};
}

std::optional<std::string_view> Namespaces::prefix_of(std::string_view uri, bool default_allowed) const {
    for (std::size_t i = known_.size(); i-- > 0;) {
        if (known_[i].uri != uri || (known_[i].prefix.empty() && !default_allowed)) continue;
        if (find(known_[i].prefix) == uri) return known_[i].prefix;
    }
    if (uri == kXmlNamespace) return "xml";
    return std::nullopt;
}

}  // namespace fw::xml
