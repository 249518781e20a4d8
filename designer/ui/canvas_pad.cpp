// The context pad beside a selected node or edge, and the menu of node types.
#include <algorithm>

#include <wx/menu.h>

#include "designer/core/element_commands.h"
#include "designer/core/flow_bodies.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

// At the right, or where it covers nothing else: below, above, at the left.
Point FlowCanvas::pad_place(const FlowNode& node, Point right, Size size) const {
    const wxPoint a = to_window({node.box.x, node.box.y});
    const wxPoint b = to_window({node.box.right(), node.box.bottom()});
    const double gap = FromDIP(14);
    const double name = node.shape == NodeShape::kTask ? 0 : 34 * scale_;  // of an event stands below it
    const wxSize window = GetClientSize();
    for (const Point place : {right, Point{a.x * 1.0, b.y + gap + name}, Point{a.x * 1.0, a.y - gap - size.height},
                              Point{a.x - gap - size.width, a.y * 1.0}}) {
        const Box pad = Box{place.x, place.y, size.width, size.height}.grown(4);
        if (pad.x < 0 || pad.y < 0 || pad.right() > window.x || pad.bottom() > window.y) continue;
        const bool free = std::none_of(diagram_.nodes.begin(), diagram_.nodes.end(), [&](const FlowNode& other) {
            if (&other == &node || other.expanded) return false;
            const wxPoint p = to_window({other.box.x, other.box.y});
            const wxPoint q = to_window({other.box.right(), other.box.bottom()});
            return pad.intersects({p.x * 1.0, p.y * 1.0, (q.x - p.x) * 1.0, (q.y - p.y) * 1.0});
        });
        if (free) return place;
    }
    return right;
}

std::vector<PadButton> FlowCanvas::pad() const {
    std::vector<PadButton> buttons;
    if (mode_ != Mode::kNone || rename_ != nullptr) return buttons;
    const std::vector<std::string> paths = selected_paths();
    if (paths.size() != 1) return buttons;
    Point anchor;  // window pixels
    const double size = FromDIP(30);
    const auto add = [&](const std::string& id, const std::string& icon, Text tip) {
        buttons.push_back({id, icon, std::move(tip), {}});
    };
    const FlowNode* node = node_of(paths[0]);
    if (node != nullptr) {
        const wxPoint at = to_window({node->box.right(), node->box.y});
        anchor = {at.x + FromDIP(16) * 1.0, at.y - FromDIP(4) * 1.0};
        const model::ElementType* described = session_.workspace().descriptors().find("node");
        if (node->type != "end" && described != nullptr) {
            for (const char* type : {"approval", "user_task", "exclusive", "end"}) {
                const auto it = described->variants.find(type);
                if (it == described->variants.end()) continue;
                add(type, icon_of(type),
                    format_text({"Append: {0} ({1})", "追加：{0}（{1}）"},
                                {it->second.label.in(language()), std::string(1, letter_of(type))}));
            }
            add("more", "add", {"Append another type…", "追加其他类型…"});
            add("connect", "connect",
                {"Connect: click or drag to another node (C)", "连线：点击或拖动到另一节点（C）"});
        }
        if (node->expanded) add("inside", "note_add", {"Add inside… (Shift+letter)", "在其内部添加…（Shift+字母键）"});
        add("morph", "morph", {"Change type…", "更改类型…"});
        add("delete", "delete", {"Delete (Del)", "删除（Del）"});
    } else {
        const FlowEdge* edge = edge_of(paths[0]);
        if (edge == nullptr || edge->route.empty()) return buttons;
        const wxPoint at = to_window(label_point(edge->route));
        anchor = {at.x + FromDIP(60) * 1.0, at.y + FromDIP(14) * 1.0};
        if (edge->written == nullptr) return buttons;
        add("insert", "add", {"Insert a node here…", "在此插入节点…"});
        const FlowNode* from = diagram_.node(edge->from);
        if (from != nullptr && from->shape == NodeShape::kGateway && !edge->is_default)
            add("default", "call_split", {"Make it the default way", "设为默认分支"});
        add("delete", "delete", {"Delete (Del)", "删除（Del）"});
    }
    const std::size_t columns = node != nullptr && buttons.size() > 4 ? 4 : buttons.size();
    if (node != nullptr && columns > 0) {
        const std::size_t rows = (buttons.size() + columns - 1) / columns;
        anchor = pad_place(*node, anchor, {static_cast<double>(columns) * size, static_cast<double>(rows) * size});
    }
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        buttons[i].box = {anchor.x + static_cast<double>(i % columns) * size,
                          anchor.y + static_cast<double>(i / columns) * size, size, size};
    }
    return buttons;
}

