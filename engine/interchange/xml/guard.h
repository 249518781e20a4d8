// What is checked of a text before pugixml sees it: pugixml is lenient, recursive when it cleans up, and skips what it
// does not know. Only for read.cpp.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/interchange/xml/read.h"

namespace fw::xml {

// The input as UTF-8 without byte order mark.
[[nodiscard]] Result<std::string> decode(std::string_view bytes, std::string_view file);
// Characters, references, nesting, numbers of things, one root, no document type.
[[nodiscard]] Result<void> guard(std::string_view text, std::string_view file, const Limits& limits);

[[nodiscard]] tl::unexpected<Diagnostics> refuse(std::string_view text, std::string_view file, const char* code,
                                                 std::size_t at, Text sentence, Text hint = {});
// The character a reference stands for and where it ends: "&lt;" at `at`. 0: no such reference.
[[nodiscard]] char32_t reference(std::string_view text, std::size_t at, std::size_t& end);

}  // namespace fw::xml
