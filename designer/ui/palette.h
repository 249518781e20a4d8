// The strip of node types beside the canvas: drag one onto it, or click it and then click a place.
#pragma once

#include <string>
#include <vector>

#include <wx/panel.h>

#include "designer/ui/flow_canvas.h"

namespace fw::designer::ui {

class Palette final : public wxPanel {
  public:
    Palette(wxWindow* parent, FlowCanvas& canvas, const model::Descriptors& descriptors);
    // The middle of an item in this window, brought into sight; for tests.
    [[nodiscard]] wxPoint item_at(const std::string& type);

  private:
    struct Item {
        std::string type, icon;
        Text label, help;
    };
    void paint(wxPaintEvent& event);
    [[nodiscard]] wxRect box(std::size_t n) const;
    [[nodiscard]] int hit(wxPoint at) const;
    void scroll(int by);
    FlowCanvas& canvas_;
    std::vector<Item> items_;
    int hover_ = -1;
    int pressed_ = -1;
    int scrolled_ = 0;  // pixels
};

}  // namespace fw::designer::ui
