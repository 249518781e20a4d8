#include "designer/ui/form_preview.h"

#include <wx/dcbuffer.h>
#include <wx/graphics.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/tglbtn.h>

#include "designer/core/flow_diagram.h"
#include "designer/core/preview.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {

// Draws from the top down and remembers how far it has come.
struct Page {
    wxGraphicsContext& gc;
    const wxWindow& window;
    const Theme& theme;
    double left, width;
    double y = 0;

    double dip(int n) const { return window.FromDIP(n); }
    void text(const wxString& words, double x, double at, const wxFont& font, const wxColour& colour, double most = 0) {
        gc.SetFont(font, colour);
        wxString shown = words;
        double w = 0, h = 0;
        gc.GetTextExtent(shown, &w, &h);
        while (most > 0 && w > most && shown.length() > 1) {
            shown = shown.Left(shown.length() - 2) + wxString::FromUTF8("…");
            gc.GetTextExtent(shown, &w, &h);
        }
        gc.DrawText(shown, x, at);
    }
    void box(double x, double at, double w, double h, const wxColour& fill, const wxColour& line, double radius) {
        gc.SetBrush(wxBrush(fill));
        gc.SetPen(wxPen(line, 1));
        gc.DrawRoundedRectangle(x + 0.5, at + 0.5, w - 1, h - 1, radius);
    }
};

void draw_input(Page& page, const PreviewField& field, double x, double width) {
    const wxFont label = small_font(&page.window);
    const wxFont value = page.window.GetFont();
    const wxString name = tr(field.label);
    page.text(name, x, page.y, label, page.theme.muted, width - 12);
    if (field.required) {
        double w = 0, h = 0;
        page.gc.GetTextExtent(name, &w, &h);
        page.text("*", x + w + 3, page.y, label, page.theme.error);
    }
    const double top = page.y + page.dip(18);
    using form::Widget;
    const double high = field.widget == Widget::kMultiline ? page.dip(62) : page.dip(32);
    if (field.widget == Widget::kSwitch) {
        page.box(x, top + page.dip(6), page.dip(34), page.dip(19), page.theme.line, page.theme.line, page.dip(9));
        page.box(x + page.dip(2), top + page.dip(8), page.dip(15), page.dip(15), page.theme.raised, page.theme.line,
                 page.dip(7));
        return;
    }
    if (field.widget == Widget::kShown || field.read_only) {
        page.box(x, top, width, high, page.theme.window, page.theme.window, page.dip(5));
    } else {
        page.box(x, top, width, high, page.theme.field, page.theme.strong_line, page.dip(5));
    }
    page.text(wx(field.sample.in(language())), x + page.dip(10), top + page.dip(7), value, page.theme.text,
              width - page.dip(36));
    const char* sign = field.widget == Widget::kDate || field.widget == Widget::kDateTime        ? "calendar_today"
                       : field.widget == Widget::kTime                                           ? "schedule"
                       : field.widget == Widget::kChoice || field.widget == Widget::kMultiChoice ? "chevron_down"
                       : field.widget == Widget::kReference                                      ? "search"
                                                                                                 : nullptr;
    if (sign != nullptr && !field.read_only) {
        const int pixels = page.window.FromDIP(14);
        page.gc.DrawBitmap(icon_bitmap(sign, page.theme.muted, pixels), x + width - pixels - page.dip(9),
                           top + page.dip(9), pixels, pixels);
    }
}

void draw_table(Page& page, const PreviewSection& section) {
    const double row = page.dip(32);
    const auto count = static_cast<double>(std::max<std::size_t>(1, section.fields.size()));
    const double w = page.width / count;
    page.box(page.left, page.y, page.width, row * 3, page.theme.field, page.theme.line, page.dip(6));
    for (std::size_t i = 0; i < section.fields.size(); ++i) {
        const double x = page.left + w * static_cast<double>(i) + page.dip(8);
        page.text(tr(section.fields[i].label), x, page.y + page.dip(8), small_font(&page.window).Bold(),
                  page.theme.muted, w - page.dip(12));
        for (int line = 1; line < 3; ++line) {
            page.text(wx(section.fields[i].sample.in(language())), x, page.y + row * line + page.dip(7),
                      page.window.GetFont(), page.theme.text, w - page.dip(12));
        }
    }
    page.gc.SetPen(wxPen(page.theme.line));
    for (int line = 1; line < 3; ++line)
        page.gc.StrokeLine(page.left, page.y + row * line, page.left + page.width, page.y + row * line);
    page.y += row * 3 + page.dip(6);
    if (!section.related) {
        page.text(tr("+ Add line", "+ 添加一行"), page.left, page.y, page.window.GetFont(), page.theme.accent);
        page.y += page.dip(22);
    }
}

}  // namespace

