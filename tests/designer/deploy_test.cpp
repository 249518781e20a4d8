// An administrator's changes on a real server: a threshold decides the next contract, a renamed field keeps its data.
#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/listctrl.h>
#include <wx/textctrl.h>

#include "designer/ui/deploy_dialog.h"
#include "designer/ui/element_grid.h"
#include "designer/ui/feel_editor.h"
#include "designer/ui/http_client.h"
#include "designer/ui/text.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "tests/designer/driver.h"

namespace fw::designer {
namespace {

using testing::Desk;
using testing::find;
using testing::press;
using testing::pump_until;
using testing::type;

constexpr char kFlow[] = "flows/contract_approval.json";
constexpr char kContract[] = "entities/contract.json";

// Somebody who works with the server over HTTP.
class Person {
  public:
    Person(const std::string& server, const char* login) : http_(server) {
        EXPECT_TRUE(http_.sign_in(login, "formwork")) << login;
    }
    json::Value get(const std::string& path) { return read(http_.get(path), path); }
    json::Value post(const std::string& path, const std::string& body) {
        return read(http_.post(path, body, "en"), path + " " + body);
    }
    // A contract of this total; its id.
    std::string contract(const std::string& total) {
        const std::string account(post("/records/sales.account", R"({"name": "Deployed"})").string_or("id"));
        const json::Value products = get("/records/sales.product?limit=1");
        const std::string product(products.find("records")->items().at(0).string_or("id"));
        const json::Value made =
            post("/records/sales.contract", R"({"subject": "Pumps", "payment_terms": "net_60", "customer": ")" +
                                                account + R"(", "lines": [{"product": ")" + product +
                                                R"(", "quantity": 1, "price": )" + total + "}]}");
        return std::string(made.string_or("id"));
    }
    void submit(const std::string& contract) {
        (void)post("/records/sales.contract/" + contract + "/actions/submit", "{}");
    }
    // The open task on this record; empty where nobody asks this person.
    std::string task(const std::string& record) {
        const json::Value box = get("/tasks?box=todo&limit=200");
        for (const json::Value& one : box.find("tasks")->items()) {
            if (one.find("record")->string_or("id") == record) return std::string(one.string_or("id"));
        }
        return {};
    }
    void approve(const std::string& record, const std::string& body = "{}") {
        const std::string id = task(record);
        ASSERT_FALSE(id.empty());
        (void)post("/tasks/" + id + "/approve", body);
    }
    json::Value record(const std::string& id) { return get("/records/sales.contract/" + id); }

  private:
    static json::Value read(const Result<ui::HttpAnswer>& answer, const std::string& asked) {
        EXPECT_TRUE(answer) << asked;
        if (!answer) return json::Value::object();
        EXPECT_LT(answer->status, 300) << asked << ": " << answer->body;
        auto value = json::read(answer->body);
        return value ? *value : json::Value::object();
    }
    ui::HttpClient http_;
};

void save(const Desk& desk) {
    ASSERT_TRUE(pump_until([&] { return !desk.frame().checking(); }));
    press('S', wxMOD_CONTROL);
    ASSERT_TRUE(pump_until([&] { return !desk.session().workspace().dirty(); }));
}

// F9, sign in, compare, deploy. What the list of changes said: "Renamed", "Changed" …
std::vector<std::string> deploy(const Desk& desk, const std::string& server, const std::string& picture = {}) {
    std::vector<std::string> changes;
    bool done = false;
    wxTheApp->CallAfter([&] {
        auto* dialog = find<ui::DeployDialog>("deploy");
        if (dialog == nullptr) return;
        find<wxTextCtrl>("server")->SetValue(ui::wx(server));
        find<wxTextCtrl>("user")->SetValue("admin");
        find<wxTextCtrl>("password")->SetValue("formwork");
        auto* deploy = find<wxButton>("deploy-now");
        wxCommandEvent press_compare(wxEVT_BUTTON, find<wxButton>("compare")->GetId());
        find<wxButton>("compare")->Command(press_compare);
        EXPECT_TRUE(pump_until([&] { return deploy->IsEnabled(); }, 120)) << find<wxWindow>("deploy-words")->GetLabel();
        auto* list = find<wxListView>("deploy-changes");
        EXPECT_FALSE(find<wxCheckBox>("allow-data-loss")->IsShown());
        for (int i = 0; i < list->GetItemCount(); ++i) {
            changes.push_back(ui::utf8(list->GetItemText(i)));
            list->Select(i);
            const wxString whole = find<wxTextCtrl>("deploy-whole")->GetValue();
            EXPECT_TRUE(whole.EndsWith(list->GetItemText(i, 1))) << whole;
        }
        if (!picture.empty()) testing::screenshot(picture);
        wxCommandEvent press_deploy(wxEVT_BUTTON, deploy->GetId());
        deploy->Command(press_deploy);
        done = pump_until([&] { return dialog->deployed(); }, 120);
        EXPECT_TRUE(done) << find<wxWindow>("deploy-words")->GetLabel();
        dialog->EndModal(wxID_CANCEL);
    });
    desk.frame().perform(ui::ActionId::kDeploy);
    EXPECT_TRUE(done);
    return changes;
}

