// A text of a model that knows where each of its characters stood in the file, without keeping the file: FEEL inside
// XML (references, CDATA) and inside JSON strings (escapes).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"

namespace fw::decision {

// From `offset` of the text on, up to the next anchor, text and file run in step.
struct Anchor {
    std::uint32_t offset = 0;
    std::uint32_t source = 0;
    LineColumn at{0, 0};
};

struct Written {
    std::string text;
    std::vector<Anchor> anchors;  // by offset; empty: the place is not known

    [[nodiscard]] bool empty() const { return text.empty(); }
    // The place of a part of the text; `file` and `element` are filled in as given.
    [[nodiscard]] Place place(Range range, std::string_view file, std::string_view element) const;
    [[nodiscard]] Place place(std::string_view file, std::string_view element) const;  // of the whole
};

// Moves diagnostics of an expression into its file.
[[nodiscard]] Diagnostics relocate(Diagnostics diagnostics, const Written& written, std::string_view file,
                                   std::string_view element);

}  // namespace fw::decision
