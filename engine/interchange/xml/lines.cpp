#include "engine/interchange/xml/lines.h"

#include <algorithm>

#include "engine/base/utf8.h"

namespace fw::xml {

Lines::Lines(std::string_view text) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') starts_.push_back(static_cast<std::uint32_t>(i + 1));
    }
}

LineColumn Lines::at(std::string_view text, std::uint32_t offset) const {
    if (starts_.empty()) return {};
    offset = std::min<std::uint32_t>(offset, static_cast<std::uint32_t>(text.size()));
    const auto line = std::upper_bound(starts_.begin(), starts_.end(), offset) - 1;
    const auto column = utf8::length(text.substr(*line, offset - *line)) + 1;
    return {static_cast<std::uint32_t>(line - starts_.begin() + 1), static_cast<std::uint32_t>(column)};
}

}  // namespace fw::xml
