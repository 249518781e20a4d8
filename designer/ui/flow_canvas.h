// The drawing area of a flow. Shows a FlowDiagram; mouse and keys become commands. Drawing: canvas_draw.cpp, nodes:
// canvas_nodes.cpp, names: canvas_labels.cpp, mouse: canvas_mouse.cpp, drags: canvas_gestures.cpp, keys:
// canvas_keys.cpp, context pad: canvas_pad.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <wx/graphics.h>
#include <wx/textctrl.h>
#include <wx/timer.h>
#include <wx/window.h>

#include "designer/core/flow_commands.h"
#include "designer/core/flow_diagram.h"
#include "designer/core/session.h"
#include "designer/ui/actions.h"
#include "designer/ui/canvas_parts.h"

namespace fw::designer::ui {

// A plain window, not a panel: the focus stays here when the little editor of a name goes.
class FlowCanvas final : public wxWindow {
  public:
    FlowCanvas(wxWindow* parent, Session& session, std::string document);

    // Told by the editor that owns it.
    void model_changed(const ChangeSet& changes);
    void selection_changed() { Refresh(); }
    void problems_changed() { Refresh(); }
    void refused(const Verdict& verdict);

    void reveal(const std::string& path);
    bool perform(ActionId id);
    [[nodiscard]] bool offers(ActionId id) const;

    // Palette: drag begins here and ends on the canvas, or a click arms the next click.
    void begin_place(const std::string& type);
    void drag_place(const wxPoint& on_screen);
    void drop_place(const wxPoint& on_screen);

    void fit();
    void zoom_to(double scale, wxPoint at);
    [[nodiscard]] double scale() const { return scale_; }
    [[nodiscard]] wxPoint to_window(Point p) const;
    [[nodiscard]] Point to_diagram(wxPoint p) const;
    [[nodiscard]] const FlowDiagram& diagram() const { return diagram_; }
    [[nodiscard]] const bpmn::Picture& scenery() const { return scenery_; }  // what stands around the nodes
    [[nodiscard]] bool renaming() const { return rename_ != nullptr; }
    // Where a button of the context pad stands now ("delete", "connect", a node type); for tests and for help.
    [[nodiscard]] std::optional<wxPoint> pad_button(const std::string& id) const;
    // The small map in window pixels; nothing where the flow is small.
    [[nodiscard]] std::optional<Box> minimap_box() const { return minimap(); }
    void rename(const std::string& path);
    void set_document(std::string document) { document_ = std::move(document); }

  private:
    enum class Mode { kNone, kPan, kMarquee, kMove, kConnect, kReconnect, kPlace, kMinimap };

    // drawing
    void paint(wxPaintEvent& event);
    void draw_all(wxGraphicsContext& gc);
    void draw_grid(wxGraphicsContext& gc);
    void draw_edge(wxGraphicsContext& gc, const FlowEdge& edge, bool selected);
    void place_labels(wxGraphicsContext& gc);
    void draw_edge_label(wxGraphicsContext& gc, const FlowEdge& edge);
    void draw_line_label(wxGraphicsContext& gc, std::size_t line);
    void draw_artifact_label(wxGraphicsContext& gc, std::size_t artifact);
    void draw_node(wxGraphicsContext& gc, const FlowNode& node, bool selected);
    void draw_scenery(wxGraphicsContext& gc);  // below the nodes; the lines of it above them
    void draw_artifact(wxGraphicsContext& gc, const bpmn::Artifact& artifact);
    void draw_line(wxGraphicsContext& gc, const bpmn::Line& line);
    void draw_name(wxGraphicsContext& gc, const bpmn::Artifact& artifact);
    void draw_sign(wxGraphicsContext& gc, Point centre, bool open);
    void draw_task(wxGraphicsContext& gc, const FlowNode& node, const wxColour& tone);
    void draw_open(wxGraphicsContext& gc, const FlowNode& node, const wxColour& tone);
    void draw_event(wxGraphicsContext& gc, const FlowNode& node, const wxColour& tone);
    void draw_gateway(wxGraphicsContext& gc, const FlowNode& node, const wxColour& tone);
    void draw_label(wxGraphicsContext& gc, const FlowNode& node);
    void draw_badge(wxGraphicsContext& gc, const FlowNode& node);
    void draw_text(wxGraphicsContext& gc, const wxString& text, const Box& inside, const wxFont& font,
                   const wxColour& colour, int most_lines, bool top = false);
    void draw_ports(wxGraphicsContext& gc);
    void draw_overlays(wxGraphicsContext& gc);
    void draw_pad(wxGraphicsContext& gc);
    void draw_zoom_bar(wxGraphicsContext& gc);
    void draw_minimap(wxGraphicsContext& gc);
    void draw_hint(wxGraphicsContext& gc);
    void draw_icon(wxGraphicsContext& gc, const std::string& name, const wxColour& colour, double x, double y,
                   double size);
    [[nodiscard]] wxFont canvas_font(double factor, bool bold = false) const;
    [[nodiscard]] std::string icon_of(const std::string& type) const;
    [[nodiscard]] Box bounds() const;  // of all that is drawn

