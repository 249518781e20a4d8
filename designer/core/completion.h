// What may be typed next in a FEEL text: names of its scope, fields behind a dot, functions with their help.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "designer/core/workspace.h"
#include "engine/model/descriptor.h"

namespace fw::designer {

struct Completion {
    enum class Kind : std::uint8_t { kField, kName, kFunction, kKeyword, kValue };
    std::string insert;  // replaces the word before the cursor
    Text label;          // what it is, for people
    Kind kind = Kind::kName;
    std::string detail;  // "number", "(list)"
};

struct Completions {
    std::size_t begin = 0;  // of the word they replace, in bytes
    std::vector<Completion> items;
};

// `cursor` is a byte offset in `text`. `element` holds the property. Nothing inside string literals but the ids of a
// choice or state that is compared with.
[[nodiscard]] Completions complete_feel(const Workspace& workspace, const Address& element,
                                        const model::Property& property, std::string_view text, std::size_t cursor);

}  // namespace fw::designer
