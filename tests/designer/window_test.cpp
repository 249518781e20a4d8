// Windows and keys: open the sales pack, add a node, connect, undo, redo, edit fields in the grid and the sheet.
#include <gtest/gtest.h>
#include <wx/textctrl.h>

#include "designer/core/element_commands.h"
#include "designer/ui/element_grid.h"
#include "designer/ui/flow_canvas.h"
#include "designer/ui/palette.h"
#include "tests/designer/driver.h"

namespace fw::designer {
namespace {

using testing::click;
using testing::Desk;
using testing::drag;
using testing::find;
using testing::press;
using testing::pump_until;
using testing::screenshot;
using testing::type;

constexpr char kFlow[] = "flows/contract_approval.json";
constexpr char kContract[] = "entities/contract.json";

ui::FlowCanvas& canvas() { return *find<ui::FlowCanvas>("flow-canvas"); }

wxPoint on_screen(Point at) { return canvas().ClientToScreen(canvas().to_window(at)); }

std::string text(const Desk& desk, const std::string& document, const std::string& path) {
    const json::Value* value = desk.session().workspace().value({document, path});
    return value != nullptr && value->is_string() ? value->as_string() : std::string();
}

bool there(const Desk& desk, const std::string& path) {
    return desk.session().workspace().value({kFlow, path}) != nullptr;
}

std::string all_bytes(const Desk& desk) {
    const Workspace& workspace = desk.session().workspace();
    return workspace.text_of(*workspace.document(kFlow));
}

TEST(Designer, DrawsConnectsAndUndoes) {
    const Desk desk("en");
    desk.frame().open(kFlow);
    ASSERT_TRUE(
        pump_until([] { return find<ui::FlowCanvas>("flow-canvas") != nullptr && canvas().GetClientSize().x > 300; }));
    screenshot("designer-flow");
    const std::string first = all_bytes(desk);

    // From the palette onto free ground.
    auto* palette = find<ui::Palette>("palette");
    ASSERT_NE(palette, nullptr);
    const Box bounds = canvas().diagram().bounds();
    const Point free{bounds.centre().x, bounds.bottom() + 60};
    drag(palette->ClientToScreen(palette->item_at("approval")), on_screen(free));
    ASSERT_TRUE(pump_until([&] { return there(desk, "nodes/approval"); }));
    const std::string added = all_bytes(desk);

    // From a port of one node to another.
    const FlowNode* fresh = canvas().diagram().node("approval");
    const FlowNode* end = canvas().diagram().node("end");
    testing::move(on_screen(fresh->box.centre()));
    testing::move(on_screen({fresh->box.right(), fresh->box.centre().y}));
    drag(on_screen({fresh->box.right(), fresh->box.centre().y}), on_screen(end->box.centre()));
    ASSERT_TRUE(pump_until([&] { return there(desk, "edges/approval-end"); }));
    const std::string connected = all_bytes(desk);
    screenshot("designer-flow-connected");

    canvas().SetFocus();
    press('Z', wxMOD_CONTROL);
    EXPECT_TRUE(pump_until([&] { return all_bytes(desk) == added; }));
    press('Z', wxMOD_CONTROL);
    EXPECT_TRUE(pump_until([&] { return all_bytes(desk) == first; }));
    EXPECT_FALSE(desk.session().workspace().dirty());
    press('Y', wxMOD_CONTROL);
    press('Y', wxMOD_CONTROL);
    EXPECT_TRUE(pump_until([&] { return all_bytes(desk) == connected; }));
    press('Z', wxMOD_CONTROL);
    press('Z', wxMOD_CONTROL);
    EXPECT_TRUE(pump_until([&] { return all_bytes(desk) == first; }));
}

TEST(Designer, KeysAppendRenameNudgeAndDelete) {
    const Desk desk("en");
    desk.frame().open(kFlow);
    ASSERT_TRUE(
        pump_until([] { return find<ui::FlowCanvas>("flow-canvas") != nullptr && canvas().GetClientSize().x > 300; }));
    click(on_screen(canvas().diagram().node("manager")->box.centre()));
    ASSERT_EQ(desk.session().focus(), (Address{kFlow, "nodes/manager"}));
    press('U');
    ASSERT_TRUE(pump_until([&] { return there(desk, "nodes/user_task") && there(desk, "edges/manager-user_task"); }));
    const Point before = canvas().diagram().node("user_task")->box.centre();
    press(WXK_DOWN);
    press(WXK_DOWN);
    EXPECT_TRUE(pump_until([&] { return canvas().diagram().node("user_task")->box.centre().y == before.y + 20; }));
    press(WXK_F2);
    ASSERT_TRUE(pump_until([] { return canvas().renaming(); }));
    type("Check papers");
    press(WXK_RETURN);
    EXPECT_TRUE(pump_until([&] { return text(desk, kFlow, "nodes/user_task/label/en") == "Check papers"; }));
    press(WXK_DELETE);
    EXPECT_TRUE(pump_until([&] { return !there(desk, "nodes/user_task"); }));
    EXPECT_FALSE(there(desk, "edges/manager-user_task"));
}

TEST(Designer, EntityGridAndSheetEditFields) {
    const Desk desk("en");
    desk.frame().open(kContract, "fields/subject");
    auto* grid = find<ui::ElementGrid>("grid:fields");
    ASSERT_NE(grid, nullptr);
    screenshot("designer-entity");
    const int rows = grid->rows();
    grid->SetFocus();
    press(WXK_INSERT);
    ASSERT_TRUE(pump_until([&] { return grid->rows() == rows + 1; }));
    EXPECT_TRUE(desk.session().workspace().dirty());
    press('Z', wxMOD_CONTROL);
    EXPECT_TRUE(pump_until([&] { return grid->rows() == rows; }));
    EXPECT_FALSE(desk.session().workspace().dirty());
    // A value changed through the sheet arrives in the model at once.
    desk.session().select({{kContract, "fields/subject"}});
    ASSERT_TRUE(pump_until([] { return testing::window("fields/subject/label/en") != nullptr; }));
    auto* label = find<wxTextCtrl>("fields/subject/label/en");
    label->SetFocus();
    label->SelectAll();
    type("Title");
    EXPECT_TRUE(pump_until([&] { return text(desk, kContract, "fields/subject/label/en") == "Title"; }));
    desk.frame().open("forms/contract.json");
    screenshot("designer-form");
}

// The sheet is shown anew in the middle of the event that renames; who types on is still there.
TEST(Designer, RenamesInTheSheetAndStaysSelected) {
    const Desk desk("en");
    desk.frame().open(kFlow);
    desk.session().select({{kFlow, "nodes/director"}});
    ASSERT_TRUE(pump_until([] { return testing::window("nodes/director/id") != nullptr; }));
    for (const int key : {WXK_RETURN, WXK_TAB}) {
        const std::string old = key == WXK_RETURN ? "director" : "chief", fresh = key == WXK_RETURN ? "chief" : "boss";
        auto* name = find<wxTextCtrl>("nodes/" + old + "/id");
        ASSERT_NE(name, nullptr);
        name->SetFocus();
        name->SelectAll();
        type(fresh);
        press(key);
        ASSERT_TRUE(pump_until([&] { return there(desk, "nodes/" + fresh); }));
        ASSERT_TRUE(pump_until([&] { return testing::window("nodes/" + fresh + "/id") != nullptr; }));
        EXPECT_EQ(desk.session().focus().path, "nodes/" + fresh);
    }
    press('Z', wxMOD_CONTROL);
    EXPECT_TRUE(pump_until([&] { return desk.session().focus().path == "nodes/chief"; }));
}

// wxGrid asks for the cell's editor at every step of this, and means the same one.
TEST(Designer, ATypeCellIsOpenedAndLeft) {
    const Desk desk("en");
    desk.frame().open(kContract, "fields/subject");
    auto* grid = find<ui::ElementGrid>("grid:fields");
    ASSERT_NE(grid, nullptr);
    grid->SetFocus();
    grid->SetGridCursor(1, 1);
    press(WXK_F2);
    ASSERT_TRUE(pump_until([&] { return grid->IsCellEditControlShown(); }));
    testing::pump();
    press(WXK_ESCAPE);
    ASSERT_TRUE(pump_until([&] { return !grid->IsCellEditControlShown(); }));
    grid->EnableCellEditControl();
    grid->SetGridCursor(3, 1);  // another cell: what was open closes
    testing::pump();
    EXPECT_FALSE(grid->IsCellEditControlShown());
    EXPECT_EQ(text(desk, kContract, "fields/subject/type"), "text");
    EXPECT_EQ(grid->GetCellValue(1, 1), "Text");
    grid->GetTable()->SetValue(1, 1, "Long text");
    EXPECT_EQ(text(desk, kContract, "fields/subject/type"), "long_text");
}

TEST(Designer, PastesASpreadsheetInOneStep) {
    const Desk desk("en");
    desk.frame().open(kContract, "fields/remark");
    auto* grid = find<ui::ElementGrid>("grid:fields");
    ASSERT_NE(grid, nullptr);
    const int rows = grid->rows();
    grid->SetGridCursor(rows - 1, 0);
    grid->SetFocus();
    ASSERT_TRUE(testing::copy_text("remark\tlong_text\tRemark\ndiscount\tnumber\tDiscount\nurgent\tboolean\tUrgent\n"));
    desk.frame().perform(ui::ActionId::kPaste);
    ASSERT_TRUE(pump_until([&] { return grid->rows() == rows + 2; }));
    EXPECT_EQ(text(desk, kContract, "fields/discount/type"), "number");
    EXPECT_EQ(text(desk, kContract, "fields/urgent/label/en"), "Urgent");
    grid->SetFocus();
    press('Z', wxMOD_CONTROL);
    EXPECT_TRUE(pump_until([&] { return grid->rows() == rows; }));
    EXPECT_FALSE(desk.session().workspace().dirty());
    EXPECT_FALSE(desk.session().stack().can_undo());
    press('Y', wxMOD_CONTROL);
    EXPECT_TRUE(pump_until([&] { return grid->rows() == rows + 2; }));
}

TEST(Designer, SpeaksChinese) {
    const Desk desk("zh");
    desk.frame().open(kFlow, "nodes/manager");
    ASSERT_TRUE(
        pump_until([] { return find<ui::FlowCanvas>("flow-canvas") != nullptr && canvas().GetClientSize().x > 300; }));
    EXPECT_EQ(desk.frame().GetMenuBar()->GetMenuCount(), 4U);
    EXPECT_TRUE(desk.frame().GetMenuBar()->GetMenuLabelText(0).StartsWith(wxString::FromUTF8("文件")));
    screenshot("designer-flow-zh");
    desk.frame().open(kContract, "fields/customer");
    screenshot("designer-entity-zh");
    desk.frame().open("forms/contract.json");
    screenshot("designer-form-zh");
    // Another language keeps what was not saved yet.
    (void)desk.session().run(set_property({kContract, "label/zh"}, json::Value::string("销售合同")));
    desk.frame().perform(ui::ActionId::kEnglish);
    ASSERT_TRUE(pump_until([&] { return desk.frame().GetMenuBar()->GetMenuLabelText(0) == "File"; }));
    EXPECT_EQ(text(desk, kContract, "label/zh"), "销售合同");
    EXPECT_TRUE(desk.session().workspace().dirty());
}

}  // namespace
}  // namespace fw::designer
