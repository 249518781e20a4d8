// Sub-processes on the canvas under mouse and keys, and what stands around the nodes of a BPMN file.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "designer/core/flow_commands.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/palette.h"
#include "engine/interchange/bpmn/bpmn.h"
#include "engine/json/write.h"
#include "tests/designer/driver.h"

namespace fw::designer {
namespace {

using testing::click;
using testing::Desk;
using testing::drag;
using testing::press;
using testing::pump_until;
using testing::screenshot;

constexpr char kFlow[] = "flows/nested.json";
constexpr char kText[] =
    R"({"kind": "flow", "id": "nested", "label": {"en": "Order", "zh": "订单"}, "on": {"entity": "contract"},
  "nodes": [{"id": "begin", "type": "start", "label": {"en": "Start", "zh": "开始"}},
    {"id": "work", "type": "sub_process", "label": {"en": "Prepare the offer", "zh": "准备报价"}, "nodes": [
      {"id": "w_begin", "type": "start", "label": {"en": "Begin", "zh": "开始"}}, {"id": "inner", "type": "user_task", "label": {"en": "Draw it up", "zh": "起草"}, "who": {"initiator": true}},
      {"id": "w_end", "type": "end", "label": {"en": "Ready", "zh": "完成"}}],
      "edges": [{"from": "w_begin", "to": "inner"}, {"from": "inner", "to": "w_end"}]},
    {"id": "after", "type": "user_task", "label": {"en": "Send it", "zh": "发送"}, "who": {"initiator": true}}, {"id": "done", "type": "end", "label": {"en": "End", "zh": "结束"}}],
  "edges": [{"from": "begin", "to": "work"}, {"from": "work", "to": "after"}, {"from": "after", "to": "done"}]})";

// The desk opens a flow of its own first: ours is the one in the editor of our document.
ui::FlowCanvas* canvas_of(const std::string& document) {
    wxWindow* editor = testing::window("editor:" + document);
    if (editor == nullptr || !editor->IsShownOnScreen()) return nullptr;
    return dynamic_cast<ui::FlowCanvas*>(wxWindow::FindWindowByName("flow-canvas", editor));
}
std::string shown;
ui::FlowCanvas& canvas() { return *canvas_of(shown); }
void open(const Desk& desk, const std::string& document) {
    shown = document;
    desk.frame().open(document);
    ASSERT_TRUE(pump_until([&] { return canvas_of(document) != nullptr && canvas().GetClientSize().x > 300; }));
    canvas().SetFocus();
}
ui::Palette* palette() {
    return dynamic_cast<ui::Palette*>(wxWindow::FindWindowByName("palette", canvas().GetParent()));
}
wxPoint on_screen(Point at) { return canvas().ClientToScreen(canvas().to_window(at)); }
Box box(const char* node) { return canvas().diagram().node(node)->box; }

class Nested {
  public:
    explicit Nested(const std::string& language)
        : desk(language, "sales", [](const std::filesystem::path& pack) { std::ofstream(pack / kFlow) << kText; }) {
        open(desk, kFlow);
        first = text();
    }
    [[nodiscard]] bool there(const std::string& path) const {
        return desk.session().workspace().value({kFlow, path}) != nullptr;
    }
    [[nodiscard]] bool becomes(const std::string& path) const {
        return pump_until([&] { return there(path); }, 30);
    }
    [[nodiscard]] std::string text() const {
        const Workspace& workspace = desk.session().workspace();
        return workspace.text_of(*workspace.document(kFlow));
    }
    [[nodiscard]] bool undone() const {
        while (desk.session().undo()) {
        }
        return text() == first;
    }
    Desk desk;
    std::string first;
};

TEST(SubProcess, TakesWhatIsDroppedAndConnectsIt) {
    const Nested nested("en");
    const Box work = box("work");
    drag(palette()->ClientToScreen(palette()->item_at("approval")), on_screen({work.centre().x, work.bottom() - 12}));
    ASSERT_TRUE(nested.becomes("nodes/work/nodes/approval"));
    EXPECT_GT(box("work").bottom(), work.bottom());
    screenshot("designer-sub-process-dropped");
    // From a port of an inner node to another one.
    press(WXK_ESCAPE);
    Box fresh = box("approval");
    testing::move(on_screen(fresh.centre()));
    drag(on_screen({fresh.right(), fresh.centre().y}), on_screen(box("w_end").centre()));
    ASSERT_TRUE(nested.becomes("nodes/work/edges/approval-w_end"));
    // Not across the border.
    press(WXK_ESCAPE);
    fresh = box("approval");
    testing::move(on_screen(fresh.centre()));
    drag(on_screen({fresh.x, fresh.centre().y}), on_screen(box("after").centre()));
    screenshot("designer-sub-process-refused");
    EXPECT_FALSE(nested.there("edges/approval-after"));
    EXPECT_FALSE(nested.there("nodes/work/edges/approval-after"));
    // A boundary event on an inner activity.
    drag(palette()->ClientToScreen(palette()->item_at("boundary")), on_screen(box("inner").centre()));
    ASSERT_TRUE(nested.becomes("nodes/work/nodes/boundary"));
    screenshot("designer-sub-process-boundary");
    EXPECT_TRUE(nested.undone());
}

