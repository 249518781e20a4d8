// Which prefixes mean which namespaces at one place of a document: for names inside attributes and text
// (typeRef="feel:string", xsi:type="tFormalExpression") while a tree is walked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/xml/document.h"

namespace fw::xml {

class Namespaces {
  public:
    void enter(const Element& element);
    void leave();
    // The URI of a prefix; empty for the default namespace where none is declared; nothing for unknown prefixes.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view prefix) const;
    // "feel:string" → {uri, "string", "feel"}; without a prefix the default namespace counts. Nothing if the prefix is
    // unknown.
    [[nodiscard]] std::optional<Name> resolve(std::string_view qname) const;
    // A prefix that means `uri` here (innermost first); nothing if there is none.
    [[nodiscard]] std::optional<std::string_view> prefix_of(std::string_view uri, bool default_allowed) const;
    void declare(std::string_view prefix, std::string_view uri);  // within the element entered last

  private:
    std::vector<Namespace> known_;
    std::vector<std::size_t> marks_;
};

inline constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
inline constexpr std::string_view kInstanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";

}  // namespace fw::xml
