// Words on a canvas, in lines that fit.
#pragma once

#include <vector>

#include <wx/graphics.h>
#include <wx/string.h>

namespace fw::designer::ui {

// Lines of at most `width` in the font that `gc` has now: breaks at spaces, and between any two characters where one is
// Chinese. The last of `most` lines ends in … where something is left.
[[nodiscard]] std::vector<wxString> wrapped(wxGraphicsContext& gc, const wxString& text, double width, int most);

}  // namespace fw::designer::ui
