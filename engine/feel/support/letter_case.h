// The functions lower case and upper case.
#pragma once

#include "engine/feel/value.h"

namespace fw::feel {

// `change` is utf8::upper or utf8::lower (engine/base/letter_case.h).
[[nodiscard]] Value change_case(const Value& text, char32_t (*change)(char32_t));

}  // namespace fw::feel
