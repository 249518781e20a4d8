// The namespaces of DMN's versions. Only for this folder.
#pragma once

#include <string_view>

#include "engine/interchange/xml/document.h"

namespace fw::dmn {

inline constexpr std::string_view kModel = "https://www.omg.org/spec/DMN/20230324/MODEL/";
inline constexpr std::string_view kDiagram = "https://www.omg.org/spec/DMN/20230324/DMNDI/";
inline constexpr std::string_view kFeel = "https://www.omg.org/spec/DMN/20230324/FEEL/";
inline constexpr std::string_view kDc = "http://www.omg.org/spec/DMN/20180521/DC/";
inline constexpr std::string_view kDi = "http://www.omg.org/spec/DMN/20180521/DI/";

// The 1.5 name of a namespace of any version; others as they are.
[[nodiscard]] std::string_view newest(std::string_view uri);
// Renames the namespaces of older versions in a whole tree.
void renew(xml::Element& element);

}  // namespace fw::dmn
