#include "designer/ui/theme.h"

#include <wx/settings.h>

namespace fw::designer::ui {

namespace {

Theme make() {
    Theme t;
    t.dark = wxSystemSettings::GetAppearance().IsDark();
    if (t.dark) {
        t.window = wxColour(0x24, 0x26, 0x2a);
        t.surface = wxColour(0x2b, 0x2d, 0x32);
        t.raised = wxColour(0x34, 0x37, 0x3d);
        t.canvas = wxColour(0x1e, 0x20, 0x23);
        t.dots = wxColour(0x38, 0x3b, 0x41);
        t.line = wxColour(0x3c, 0x40, 0x47);
        t.strong_line = wxColour(0x5a, 0x60, 0x6a);
        t.text = wxColour(0xe6, 0xe8, 0xeb);
        t.muted = wxColour(0xa0, 0xa6, 0xb0);
        t.accent = wxColour(0x6e, 0xa8, 0xff);
        t.accent_soft = wxColour(0x2c, 0x3c, 0x58);
        t.on_accent = wxColour(0x10, 0x18, 0x28);
        t.error = wxColour(0xff, 0x7b, 0x72);
        t.error_soft = wxColour(0x4a, 0x2a, 0x2c);
        t.warning = wxColour(0xe3, 0xb3, 0x41);
        t.success = wxColour(0x56, 0xc2, 0x7c);
        t.node_fill = wxColour(0x2f, 0x32, 0x38);
        t.node_line = wxColour(0x8a, 0x92, 0x9e);
        t.edge = wxColour(0x9a, 0xa2, 0xae);
        t.field = wxColour(0x1f, 0x21, 0x25);
    } else {
        t.window = wxColour(0xf4, 0xf5, 0xf7);
        t.surface = wxColour(0xfb, 0xfb, 0xfc);
        t.raised = wxColour(0xff, 0xff, 0xff);
        t.canvas = wxColour(0xfa, 0xfb, 0xfc);
        t.dots = wxColour(0xdd, 0xe1, 0xe7);
        t.line = wxColour(0xe1, 0xe4, 0xe9);
        t.strong_line = wxColour(0xb8, 0xbe, 0xc8);
        t.text = wxColour(0x1d, 0x22, 0x2b);
        t.muted = wxColour(0x66, 0x6e, 0x7b);
        t.accent = wxColour(0x1f, 0x6f, 0xeb);
        t.accent_soft = wxColour(0xe3, 0xee, 0xff);
        t.on_accent = wxColour(0xff, 0xff, 0xff);
        t.error = wxColour(0xc9, 0x2a, 0x2a);
        t.error_soft = wxColour(0xfd, 0xe8, 0xe8);
        t.warning = wxColour(0xb7, 0x79, 0x00);
        t.success = wxColour(0x1b, 0x7f, 0x4b);
        t.node_fill = wxColour(0xff, 0xff, 0xff);
        t.node_line = wxColour(0x4a, 0x53, 0x62);
        t.edge = wxColour(0x5b, 0x65, 0x75);
        t.field = wxColour(0xff, 0xff, 0xff);
    }
    return t;
}

Theme& stored() {
    static Theme theme = make();
    return theme;
}

wxFont scaled(const wxWindow* window, double factor) {
    wxFont font = window->GetFont();
    font.SetFractionalPointSize(wxSystemSettings::GetFont(wxSYS_DEFAULT_GUI_FONT).GetFractionalPointSize() * factor);
    return font;
}

}  // namespace

const Theme& Theme::now() { return stored(); }
void Theme::refresh() { stored() = make(); }

int space(const wxWindow* window, int steps) { return window->FromDIP(4 * steps); }
wxFont small_font(const wxWindow* window) { return scaled(window, 0.88); }
wxFont bold_font(const wxWindow* window) { return scaled(window, 1.0).Bold(); }
wxFont title_font(const wxWindow* window) { return scaled(window, 1.2).Bold(); }
wxFont code_font(const wxWindow* window) {
    wxFont font(wxFontInfo(scaled(window, 0.95).GetFractionalPointSize()).Family(wxFONTFAMILY_TELETYPE));
    return font;
}

wxColour mix(const wxColour& a, const wxColour& b, double part_of_b) {
    const auto channel = [&](unsigned char x, unsigned char y) {
        return static_cast<unsigned char>(x + (y - x) * part_of_b);
    };
    return {channel(a.Red(), b.Red()), channel(a.Green(), b.Green()), channel(a.Blue(), b.Blue())};
}

}  // namespace fw::designer::ui
