// Keys and edit actions on the flow canvas.
#include <algorithm>
#include <cmath>

#include <wx/clipbrd.h>

#include "designer/core/flow_bodies.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/text.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::designer::ui {

std::vector<std::string> palette_types(const model::Descriptors& descriptors) {
    static const std::vector<std::string> usual{"start",  "approval", "user_task", "exclusive", "parallel",
                                                "script", "notify",   "timer",     "end"};
    std::vector<std::string> types;
    const model::ElementType* node = descriptors.find("node");
    if (node == nullptr) return types;
    for (const std::string& type : usual) {
        if (node->variants.contains(type)) types.push_back(type);
    }
    for (const auto& [type, variant] : node->variants) {
        if (std::find(usual.begin(), usual.end(), type) == usual.end()) types.push_back(type);
    }
    return types;
}

char letter_of(const std::string& type) {
    static const std::vector<std::pair<const char*, char>> letters{
        {"approval", 'A'}, {"user_task", 'U'}, {"exclusive", 'X'}, {"parallel", 'P'}, {"script", 'S'},
        {"notify", 'N'},   {"timer", 'T'},     {"end", 'E'},       {"start", 'B'},    {"inclusive", 'I'}};
    for (const auto& [name, letter] : letters) {
        if (type == name) return letter;
    }
    return 0;
}

void FlowCanvas::key_down(wxKeyEvent& event) {
    const int key = event.GetKeyCode();
    const double step = event.ShiftDown() ? 5 * kGrid : kGrid;
    if (event.ControlDown() || event.AltDown() || rename_ != nullptr) {
        event.Skip();
        return;
    }
    switch (key) {
        case WXK_ESCAPE:
            if (mode_ != Mode::kNone) {
                cancel();
            } else {
                select({});
            }
            return;
        case WXK_DELETE:
        case WXK_NUMPAD_DELETE:
        case WXK_BACK:
            perform(ActionId::kDelete);
            return;
        case WXK_LEFT:
            nudge(-step, 0);
            return;
        case WXK_RIGHT:
            nudge(step, 0);
            return;
        case WXK_UP:
            nudge(0, -step);
            return;
        case WXK_DOWN:
            nudge(0, step);
            return;
        case WXK_TAB:
            next_node(event.ShiftDown());
            return;
        case WXK_F2:
        case WXK_RETURN:
            if (selected_paths().size() == 1) rename(selected_paths().front());
            return;
        case WXK_SPACE:
            space_ = true;
            SetCursor(wxCursor(wxCURSOR_HAND));
            return;
        default:
            event.Skip();
    }
}

void FlowCanvas::key_char(wxKeyEvent& event) {
    if (event.ControlDown() || event.AltDown() || rename_ != nullptr) {
        event.Skip();
        return;
    }
    const wxChar c = static_cast<wxChar>(wxToupper(static_cast<wxChar>(event.GetUnicodeKey())));
    if (c == 'C' && selected_nodes().size() == 1) {
        start_connect(selected_nodes().front());
        Refresh();
        return;
    }
    const std::vector<std::string> chosen = selected_nodes();
    const FlowNode* only = chosen.size() == 1 ? diagram_.node(chosen.front()) : nullptr;
    if (only != nullptr && is_sub_process(only->type) && (c == '+' || c == '=' || c == '-')) {
        if (only->expanded == (c == '-')) toggle(*only);
        return;
    }
    for (const std::string& type : palette_types(session_.workspace().descriptors())) {
        if (letter_of(type) == 0 || c != static_cast<wxChar>(letter_of(type))) continue;
        add_by_letter(type, event.ShiftDown());
        return;
    }
    event.Skip();
}

// Behind the one selected node where that may go on, or with Shift into the selected sub-process; else where the
// pointer is.
void FlowCanvas::add_by_letter(const std::string& type, bool inside_selected) {
    const std::vector<std::string> nodes = selected_nodes();
    const FlowNode* node = nodes.size() == 1 ? diagram_.node(nodes.front()) : nullptr;
    if (node != nullptr && node->expanded && (inside_selected || type == "start")) {
        run(add_inside(session_.workspace(), document_, node->id, type));
        return;
    }
    if (node != nullptr && type != "start") {
        if (node != nullptr && node->type != "end") {
            run(append_node(session_.workspace(), document_, node->id, type));
            return;
        }
    }
    const bool inside = GetClientRect().Contains(pointer_);
    const Point at = inside ? to_diagram(pointer_) : visible_centre();
    const std::string edge = inside && type != "start" && type != "end" ? edge_to_split(at, 10) : std::string();
    if (may_place(type, at)) run(add_node(session_.workspace(), document_, type, at, edge));
}

void FlowCanvas::nudge(double dx, double dy) {
    const std::vector<std::string> ids = selected_nodes();
    if (ids.empty()) {
        origin_ = {origin_.x + dx * 4 / scale_, origin_.y + dy * 4 / scale_};
        Refresh();
        return;
    }
    run(move_nodes(document_, ids, {dx, dy}, true));
}

