// Lines and columns of many offsets of one text: an index of line starts instead of a walk from the beginning.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"

namespace fw::xml {

class Lines {
  public:
    Lines() = default;
    explicit Lines(std::string_view text);
    // The same answer as fw::line_column(text, offset); `text` is the one it was made from.
    [[nodiscard]] LineColumn at(std::string_view text, std::uint32_t offset) const;

  private:
    std::vector<std::uint32_t> starts_;
};

}  // namespace fw::xml