TEST(SubProcess, NodesAreDraggedWithinOutAndIn) {
    const Nested nested("en");
    const Box work = box("work");
    // Within it: it grows under the pointer.
    drag(on_screen(box("inner").centre()), on_screen({box("inner").centre().x, work.bottom() - 10}));
    ASSERT_TRUE(pump_until([&] { return box("work").bottom() > work.bottom(); }));
    EXPECT_TRUE(nested.there("nodes/work/nodes/inner"));
    // Out of it.
    const Point outside{box("inner").centre().x, box("work").bottom() + 90};
    drag(on_screen(box("inner").centre()), on_screen(outside));
    ASSERT_TRUE(nested.becomes("nodes/inner"));
    EXPECT_TRUE(nested.there("nodes/work/edges/w_begin-w_end"));
    screenshot("designer-sub-process-out");
    // And back.
    drag(on_screen(box("inner").centre()), on_screen({box("work").centre().x, box("work").bottom() - 20}));
    ASSERT_TRUE(nested.becomes("nodes/work/nodes/inner"));
    EXPECT_EQ(nested.desk.session().focus().path, "nodes/work/nodes/inner");
    press('Z', wxMOD_CONTROL);
    EXPECT_TRUE(nested.becomes("nodes/inner"));
    EXPECT_TRUE(nested.undone());
}

TEST(SubProcess, ByKeysAlone) {
    const Nested nested("zh");
    nested.desk.session().select({{kFlow, "nodes/work/nodes/inner"}});
    canvas().SetFocus();
    press('U');
    ASSERT_TRUE(nested.becomes("nodes/work/edges/inner-user_task"));
    press(WXK_RIGHT, wxMOD_SHIFT);
    press('C', wxMOD_CONTROL);
    testing::move(on_screen({box("work").x + 12, box("work").centre().y}));  // pasted where the pointer is
    press('V', wxMOD_CONTROL);
    ASSERT_TRUE(nested.becomes("nodes/work/nodes/user_task_2"));
    press(WXK_F2);
    ASSERT_TRUE(pump_until([] { return canvas().renaming(); }));
    testing::type("Abc");
    press(WXK_RETURN);
    ASSERT_TRUE(pump_until([&] { return !canvas().renaming(); }));
    press(WXK_DELETE);
    ASSERT_TRUE(pump_until([&] { return !nested.there("nodes/work/nodes/user_task_2"); }));
    // The sub-process: closed, opened, with Shift something is added inside.
    nested.desk.session().select({{kFlow, "nodes/work"}});
    canvas().SetFocus();
    press('-');
    ASSERT_TRUE(pump_until([] { return !canvas().diagram().node("work")->expanded; }));
    screenshot("designer-sub-process-collapsed");
    press('+', wxMOD_SHIFT);
    ASSERT_TRUE(pump_until([] { return canvas().diagram().node("work")->expanded; }));
    press('N', wxMOD_SHIFT);
    ASSERT_TRUE(nested.becomes("nodes/work/nodes/notify"));
    screenshot("designer-sub-process-zh");
    EXPECT_TRUE(nested.undone());
}

TEST(SubProcess, ItsSignOpensAndClosesIt) {
    const Nested nested("en");
    click(on_screen({box("work").right() - 15, box("work").y + 15}));
    ASSERT_TRUE(pump_until([] { return !canvas().diagram().node("work")->expanded; }));
    click(on_screen({box("work").centre().x, box("work").bottom() - 9}));
    ASSERT_TRUE(pump_until([] { return canvas().diagram().node("work")->expanded; }));
}