void FlowCanvas::next_node(bool backwards) {
    if (diagram_.nodes.empty()) return;
    std::vector<const FlowNode*> order;
    for (const FlowNode& node : diagram_.nodes) order.push_back(&node);
    std::stable_sort(order.begin(), order.end(), [](const FlowNode* a, const FlowNode* b) {
        const Point p = a->box.centre();
        const Point q = b->box.centre();
        return p.x != q.x ? p.x < q.x : p.y < q.y;
    });
    const std::vector<std::string> ids = selected_nodes();
    std::size_t at = backwards ? order.size() - 1 : 0;
    for (std::size_t i = 0; i < order.size() && !ids.empty(); ++i) {
        if (order[i]->id == ids.front())
            at = backwards ? (i + order.size() - 1) % order.size() : (i + 1) % order.size();
    }
    reveal(order[at]->path());
}

void FlowCanvas::copy() {
    const json::Value copied = copy_nodes(session_.workspace(), document_, selected_paths());
    const json::Value* nodes = copied.find("nodes");
    if (nodes == nullptr || nodes->items().empty() || !wxTheClipboard->Open()) return;
    wxTheClipboard->SetData(new wxTextDataObject(wx(json::write_canonical(copied))));
    wxTheClipboard->Close();
    show_hint(counted(nodes->items().size(), "{} node copied", "{} nodes copied", "已复制 {} 个节点"), false);
}

void FlowCanvas::paste(bool at_pointer) {
    if (!wxTheClipboard->Open()) return;
    wxTextDataObject data;
    const bool got = wxTheClipboard->GetData(data);
    wxTheClipboard->Close();
    if (!got) return;
    auto copied = json::read(utf8(data.GetText()));
    if (!copied || copied->string_or("formwork") != "nodes") {
        show_hint(tr("The clipboard holds no nodes.", "剪贴板中没有节点。"), true);
        return;
    }
    const bool inside = at_pointer && GetClientRect().Contains(pointer_);
    Point at = inside ? to_diagram(pointer_) : visible_centre();
    // Into the selected sub-process, or the one under the pointer.
    const std::vector<std::string> chosen = selected_nodes();
    const FlowNode* into = chosen.size() == 1 ? diagram_.node(chosen.front()) : nullptr;
    if (into != nullptr && !into->expanded) into = into->parent.empty() ? nullptr : diagram_.node(into->parent);
    if (inside) into = sub_process_at(diagram_, at);
    const FlowNode* over = diagram_.node_at(at);
    if (!inside && into != nullptr) {
        at = {into->box.centre().x, into->box.bottom()};
    } else if (over != nullptr && !over->expanded) {
        at = {at.x + 40, at.y + 100};
    }
    run(paste_nodes(session_.workspace(), document_, std::move(*copied), at,
                    into == nullptr ? std::string() : into->id));
}

bool FlowCanvas::offers(ActionId id) const {
    switch (id) {
        case ActionId::kCut:
        case ActionId::kCopy:
        case ActionId::kDuplicate:
            return !selected_nodes().empty();
        case ActionId::kDelete:
            return !selected_paths().empty();
        case ActionId::kPaste:
        case ActionId::kSelectAll:
        case ActionId::kZoomIn:
        case ActionId::kZoomOut:
        case ActionId::kZoomReset:
        case ActionId::kFit:
        case ActionId::kTidy:
            return true;
        default:
            return false;
    }
}

bool FlowCanvas::perform(ActionId id) {
    const wxSize size = GetClientSize();
    const wxPoint middle(size.x / 2, size.y / 2);
    switch (id) {
        case ActionId::kCopy:
            copy();
            return true;
        case ActionId::kCut:
            copy();
            run(delete_in_flow(document_, selected_paths()));
            return true;
        case ActionId::kPaste:
            paste(true);
            return true;
        case ActionId::kDuplicate: {
            const json::Value copied = copy_nodes(session_.workspace(), document_, selected_paths());
            Box all;
            bool first = true;
            for (const std::string& node : selected_nodes()) {
                all = first ? diagram_.node(node)->box : united(all, diagram_.node(node)->box);
                first = false;
            }
            const std::vector<std::string> chosen = selected_nodes();
            const FlowNode* one = chosen.empty() ? nullptr : diagram_.node(chosen.front());
            run(paste_nodes(session_.workspace(), document_, copied,
                            {all.centre().x + 30, all.centre().y + all.height + 40},
                            one == nullptr ? std::string() : one->parent));
            return true;
        }
        case ActionId::kDelete:
            run(delete_in_flow(document_, selected_paths()));
            return true;
        case ActionId::kSelectAll: {
            std::vector<std::string> paths;
            for (const FlowNode& node : diagram_.nodes) {
                if (node.parent.empty()) paths.push_back(node.path());
            }
            for (const FlowEdge& edge : diagram_.edges) {
                if (edge.parent.empty() && edge.written != nullptr) paths.push_back(edge.path());
            }
            select(paths);
            return true;
        }
        case ActionId::kZoomIn:
            zoom_to(scale_ * 1.2, middle);
            return true;
        case ActionId::kZoomOut:
            zoom_to(scale_ / 1.2, middle);
            return true;
        case ActionId::kZoomReset:
            zoom_to(1, middle);
            return true;
        case ActionId::kFit:
            fit();
            return true;
        case ActionId::kTidy:
            run(tidy_flow(document_));
            fit();
            return true;
        default:
            return false;
    }
}

}  // namespace fw::designer::ui
