// Upper and lower case of single characters: ASCII, Latin-1, Latin Extended-A, Greek, Cyrillic, full width.
#pragma once

#include "engine/feel/value.h"

namespace fw::feel {

[[nodiscard]] char32_t unicode_upper(char32_t c);
[[nodiscard]] char32_t unicode_lower(char32_t c);
[[nodiscard]] Value change_case(const Value& text, char32_t (*change)(char32_t));

}  // namespace fw::feel
