// Words and icons on the flow canvas.
#include "designer/ui/canvas_text.h"

#include <algorithm>
#include <cmath>

#include "designer/ui/flow_canvas.h"
#include "designer/ui/icons.h"

namespace fw::designer::ui {

std::vector<wxString> wrapped(wxGraphicsContext& gc, const wxString& text, double width, int most) {
    std::vector<wxString> lines;
    wxString line;
    const auto fits = [&](const wxString& candidate) {
        double w = 0, h = 0;
        gc.GetTextExtent(candidate, &w, &h);
        return w <= width;
    };
    std::vector<wxString> pieces;
    wxString word;
    for (const wxUniChar c : text) {
        const bool wide = c.GetValue() >= 0x2E80;
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c.GetValue() == 0xA0) {
            if (!word.empty()) pieces.push_back(word);
            pieces.push_back(" ");
            word.clear();
        } else if (wide) {
            if (!word.empty()) pieces.push_back(word);
            pieces.push_back(wxString(c));
            word.clear();
        } else {
            word += c;
        }
    }
    if (!word.empty()) pieces.push_back(word);
    for (const wxString& piece : pieces) {
        if (line.empty() && piece == " ") continue;
        if (line.empty() || fits(line + piece)) {
            line += piece;
        } else {
            lines.push_back(line.Trim());
            line = piece == " " ? wxString() : piece;
        }
    }
    if (!line.empty()) lines.push_back(line.Trim());
    const bool cut = static_cast<int>(lines.size()) > most;
    if (cut) lines.resize(static_cast<std::size_t>(most));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool last_of_cut = cut && i + 1 == lines.size();
        if (fits(lines[i]) && !last_of_cut) continue;
        while (lines[i].length() > 1 && !fits(lines[i] + wxString::FromUTF8("…"))) lines[i].RemoveLast();
        lines[i] += wxString::FromUTF8("…");
    }
    return lines;
}

wxFont FlowCanvas::canvas_font(double factor, bool bold) const {
    wxFont font = GetFont();
    // A fixed size in diagram pixels (14 at 96 dots an inch), so that a label fits its box on every screen.
    font.SetFractionalPointSize(std::max(1.0, 10.5 * factor));
    return bold ? font.Bold() : font;
}

void FlowCanvas::draw_icon(wxGraphicsContext& gc, const std::string& name, const wxColour& colour, double x, double y,
                           double size) {
    const double factor = gc.GetTransform().IsIdentity() ? 1 : scale_;
    const int pixels = std::max(4, static_cast<int>(std::lround(size * factor * GetContentScaleFactor())));
    gc.DrawBitmap(icon_bitmap(name, colour, pixels), x, y, size, size);
}

void FlowCanvas::draw_text(wxGraphicsContext& gc, const wxString& text, const Box& inside, const wxFont& font,
                           const wxColour& colour, int most_lines, bool top) {
    if (text.empty()) return;
    gc.SetFont(font, colour);
    const std::vector<wxString> lines = wrapped(gc, text, inside.width, most_lines);
    double line_height = 0, ignored = 0;
    gc.GetTextExtent("Ag", &ignored, &line_height);
    double y = top ? inside.y : inside.centre().y - line_height * static_cast<double>(lines.size()) / 2;
    for (const wxString& line : lines) {
        double w = 0, h = 0;
        gc.GetTextExtent(line, &w, &h);
        gc.DrawText(line, inside.centre().x - w / 2, y);
        y += line_height;
    }
}

}  // namespace fw::designer::ui