TEST(Deploy, AChangedThresholdDecidesTheNextContract) {
    const testing::Server server;
    if (!testing::Server::built()) GTEST_SKIP() << "build the target formwork first";
    ASSERT_FALSE(server.address().empty()) << "build/bin/formwork did not start";
    Person sales(server.address(), "sales");
    Person manager(server.address(), "manager");
    Person director(server.address(), "director");
    Person finance(server.address(), "finance");
    const std::string before = sales.contract("6000");
    sales.submit(before);
    manager.approve(before);
    EXPECT_EQ(sales.record(before).string_or("state"), "effective");  // below 100,000: the manager alone
    const std::string running = sales.contract("6000");
    sales.submit(running);

    {
        const Desk desk("en");
        desk.frame().open(kFlow, "edges/big-fork/when");
        ASSERT_TRUE(pump_until([] { return find<ui::FeelEditor>("edges/big-fork/when") != nullptr; }));
        auto* when = find<ui::FeelEditor>("edges/big-fork/when");
        when->SetFocus();
        when->SelectAll();
        type("record.total >= 5000");
        const Address at{kFlow, "edges/big-fork/when"};
        ASSERT_TRUE(pump_until([&] {
            const json::Value* value = desk.session().workspace().value(at);
            return value != nullptr && value->as_string() == "record.total >= 5000";
        }));
        if (when->AutoCompActive()) press(WXK_ESCAPE);
        save(desk);
        std::ifstream file(desk.folder() / kFlow);
        const std::string written((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        EXPECT_NE(written.find("record.total >= 5000"), std::string::npos);
        // The flow's own test names the old threshold: a warning, as tests often follow the change.
        EXPECT_EQ(deploy(desk, server.address(), "designer-deploy"), (std::vector<std::string>{"FLOW-401", "Changed"}));
    }

    // What was under way keeps the way it began on; the next contract goes the new one.
    manager.approve(running);
    EXPECT_EQ(sales.record(running).string_or("state"), "effective");
    const std::string next = sales.contract("6000");
    sales.submit(next);
    manager.approve(next);
    EXPECT_EQ(sales.record(next).string_or("state"), "in_approval");
    director.approve(next);
    finance.approve(next);
    EXPECT_EQ(sales.record(next).string_or("state"), "effective");
    const std::string small = sales.contract("4999.99");
    sales.submit(small);
    manager.approve(small);
    EXPECT_EQ(sales.record(small).string_or("state"), "effective");
}

TEST(Deploy, ARenamedFieldKeepsItsData) {
    const testing::Server server;
    if (!testing::Server::built()) GTEST_SKIP() << "build the target formwork first";
    ASSERT_FALSE(server.address().empty()) << "build/bin/formwork did not start";
    Person sales(server.address(), "sales");
    Person manager(server.address(), "manager");
    const std::string id = sales.contract("700");
    ASSERT_EQ(sales.record(id).string_or("payment_terms"), "net_60");
    {
        const Desk desk("en");
        desk.frame().open(kContract, "fields/payment_terms");
        auto* grid = find<ui::ElementGrid>("grid:fields");
        ASSERT_NE(grid, nullptr);
        ASSERT_TRUE(pump_until([&] { return grid->key_of(grid->GetGridCursorRow()) == "payment_terms"; }));
        grid->SetGridCursor(grid->GetGridCursorRow(), 0);
        grid->SetFocus();
        press(WXK_F2);
        ASSERT_TRUE(pump_until([&] { return grid->IsCellEditControlShown(); }));
        press('A', wxMOD_CONTROL);
        type("terms");
        press(WXK_RETURN);
        ASSERT_TRUE(pump_until([&] {
            return desk.session().workspace().value({kContract, "fields/terms/was"}) != nullptr;
        }));
        EXPECT_NE(desk.session().workspace().value({kFlow, "nodes/manager/edit"}), nullptr);
        save(desk);
        EXPECT_TRUE(desk.session().problems().empty());
        const std::vector<std::string> changes = deploy(desk, server.address(), "designer-deploy-rename");
        EXPECT_NE(std::find(changes.begin(), changes.end(), "Renamed"), changes.end());
    }
    const json::Value renamed = sales.record(id);
    EXPECT_EQ(renamed.string_or("terms"), "net_60");
    EXPECT_EQ(renamed.find("payment_terms"), nullptr);
    // The flow opens the field under its new name.
    sales.submit(id);
    manager.approve(id, R"({"record": {"terms": "prepaid"}})");
    EXPECT_EQ(sales.record(id).string_or("terms"), "prepaid");
    EXPECT_EQ(sales.record(id).string_or("state"), "effective");
}

}  // namespace
}  // namespace fw::designer
