// Reference pages (Markdown) of model kinds, made from their descriptions.
#pragma once

#include <string>

#include "engine/base/text.h"
#include "engine/model/descriptor.h"

namespace fw::model {

// The page of one kind of file with every element inside it.
[[nodiscard]] std::string reference_page(const ElementType& kind, const Descriptors& descriptors, Language language);
// The page that lists the kinds.
[[nodiscard]] std::string reference_index(const Descriptors& descriptors, Language language);

}  // namespace fw::model
