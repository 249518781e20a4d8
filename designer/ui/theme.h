// One scale of colours, sizes and fonts for every window, light or dark as the system is.
#pragma once

#include <wx/colour.h>
#include <wx/font.h>
#include <wx/window.h>

namespace fw::designer::ui {

struct Theme {
    bool dark = false;
    wxColour window, surface, raised, canvas, dots, line, strong_line, text, muted, accent, accent_soft, on_accent,
        error, error_soft, warning, success, node_fill, node_line, edge, field;

    // For the appearance the system has now.
    [[nodiscard]] static const Theme& now();
    static void refresh();
};

// Spacing in device-independent pixels: space(1) is 4.
[[nodiscard]] int space(const wxWindow* window, int steps);
[[nodiscard]] wxFont small_font(const wxWindow* window);
[[nodiscard]] wxFont bold_font(const wxWindow* window);
[[nodiscard]] wxFont title_font(const wxWindow* window);
[[nodiscard]] wxFont code_font(const wxWindow* window);
[[nodiscard]] wxColour mix(const wxColour& a, const wxColour& b, double part_of_b);

}  // namespace fw::designer::ui
