// Our own line icons under the Material Symbols names that descriptors use; drawn as SVG, so they are crisp at every
// scale.
#pragma once

#include <string_view>

#include <wx/bitmap.h>
#include <wx/bmpbndl.h>
#include <wx/colour.h>

namespace fw::designer::ui {

[[nodiscard]] bool has_icon(std::string_view name);
// For buttons and menus. An unknown name gives a plain dot.
[[nodiscard]] wxBitmapBundle icon(std::string_view name, const wxColour& colour, int size = 16);
// In exactly so many pixels; kept for the next time.
[[nodiscard]] const wxBitmap& icon_bitmap(std::string_view name, const wxColour& colour, int pixels);

}  // namespace fw::designer::ui
