#include "designer/ui/flow_canvas.h"

#include <algorithm>
#include <cmath>

#include <wx/app.h>
#include <wx/dcbuffer.h>

#include "designer/core/element_commands.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

FlowCanvas::FlowCanvas(wxWindow* parent, Session& session, std::string document)
    : wxWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize,
               wxWANTS_CHARS | wxFULL_REPAINT_ON_RESIZE | wxNO_BORDER),
      session_(session),
      document_(std::move(document)),
      hint_timer_(this) {
    SetName("flow-canvas");
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    Bind(wxEVT_PAINT, &FlowCanvas::paint, this);
    Bind(wxEVT_LEFT_DOWN, &FlowCanvas::left_down, this);
    Bind(wxEVT_LEFT_UP, &FlowCanvas::left_up, this);
    Bind(wxEVT_LEFT_DCLICK, &FlowCanvas::double_click, this);
    Bind(wxEVT_MOTION, &FlowCanvas::motion, this);
    Bind(wxEVT_MOUSEWHEEL, &FlowCanvas::wheel, this);
    Bind(wxEVT_MIDDLE_DOWN, &FlowCanvas::middle_down, this);
    Bind(wxEVT_MIDDLE_UP, &FlowCanvas::left_up, this);
    Bind(wxEVT_RIGHT_UP, &FlowCanvas::right_up, this);
    Bind(wxEVT_LEAVE_WINDOW, &FlowCanvas::leave, this);
    Bind(wxEVT_MOUSE_CAPTURE_LOST, &FlowCanvas::lost_capture, this);
    Bind(wxEVT_KEY_DOWN, &FlowCanvas::key_down, this);
    Bind(wxEVT_CHAR, &FlowCanvas::key_char, this);
    Bind(wxEVT_KEY_UP, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_SPACE) {
            space_ = false;
            SetCursor(wxNullCursor);
        }
        event.Skip();
    });
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        hint_.clear();
        Refresh();
    });
    Bind(wxEVT_SET_FOCUS, [this](wxFocusEvent& event) {
        Refresh();
        event.Skip();
    });
    // The whole flow stays in sight until somebody chooses a view of his own.
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        if (!own_view_ && GetClientSize().x > 100 && GetClientSize().y > 100) fit();
        event.Skip();
    });
    read_model();
}

void FlowCanvas::read_model() {
    scenery_ = drawn_picture(session_.workspace(), document_);
    diagram_ = std::move(scenery_.diagram);
    scenery_.diagram = {};
    labels_.reset();
}

Box FlowCanvas::bounds() const {
    Box all = diagram_.bounds();
    if (scenery_.artifacts.empty() && scenery_.lines.empty()) return all;
    return diagram_.nodes.empty() ? scenery_.bounds() : united(all, scenery_.bounds());
}

const FlowNode* FlowCanvas::node_of(const std::string& path) const {
    const auto found = std::find_if(diagram_.nodes.begin(), diagram_.nodes.end(),
                                    [&](const FlowNode& node) { return node.path() == path; });
    return found == diagram_.nodes.end() ? nullptr : &*found;
}

const FlowEdge* FlowCanvas::edge_of(const std::string& path) const {
    const auto found = std::find_if(diagram_.edges.begin(), diagram_.edges.end(),
                                    [&](const FlowEdge& edge) { return edge.path() == path; });
    return found == diagram_.edges.end() ? nullptr : &*found;
}

std::string FlowCanvas::hit(Point at) const {
    const FlowNode* node = diagram_.node_at(at);
    if (node != nullptr && !node->expanded) return node->path();
    if (const FlowEdge* edge = diagram_.edge_at(at, 6 / scale_); edge != nullptr && edge->written != nullptr)
        return edge->path();
    return node == nullptr ? std::string() : node->path();
}

void FlowCanvas::model_changed(const ChangeSet& changes) {
    if (!changes.touches(document_)) return;
    if (mode_ == Mode::kMove || mode_ == Mode::kConnect || mode_ == Mode::kReconnect) cancel();
    read_model();
    Refresh();
}

void FlowCanvas::refused(const Verdict& verdict) { show_hint(tr(verdict.why), true); }

wxPoint FlowCanvas::to_window(Point p) const {
    return {static_cast<int>(std::lround((p.x - origin_.x) * scale_)),
            static_cast<int>(std::lround((p.y - origin_.y) * scale_))};
}
Point FlowCanvas::to_diagram(wxPoint p) const { return {p.x / scale_ + origin_.x, p.y / scale_ + origin_.y}; }

Point FlowCanvas::visible_centre() const {
    const wxSize size = GetClientSize();
    return to_diagram({size.x / 2, size.y / 2});
}

void FlowCanvas::fit() {
    const wxSize size = GetClientSize();
    const Box all = bounds().grown(50);
    if (diagram_.nodes.empty() || size.x < 10 || size.y < 10) {
        scale_ = 1;
        origin_ = {0, 0};
    } else {
        scale_ = std::clamp(std::min(size.x / all.width, size.y / all.height), 0.2, 1.25);
        origin_ = {all.centre().x - size.x / scale_ / 2, all.centre().y - size.y / scale_ / 2};
    }
    Refresh();
}