std::optional<wxPoint> FlowCanvas::pad_button(const std::string& id) const {
    for (const PadButton& button : pad()) {
        if (button.id == id)
            return wxPoint(static_cast<int>(button.box.centre().x), static_cast<int>(button.box.centre().y));
    }
    return std::nullopt;
}

void FlowCanvas::press_pad(const PadButton& button) {
    const std::string path = selected_paths().front();
    const std::string key = last_step(path);
    const wxPoint below(static_cast<int>(button.box.x), static_cast<int>(button.box.bottom()));
    if (button.id == "delete") {
        run(delete_in_flow(document_, {path}));
    } else if (button.id == "connect") {
        start_connect(key);
        CaptureMouse();
    } else if (button.id == "morph") {
        choose_type(below, key, [this, key](const std::string& type) { run(morph_node(document_, key, type)); });
    } else if (button.id == "more") {
        choose_type(below, key, [this, key](const std::string& type) {
            run(append_node(session_.workspace(), document_, key, type));
        });
    } else if (button.id == "insert") {
        const Point at = label_point(edge_of(path)->route);
        choose_type(below, key, [this, path, at](const std::string& type) {
            run(add_node(session_.workspace(), document_, type, at, path));
        });
    } else if (button.id == "inside") {
        choose_type(below, key, [this, key](const std::string& type) {
            run(add_inside(session_.workspace(), document_, key, type));
        });
    } else if (button.id == "default") {
        run(default_edge(document_, path));
    } else {
        run(append_node(session_.workspace(), document_, key, button.id));
    }
}

void FlowCanvas::choose_type(wxPoint window, const std::string&,
                             const std::function<void(const std::string&)>& chosen) {
    wxMenu menu;
    const model::ElementType* described = session_.workspace().descriptors().find("node");
    if (described == nullptr) return;
    int id = 1;
    std::vector<std::string> types;
    for (const std::string& type : palette_types(session_.workspace().descriptors())) {
        const model::ElementType& variant = described->variants.at(type);
        auto* item = new wxMenuItem(&menu, id++, tr(variant.label), tr(variant.help));
        item->SetBitmap(icon(icon_of(type), Theme::now().text));
        menu.Append(item);
        types.push_back(type);
    }
    const int picked = GetPopupMenuSelectionFromUser(menu, window);
    if (picked >= 1 && picked <= static_cast<int>(types.size())) chosen(types[static_cast<std::size_t>(picked - 1)]);
}

void FlowCanvas::right_up(wxMouseEvent& event) {
    SetFocus();
    const Point at = to_diagram(event.GetPosition());
    const std::string hit = this->hit(at);
    if (!hit.empty() && !is_selected(hit)) select({hit});
    wxMenu menu;
    const auto add = [&](ActionId id) {
        const Action& a = action(id);
        auto* item = menu.Append(static_cast<int>(id), tr(a.label));
        item->Enable(offers(id));
    };
    enum { kRename = 1, kDefault, kAdd, kToggle };
    if (!hit.empty()) {
        menu.Append(kRename, tr("Rename", "重命名") + "\tF2");
        const FlowEdge* edge = edge_of(hit);
        const FlowNode* node = node_of(hit);
        if (edge != nullptr && !edge->is_default) menu.Append(kDefault, tr("Make it the default way", "设为默认分支"));
        if (node != nullptr && is_sub_process(node->type))
            menu.Append(kToggle, node->expanded ? tr("Collapse", "折叠") + "\t-" : tr("Expand", "展开") + "\t+");
        if (node != nullptr && node->expanded) {
            menu.Append(kAdd, tr("Add node inside…", "在内部添加节点…"));
            add(ActionId::kPaste);
        }
        menu.AppendSeparator();
        add(ActionId::kCut);
        add(ActionId::kCopy);
        add(ActionId::kDuplicate);
        add(ActionId::kDelete);
    } else {
        menu.Append(kAdd, tr("Add node…", "添加节点…"));
        add(ActionId::kPaste);
        add(ActionId::kSelectAll);
        menu.AppendSeparator();
        add(ActionId::kTidy);
        add(ActionId::kFit);
    }
    const int picked = GetPopupMenuSelectionFromUser(menu, event.GetPosition());
    if (picked == kRename) {
        rename(hit);
    } else if (picked == kDefault) {
        run(default_edge(document_, hit));
    } else if (picked == kToggle) {
        if (const FlowNode* node = node_of(hit)) toggle(*node);
    } else if (picked == kAdd) {
        choose_type(event.GetPosition(), {}, [this, at](const std::string& type) {
            if (may_place(type, at)) run(add_node(session_.workspace(), document_, type, at));
        });
    } else if (picked != wxID_NONE) {
        perform(static_cast<ActionId>(picked));
    }
}

}  // namespace fw::designer::ui