TEST(SubProcess, EveryKindIsPutOnTheCanvasOpen) {
    const Nested nested("en");
    const double y = canvas().diagram().bounds().bottom() + 120;
    double x = 150;
    for (const char* type : {"sub_process", "event_sub_process", "transaction", "ad_hoc"}) {
        (void)nested.desk.session().run(add_node(nested.desk.session().workspace(), kFlow, type, {x, y}));
        x += 260;
    }
    press('0', wxMOD_CONTROL);
    ASSERT_TRUE(pump_until([] { return canvas().diagram().node("ad_hoc") != nullptr; }));
    for (const char* type : {"sub_process", "event_sub_process", "transaction", "ad_hoc"}) {
        press(WXK_ESCAPE);
        const std::string list = "nodes/" + std::string(type) + "/nodes";
        const std::size_t before = nested.desk.session().workspace().value({kFlow, list})->items().size();
        drag(palette()->ClientToScreen(palette()->item_at("user_task")), on_screen(box(type).centre()));
        ASSERT_TRUE(pump_until([&] {
            return nested.desk.session().workspace().value({kFlow, list})->items().size() == before + 1;
        })) << type;
    }
    press(WXK_ESCAPE);
    press('0', wxMOD_CONTROL);
    screenshot("designer-sub-process-kinds");
    EXPECT_TRUE(nested.undone());
}

// In the flow of the sales pack: put on an activity, deleted with it, both back by one step.
TEST(BoundaryEvent, IsDeletedWithItsActivity) {
    const Desk desk("en");
    const std::string flow = "flows/contract_approval.json";
    open(desk, flow);
    const auto there = [&](const char* path) { return desk.session().workspace().value({flow, path}) != nullptr; };
    const Box finance = box("finance");
    drag(palette()->ClientToScreen(palette()->item_at("boundary")), on_screen({finance.x + 30, finance.bottom() - 8}));
    ASSERT_TRUE(pump_until([&] { return there("nodes/boundary"); }));
    screenshot("designer-boundary");
    click(on_screen({finance.centre().x, finance.y + 8}));
    ASSERT_EQ(desk.session().focus().path, "nodes/finance");
    press(WXK_DELETE);
    ASSERT_TRUE(pump_until([&] { return !there("nodes/finance"); }));
    EXPECT_FALSE(there("nodes/boundary"));
    screenshot("designer-boundary-deleted");
    press('Z', wxMOD_CONTROL);
    ASSERT_TRUE(pump_until([&] { return there("nodes/finance"); }));
    EXPECT_TRUE(there("nodes/boundary"));
}

// The flows of a file that has it all; FW_PICTURE_BPMN: another one to look at.
TEST(Scenery, IsDrawnAroundTheNodes) {
    const char* other = std::getenv("FW_PICTURE_BPMN");
    const std::filesystem::path file =
        other != nullptr ? other : std::filesystem::path(FW_SOURCE_DIR) / "tests/cases/designer/scenery.bpmn";
    std::string path;
    const Desk desk("en", "sales", [&](const std::filesystem::path& pack) {
        std::ifstream in(file);
        const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        const auto made = bpmn::import_bpmn(text, file.filename().string());
        ASSERT_TRUE(made);
        std::size_t most = 0;
        for (const json::Value& flow : made->flows) {
            const std::string one = "flows/" + std::string(flow.string_or("id")) + ".json";
            std::ofstream(pack / one) << json::write_canonical(flow);
            const json::Value* nodes = flow.find("nodes");
            if (nodes == nullptr || nodes->items().size() <= most) continue;
            most = nodes->items().size();
            path = one;
        }
    });
    open(desk, path);
    press('0', wxMOD_CONTROL);
    screenshot(other != nullptr ? "designer-flow-bpmn" : "designer-flow-scenery");
    if (other != nullptr) return;
    EXPECT_EQ(canvas().scenery().artifacts.size(), 8U);
    // All of it is in sight.
    const wxSize size = canvas().GetClientSize();
    const wxPoint corner = canvas().to_window({60, 40});
    const wxPoint far = canvas().to_window({820, 560});
    EXPECT_TRUE(corner.x >= 0 && corner.y >= 0 && far.x <= size.x && far.y <= size.y);
    // A node of it is chosen through the scenery, and the scenery stays when it is moved.
    click(on_screen(box("check").centre()));
    EXPECT_EQ(desk.session().focus().path, "nodes/check");
    press(WXK_DOWN);
    EXPECT_EQ(canvas().scenery().artifacts.size(), 8U);
}

}  // namespace
}  // namespace fw::designer