void FlowCanvas::zoom_to(double scale, wxPoint at) {
    own_view_ = true;
    const Point fixed = to_diagram(at);
    scale_ = std::clamp(scale, 0.2, 4.0);
    origin_ = {fixed.x - at.x / scale_, fixed.y - at.y / scale_};
    Refresh();
}

bool FlowCanvas::is_selected(const std::string& path) const {
    const auto& selection = session_.selection();
    return std::find(selection.begin(), selection.end(), Address{document_, path}) != selection.end();
}

std::vector<std::string> FlowCanvas::selected_paths() const {
    std::vector<std::string> paths;
    for (const Address& address : session_.selection()) {
        if (address.document == document_ && (address.path.starts_with("nodes/") || address.path.starts_with("edges/")))
            paths.push_back(address.path);
    }
    return paths;
}

std::vector<std::string> FlowCanvas::selected_nodes() const {
    std::vector<std::string> ids;
    for (const std::string& path : selected_paths()) {
        if (last_step(parent_path(path)) == "nodes") ids.push_back(last_step(path));
    }
    return ids;
}

void FlowCanvas::select(std::vector<std::string> paths) {
    std::vector<Address> addresses;
    for (std::string& path : paths) addresses.push_back({document_, std::move(path)});
    if (addresses.empty()) addresses.push_back({document_, {}});
    session_.select(std::move(addresses));
}

void FlowCanvas::reveal(const std::string& path) {
    std::string element = path;
    while (!element.empty() && node_of(element) == nullptr && edge_of(element) == nullptr)
        element = parent_path(element);
    if (element.empty()) {
        session_.select({{document_, {}}});
        return;
    }
    select({element});
    Point centre;
    if (const FlowNode* node = node_of(element)) {
        centre = node->box.centre();
    } else if (const FlowEdge* edge = edge_of(element); !edge->route.empty()) {
        centre = label_point(edge->route);
    } else {
        return;
    }
    const wxPoint at = to_window(centre);
    const wxSize size = GetClientSize();
    if (at.x < 60 || at.y < 60 || at.x > size.x - 60 || at.y > size.y - 60) {
        origin_ = {centre.x - size.x / scale_ / 2, centre.y - size.y / scale_ / 2};
    }
    Refresh();
}

void FlowCanvas::run(const CommandPtr& command) { (void)session_.run(command); }

void FlowCanvas::show_hint(const wxString& text, bool bad) {
    hint_ = text;
    hint_bad_ = bad;
    hint_timer_.StartOnce(3500);
    Refresh();
}

void FlowCanvas::rename(const std::string& path) {
    const FlowNode* node = node_of(path);
    const FlowEdge* edge = edge_of(path);
    if (node == nullptr && edge == nullptr) return;
    finish_rename(true);
    Box box;
    if (node != nullptr) {
        box = node->box;
        if (node->expanded) box.height = 30;
        if (node->shape != NodeShape::kTask) box = {box.centre().x - 70, box.bottom() + 2, 140, 30};
    } else {
        const Point p = label_point(edge->route);
        box = {p.x - 70, p.y - 15, 140, 30};
    }
    const wxPoint a = to_window({box.x, box.y});
    const int width = std::max(FromDIP(120), static_cast<int>(box.width * scale_));
    const int height = std::max(FromDIP(32), static_cast<int>(std::min(box.height, 40.0) * scale_));
    const int middle = a.y + static_cast<int>(box.height * scale_ / 2);
    rename_path_ = path;
    const Text& label = node != nullptr ? node->label : edge->label;
    const std::string& own = language() == Language::kZh ? label.zh : label.en;
    rename_ = new wxTextCtrl(this, wxID_ANY, wx(own), wxPoint(a.x, middle - height / 2), wxSize(width, height),
                             wxTE_PROCESS_ENTER | wxTE_CENTRE);
    rename_->SetName("rename");
    rename_->SelectAll();
    rename_->SetFocus();
    // Later: the key that ends it must not reach the canvas as well.
    rename_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { CallAfter([this] { finish_rename(true); }); });
    rename_->Bind(wxEVT_KILL_FOCUS, [this](wxFocusEvent& event) {
        event.Skip();
        CallAfter([this] { finish_rename(true); });
    });
    rename_->Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_ESCAPE) {
            CallAfter([this] { finish_rename(false); });
        } else {
            event.Skip();
        }
    });
}

void FlowCanvas::finish_rename(bool keep) {
    if (rename_ == nullptr) return;
    wxTextCtrl* control = rename_;
    rename_ = nullptr;
    const std::string text = utf8(control->GetValue());
    control->Hide();
    wxTheApp->ScheduleForDestruction(control);
    SetFocus();
    if (!keep) return;
    const Address label{document_, rename_path_ + "/label"};
    const json::Value* old = session_.workspace().value(label);
    Text changed = text_of_value(old);
    const bool plain = old != nullptr && old->is_string();
    (language() == Language::kZh ? changed.zh : changed.en) = text;
    if (plain && old->as_string() == text) return;
    if (changed == text_of_value(old)) return;
    session_.stack().seal();
    run(set_property(label, changed.empty() ? std::nullopt : std::optional<json::Value>(value_of_text(changed))));
}

}  // namespace fw::designer::ui
