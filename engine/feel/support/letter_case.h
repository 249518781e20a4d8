// The functions lower case and upper case.
#pragma once

#include "engine/feel/value.h"

namespace fw::feel {

// Of texts; short ASCII ones without an allocation.
[[nodiscard]] Value upper_case(const Value& text);
[[nodiscard]] Value lower_case(const Value& text);

}  // namespace fw::feel