    // mouse
    void left_down(wxMouseEvent& event);
    void left_up(wxMouseEvent& event);
    void double_click(wxMouseEvent& event);
    void motion(wxMouseEvent& event);
    void wheel(wxMouseEvent& event);
    void middle_down(wxMouseEvent& event);
    void right_up(wxMouseEvent& event);
    void leave(wxMouseEvent& event);
    void lost_capture(wxMouseCaptureLostEvent& event);
    void press(Point at, wxPoint window, bool add);
    void finish_move();
    void finish_connect(Point at);
    void finish_marquee(bool add);
    void place_at(Point at);
    void update_move(Point at, bool free);
    void update_cursor(Point at);
    void update_tip(wxPoint window, Point at);
    void cancel();
    void start_connect(const std::string& from);
    [[nodiscard]] std::optional<std::string> port_at(Point at) const;
    // The plus of a closed sub-process or the minus of an open one under a point.
    [[nodiscard]] const FlowNode* sign_at(Point at) const;
    void toggle(const FlowNode& node);
    // The sub-process whose ground a drag would end on; null: the flow's own.
    [[nodiscard]] const FlowNode* drop_target(Point at) const;
    [[nodiscard]] const FlowNode* event_alone() const;
    bool slide_event(const FlowNode& event, Point centre);
    [[nodiscard]] std::string edge_to_split(Point at, double reach) const;
    [[nodiscard]] Point nearest_dock(const FlowNode& node, Point towards) const;

    // keys
    void key_down(wxKeyEvent& event);
    void key_char(wxKeyEvent& event);
    void nudge(double dx, double dy);
    void next_node(bool backwards);
    void add_by_letter(const std::string& type, bool inside);
    void copy();
    void paste(bool at_pointer);

    // pad
    [[nodiscard]] std::vector<PadButton> pad() const;
    [[nodiscard]] Point pad_place(const FlowNode& node, Point right, Size size) const;
    void press_pad(const PadButton& button);
    void choose_type(wxPoint window, const std::string& why, const std::function<void(const std::string&)>& chosen);
    [[nodiscard]] Box zoom_button(int n) const;
    bool press_zoom_bar(wxPoint window);
    [[nodiscard]] std::optional<Box> minimap() const;
    void pan_by_minimap(wxPoint window);
    void finish_rename(bool keep);
    void run(const CommandPtr& command);
    void read_model();
    [[nodiscard]] const FlowNode* node_of(const std::string& path) const;
    [[nodiscard]] const FlowEdge* edge_of(const std::string& path) const;
    // The path of what is under a point; inside an open sub-process its nodes and edges come first.
    [[nodiscard]] std::string hit(Point at) const;
    // Whether a new node of that type may stand there; says why not.
    [[nodiscard]] bool may_place(const std::string& type, Point at);
    [[nodiscard]] bool is_selected(const std::string& path) const;
    [[nodiscard]] std::vector<std::string> selected_paths() const;
    [[nodiscard]] std::vector<std::string> selected_nodes() const;
    void select(std::vector<std::string> paths);
    void show_hint(const wxString& text, bool bad);
    [[nodiscard]] Point visible_centre() const;

    Session& session_;
    std::string document_;
    FlowDiagram diagram_;
    bpmn::Picture scenery_;               // without its nodes, which stand in diagram_
    std::optional<CanvasLabels> labels_;  // nothing: to be found at the next drawing
    double scale_ = 1;
    Point origin_;           // diagram point at the window's top left
    bool own_view_ = false;  // somebody has zoomed or moved it

    Mode mode_ = Mode::kNone;
    bool space_ = false;
    Point pressed_at_;
    wxPoint pressed_window_;
    Point pan_origin_;
    bool moved_ = false;
    Point now_at_;
    wxPoint pointer_;
    std::string hover_;
    std::string from_;        // connecting
    std::string edge_;        // reconnecting: its path
    bool at_source_ = false;  // reconnecting: the near end moves
    Verdict verdict_;
    Guides guides_;
    Point move_by_;
    FlowDiagram before_move_;
    std::string placing_;
    std::string drop_edge_;                 // a path
    std::optional<std::string> drop_into_;  // moving: the sub-process it would end in, empty for the flow
    std::string drop_host_;                 // moving an event: the activity it would stand on
    wxTextCtrl* rename_ = nullptr;
    std::string rename_path_;
    wxString hint_;
    bool hint_bad_ = false;
    wxTimer hint_timer_;
};

}  // namespace fw::designer::ui
