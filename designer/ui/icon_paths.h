// The drawings behind icons.h: SVG content on a 24 × 24 board, drawn with a round 1.8 stroke in one colour.
// Shapes with class-less fill="C" are filled instead.
#pragma once

#include <string_view>

namespace fw::designer::ui {

struct IconPath {
    std::string_view name;
    std::string_view svg;
};

[[nodiscard]] const IconPath* find_icon(std::string_view name);

}  // namespace fw::designer::ui