FormPreview::FormPreview(wxWindow* parent, Session& session, std::string document)
    : wxPanel(parent), session_(session), document_(std::move(document)) {
    SetName("preview");
    const Theme& theme = Theme::now();
    SetBackgroundColour(theme.window);
    auto* all = new wxBoxSizer(wxVERTICAL);
    auto* bar = new wxBoxSizer(wxHORIZONTAL);
    auto* title = new wxStaticText(this, wxID_ANY, tr("Preview", "预览"));
    title->SetFont(bold_font(this));
    auto* desk = new wxBitmapToggleButton(this, wxID_ANY, icon("desktop", theme.text), wxDefaultPosition, wxDefaultSize,
                                          wxBU_EXACTFIT);
    auto* phone = new wxBitmapToggleButton(this, wxID_ANY, icon("smartphone", theme.text), wxDefaultPosition,
                                           wxDefaultSize, wxBU_EXACTFIT);
    desk->SetToolTip(tr("As on a desk", "电脑宽度"));
    phone->SetToolTip(tr("As on a phone", "手机宽度"));
    desk->SetName("preview-desk");
    phone->SetName("preview-phone");
    desk->SetValue(true);
    const auto turn = [this, desk, phone](bool to_phone) {
        phone_ = to_phone;
        desk->SetValue(!to_phone);
        phone->SetValue(to_phone);
        page_->Refresh();
    };
    desk->Bind(wxEVT_TOGGLEBUTTON, [turn](wxCommandEvent&) { turn(false); });
    phone->Bind(wxEVT_TOGGLEBUTTON, [turn](wxCommandEvent&) { turn(true); });
    bar->Add(title, 1, wxALIGN_CENTRE_VERTICAL);
    bar->Add(desk);
    bar->Add(phone, 0, wxLEFT, space(this, 1));
    page_ =
        new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxFULL_REPAINT_ON_RESIZE);
    page_->SetBackgroundStyle(wxBG_STYLE_PAINT);
    page_->SetScrollRate(0, FromDIP(16));
    page_->Bind(wxEVT_PAINT, &FormPreview::paint, this);
    page_->Bind(wxEVT_LEFT_DOWN, &FormPreview::click, this);
    all->Add(bar, 0, wxEXPAND | wxALL, space(this, 2));
    all->Add(page_, 1, wxEXPAND);
    SetSizer(all);
    session_.listen(this);
}

FormPreview::~FormPreview() { session_.forget(this); }
void FormPreview::changed(const ChangeSet&) { page_->Refresh(); }
void FormPreview::selected() { page_->Refresh(); }

void FormPreview::paint(wxPaintEvent&) {
    wxAutoBufferedPaintDC dc(page_);
    page_->DoPrepareDC(dc);
    const Theme& theme = Theme::now();
    dc.SetBackground(wxBrush(theme.window));
    dc.Clear();
    std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    spots_.clear();
    const Preview preview = preview_form(session_.workspace(), document_);
    const wxSize size = page_->GetClientSize();
    const double margin = page_->FromDIP(14);
    const double width = phone_ ? std::min<double>(page_->FromDIP(360), size.x - 2 * margin) : size.x - 2 * margin;
    const double left = (size.x - width) / 2;
    Page page{*gc, *page_, theme, left + page_->FromDIP(16), width - 2.0 * page_->FromDIP(16), margin};
    const Address focus = session_.focus();
    page.text(tr(preview.title), left, page.y, title_font(page_), theme.text, width);
    page.y += page.dip(34);
    for (const PreviewSection& section : preview.sections) {
        // First measured, then drawn over its card: the card's height is known only afterwards, so it is drawn twice.
        const double top = page.y;
        for (int pass = 0; pass < 2; ++pass) {
            page.y = top + page.dip(12);
            page.text(tr(section.label), page.left, page.y, bold_font(page_), theme.text, page.width);
            page.y += page.dip(28);
            if (section.table) {
                draw_table(page, section);
            } else {
                const int columns = phone_ ? 1 : std::max(1, section.columns);
                const double gap = page.dip(14);
                const double each = (page.width - gap * (columns - 1)) / columns;
                int column = 0;
                double row_height = 0;
                for (const PreviewField& field : section.fields) {
                    const int span = std::clamp(phone_ ? 1 : field.span, 1, columns);
                    if (column + span > columns) {
                        page.y += row_height;
                        row_height = 0;
                        column = 0;
                    }
                    const double x = page.left + column * (each + gap);
                    const double w = each * span + gap * (span - 1);
                    const double high = page.dip(field.widget == form::Widget::kMultiline ? 92 : 62);
                    const bool chosen = !field.path.empty() && focus == Address{document_, field.path};
                    if (chosen && pass == 1)
                        page.box(x - 5, page.y - 4, w + 10, high - page.dip(4), theme.accent_soft, theme.accent,
                                 page.dip(6));
                    draw_input(page, field, x, w);
                    if (pass == 1)
                        spots_.push_back({wxRect(static_cast<int>(x), static_cast<int>(page.y), static_cast<int>(w),
                                                 static_cast<int>(high)),
                                          field.path});
                    row_height = std::max(row_height, high);
                    column += span;
                }
                page.y += row_height;
            }
            page.y += page.dip(8);
            if (pass == 0) page.box(left, top, width, page.y - top, theme.raised, theme.line, page.dip(9));
        }
        page.y += page.dip(12);
    }
    if (preview.sections.empty())
        page.text(tr("Nothing to show yet: add fields.", "暂无内容：请先添加字段。"), left, page.y, page_->GetFont(),
                  theme.muted);
    const int needed = static_cast<int>(page.y + margin);
    if (page_->GetVirtualSize().y != std::max(needed, size.y))
        page_->CallAfter([w = page_, needed] { w->SetVirtualSize(-1, needed); });
}

void FormPreview::click(wxMouseEvent& event) {
    const wxPoint at = page_->CalcUnscrolledPosition(event.GetPosition());
    for (const Spot& spot : spots_) {
        if (spot.box.Contains(at) && !spot.path.empty()) session_.select({{document_, spot.path}});
    }
    event.Skip();
}

}  // namespace fw::designer::ui
