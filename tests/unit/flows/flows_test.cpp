// Instances, tasks and trails over both databases.
#include <gtest/gtest.h>

#include "engine/json/read.h"
#include "tests/support/flow/flow_store.h"
#include "tests/support/test_store.h"

namespace fw {
namespace {

constexpr const char* kFlow =
    R"({"kind": "flow", "id": "pay", "label": {"en": "Payment", "zh": "付款"}, "withdraw": "before_decision", "nodes": [
    {"id": "start", "type": "start"}, {"id": "boss", "type": "approval", "label": {"en": "Boss", "zh": "主管"}, "who": {"manager_level": 1},
     "timeout": {"after": "P2D", "do": "remind"}},
    {"id": "fork", "type": "parallel"}, {"id": "a", "type": "approval", "who": {"person": "zhao"}}, {"id": "b", "type": "user_task", "who": {"person": "wang"}},
    {"id": "join", "type": "parallel"}, {"id": "tell", "type": "notify", "who": {"initiator": true}, "text": {"en": "done", "zh": "完成"}}, {"id": "end", "type": "end"}],
  "edges": [{"from": "start", "to": "boss"}, {"from": "boss", "to": "fork"}, {"from": "fork", "to": "a"}, {"from": "fork", "to": "b"}, {"from": "a", "to": "join"},
    {"from": "b", "to": "join"}, {"from": "join", "to": "tell"}, {"from": "tell", "to": "end"}]})";
constexpr std::int64_t kAdmin = 1, kLi = 2, kWang = 3, kZhao = 4;

class FlowsTest : public testing::TestWithParam<storage::Backend> {
  protected:
    void verify(storage::Id instance) {
        const auto done =
            store_.database().read([&](storage::Reader& reader) { return flows_.flows().verify(reader, instance); });
        EXPECT_TRUE(done) << format(done.error());
    }
    std::int64_t count(std::string_view sql) { return store_.count(sql); }
    template <class Query>
    json::Value read(Query query) {
        json::Value value;
        const auto done = store_.database().read([&](storage::Reader& reader) -> Result<void> {
            Result<std::string> text = query(reader);
            if (!text) return tl::unexpected(text.error());
            auto parsed = json::read(*text);
            if (!parsed) return tl::unexpected(parsed.error());
            value = std::move(*parsed);
            return {};
        });
        EXPECT_TRUE(done) << format(done.error());
        return value;
    }
    static std::string code(const Result<flows::Outcome>& outcome) {
        return outcome ? "" : outcome.error().front().code;
    }

    test::TestStore store_{GetParam()};
    test::FlowStore flows_{store_.database(), kFlow};
};

TEST_P(FlowsTest, RunsToTheEnd) {
    const auto started = flows_.start(kLi);
    ASSERT_TRUE(started) << format(started.error());
    const storage::Id id = started->instance;
    verify(id);
    EXPECT_EQ(count("SELECT count(*) FROM fw_timer"), 1);
    const storage::Id boss = flows_.open_task(id, kWang);
    ASSERT_NE(boss, 0);
    EXPECT_EQ(code(flows_.task(kZhao, boss, "approve")), "FLOW-404");
    EXPECT_EQ(code(flows_.task(kWang, boss, "complete")), "FLOW-207");
    ASSERT_TRUE(flows_.task(kWang, boss, "approve", R"({"comment": "fine"})"));
    EXPECT_EQ(code(flows_.task(kWang, boss, "approve")), "FLOW-202");
    EXPECT_EQ(count("SELECT count(*) FROM fw_timer"), 0);
    verify(id);
    ASSERT_TRUE(flows_.task(kWang, flows_.open_task(id, kWang), "complete"));
    const auto last = flows_.task(kZhao, flows_.open_task(id, kZhao), "approve");
    ASSERT_TRUE(last);
    EXPECT_EQ(last->status, flow::Status::kCompleted);
    verify(id);
    EXPECT_EQ(count("SELECT count(*) FROM fw_task WHERE status = 'open'"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM fw_notification WHERE person_id = 2 AND text_zh = '完成'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_instance WHERE state = 'completed' AND ended_at IS NOT NULL"), 1);
}

TEST_P(FlowsTest, ReturnsAndWithdraws) {
    const storage::Id id = flows_.start(kLi)->instance;
    ASSERT_TRUE(flows_.task(kWang, flows_.open_task(id, kWang), "approve"));
    const auto returned =
        flows_.task(kZhao, flows_.open_task(id, kZhao), "return", R"({"comment": "price", "to": "initiator"})");
    ASSERT_TRUE(returned) << format(returned.error());
    verify(id);
    EXPECT_EQ(count("SELECT count(*) FROM fw_task WHERE status = 'open'"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM fw_notification WHERE person_id = 2"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM fw_task WHERE status = 'done' AND outcome = 'returned' AND done_by = 4"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM fw_task WHERE status = 'cancelled'"), 1) << "the branch beside";
    const auto todo = [&](std::int64_t person) {
        return read([&](storage::Reader& reader) {
            return flows_.flows().tasks(reader, flows_.caller(person), {}, flows_.now(), Language::kEn);
        });
    };
    const json::Value box = todo(kLi);
    ASSERT_EQ(box.find("tasks")->items().size(), 1U) << "what was returned waits for the initiator";
    const json::Value& mine = box.find("tasks")->items().front();
    EXPECT_EQ(mine.string_or("kind"), "resubmit");
    EXPECT_EQ(mine.string_or("node_label"), "Resubmit");
    EXPECT_EQ(mine.string_or("id"), storage::id_text(id));
    EXPECT_FALSE(mine.string_or("created_at").empty());
    EXPECT_EQ(box.find("count")->literal(), "1");
    EXPECT_EQ(todo(kZhao).find("tasks")->items().size(), 0U);
    const auto withdrawn = flows_.act(kLi, [&](access::Act& act) -> Result<void> {
        flows::ActionRequest request;
        request.action = "withdraw";
        auto outcome = flows_.flows().act_on_instance(act, id, request);
        if (!outcome) return tl::unexpected(outcome.error());
        return {};
    });
    ASSERT_TRUE(withdrawn) << format(withdrawn.error());
    EXPECT_EQ(todo(kLi).find("tasks")->items().size(), 0U);
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_instance WHERE returned_at IS NOT NULL"), 0);
    verify(id);
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_instance WHERE state = 'withdrawn'"), 1);
}

TEST_P(FlowsTest, AFailureChangesNothing) {
    const storage::Id id = flows_.start(kLi)->instance;
    const storage::Id task = flows_.open_task(id, kWang);
    const std::int64_t steps = count("SELECT version FROM fw_flow_instance");
    EXPECT_EQ(code(flows_.task(kWang, task, "return", R"({"to": "end"})")), "FLOW-204");
    EXPECT_EQ(code(flows_.task(kWang, task, "transfer", R"({"to": "99"})")), "FLOW-213");
    EXPECT_EQ(code(flows_.task(kWang, task, "approve", R"({"variables": {"x": 1}})")), "FLOW-209");
    EXPECT_EQ(count("SELECT version FROM fw_flow_instance"), steps);
    EXPECT_EQ(flows_.open_task(id, kWang), task);
    verify(id);
}

TEST_P(FlowsTest, BoxesAndTrails) {
    const storage::Id id = flows_.start(kLi)->instance;
    const auto box = [&](std::int64_t person, const char* name) {
        return read([&](storage::Reader& reader) {
            flows::BoxRequest request;
            request.box = name;
            return flows_.flows().tasks(reader, flows_.caller(person), request, flows_.now(), Language::kZh);
        });
    };
    json::Value todo = box(kWang, "todo");
    ASSERT_EQ(todo.find("tasks")->items().size(), 1U);
    const json::Value& first = todo.find("tasks")->items().front();
    EXPECT_EQ(first.string_or("node_label"), "主管");
    EXPECT_EQ(first.string_or("flow_label"), "付款");
    EXPECT_EQ(first.find("initiator")->string_or("name"), "li");
    EXPECT_FALSE(first.find("due_at")->is_null());
    EXPECT_EQ(todo.find("count")->as_int64(), 1);
    EXPECT_EQ(box(kZhao, "todo").find("tasks")->items().size(), 0U);
    EXPECT_EQ(box(kLi, "started").find("tasks")->items().size(), 1U);

    const storage::Id task = flows_.open_task(id, kWang);
    const json::Value whole = read([&](storage::Reader& reader) {
        return flows_.flows().task(reader, flows_.caller(kWang), task, flows_.now(), Language::kEn);
    });
    EXPECT_EQ(whole.find("return_targets")->items().size(), 1U);
    std::string trail;
    for (const json::Value& entry : whole.find("trail")->items()) {
        const json::Value* person = entry.find("person");
        trail += std::string(entry.string_or("status")) + " " + std::string(entry.string_or("kind")) + " " +
                 std::string(entry.string_or("node")) + " " +
                 std::string(person != nullptr && person->is_object() ? person->string_or("name") : "-") + "\n";
    }
    EXPECT_EQ(trail,
              "done started start li\nwaiting seat boss wang\npredicted seat a zhao\npredicted seat b wang\npredicted "
              "ended end -\n");

    ASSERT_TRUE(flows_.task(kWang, task, "approve", R"({"comment": "fine"})"));
    EXPECT_EQ(box(kWang, "done").find("tasks")->items().size(), 1U);
    const json::Value shown = read([&](storage::Reader& reader) {
        return flows_.flows().instance(reader, flows_.caller(kLi), id, flows_.now(), Language::kEn);
    });
    EXPECT_EQ(shown.string_or("state"), "running");
    EXPECT_EQ(shown.find("tokens")->items().size(), 2U);
    EXPECT_EQ(shown.find("trail")->items()[1].string_or("comment"), "fine");
}

TEST_P(FlowsTest, WhoAsksOthersFirstWaitsForThem) {
    const storage::Id id = flows_.start(kLi)->instance;
    const auto box = [&](std::int64_t person, const char* name) {
        return read([&](storage::Reader& reader) {
            flows::BoxRequest request;
            request.box = name;
            return flows_.flows().tasks(reader, flows_.caller(person), request, flows_.now(), Language::kEn);
        });
    };
    const auto size = [&](std::int64_t person, const char* name) {
        const json::Value page = box(person, name);
        EXPECT_EQ(page.find("count")->as_int64(), static_cast<std::int64_t>(page.find("tasks")->items().size()));
        return page.find("tasks")->items().size();
    };
    const storage::Id task = flows_.open_task(id, kWang);
    const std::string zhao = "\"" + std::to_string(kZhao) + "\"";
    ASSERT_TRUE(flows_.task(kWang, task, "add", R"({"place": "before", "to": [)" + zhao + "]}"));
    EXPECT_EQ(size(kWang, "todo"), 0U);
    ASSERT_EQ(size(kWang, "waiting"), 1U);
    const json::Value held = box(kWang, "waiting").find("tasks")->items().front();
    EXPECT_EQ(held.string_or("id"), storage::id_text(task));
    EXPECT_EQ(held.find("waits_for")->items().front().string_or("name"), "zhao");
    EXPECT_EQ(size(kZhao, "todo"), 1U);
    ASSERT_TRUE(flows_.task(kWang, task, "remove", R"({"to": )" + zhao + "}"));
    EXPECT_EQ(size(kWang, "waiting"), 0U);
    EXPECT_EQ(size(kWang, "todo"), 1U);
    EXPECT_EQ(size(kZhao, "todo"), 0U);
    // An administrator decides for him: it stands in both boxes.
    ASSERT_TRUE(flows_.task(kAdmin, flows_.open_task(id, kWang), "approve"));
    EXPECT_EQ(size(kWang, "done"), 1U);
    EXPECT_EQ(size(kAdmin, "done"), 1U);
}

TEST_P(FlowsTest, StrangersSeeNothing) {
    const storage::Id id = flows_.start(kLi)->instance;
    const auto seen = [&](std::int64_t person) {
        bool found = false;
        (void)store_.database().read([&](storage::Reader& reader) -> Result<void> {
            found = flows_.flows().instance(reader, flows_.caller(person), id, flows_.now(), Language::kEn).has_value();
            return {};
        });
        return found;
    };
    EXPECT_TRUE(seen(kLi));
    EXPECT_TRUE(seen(kWang));
    EXPECT_TRUE(seen(kAdmin));
    EXPECT_FALSE(seen(kZhao));
}

// A threshold is the flow's: people give only what the model opens to them.
TEST_P(FlowsTest, PeopleGiveOnlyTheVariablesThatAreOpenToThem) {
    test::FlowStore store(
        store_.database(),
        R"json({"kind": "flow", "id": "order", "variables": [{"id": "limit", "type": "number", "initial": "5"},
          {"id": "wish", "type": "number", "input": "start"}, {"id": "found", "type": "number", "input": "tasks"}], "nodes": [
        {"id": "start", "type": "start"}, {"id": "check", "type": "user_task", "who": {"person": "wang"}}, {"id": "end", "type": "end"}],
      "edges": [{"from": "start", "to": "check"}, {"from": "check", "to": "end"}]})json");
    const auto start = [&](std::string_view variables) {
        flows::Outcome outcome;
        const json::Value given = *json::read(variables);
        const auto done = store.act(kLi, [&](access::Act& act) -> Result<void> {
            flows::StartRequest request;
            request.flow = &store.flow();
            request.variables = &given;
            auto started = store.flows().start(act, request);
            if (!started) return tl::unexpected(started.error());
            outcome = *started;
            return {};
        });
        return done ? Result<flows::Outcome>(outcome) : tl::unexpected(done.error());
    };
    EXPECT_EQ(code(start(R"({"limit": 999})")), "FLOW-230");
    EXPECT_EQ(code(start(R"({"found": 1})")), "FLOW-230");
    EXPECT_EQ(code(start(R"({"wihs": 1})")), "FLOW-209");
    const auto started = start(R"({"wish": 7})");
    ASSERT_TRUE(started) << format(started.error());
    const storage::Id task = store.open_task(started->instance, kWang);
    EXPECT_EQ(code(store.task(kWang, task, "complete", R"({"variables": {"limit": 999}})")), "FLOW-230");
    EXPECT_EQ(code(store.task(kWang, task, "complete", R"({"variables": {"wish": 8}})")), "FLOW-230");
    EXPECT_TRUE(store.task(kWang, task, "complete", R"({"variables": {"found": 3}})"));
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_instance WHERE state = 'completed'"), 1);
}

// "delivered", "kept", or the code of what is wrong with it; `key` and `content` are JSON.
std::string sent_message(test::FlowStore& store, std::string_view name, std::string_view key,
                         std::string_view content) {
    bool got = false;
    const auto done = store.act(kAdmin, [&](access::Act& act) -> Result<void> {
        auto sent = store.flows().message(act, name, *json::read(key), *json::read(content));
        if (!sent) return tl::unexpected(std::move(sent.error()));
        got = *sent;
        return {};
    });
    return !done ? done.error().front().code : got ? "delivered" : "kept";
}

// Messages find who waits for them, are kept where nobody does yet, and start flows; all in one transaction.
TEST_P(FlowsTest, MessagesAndSignalsAreCorrelated) {
    test::FlowStore store(
        store_.database(),
        R"json({"kind": "flow", "id": "order", "variables": [{"id": "amount", "type": "number"}], "nodes": [
        {"id": "start", "type": "start"}, {"id": "ordered", "type": "start", "event": "message", "message": "order"}, {"id": "m", "type": "exclusive"},
        {"id": "paid", "type": "catch", "event": "message", "message": "payment", "key": "\"K\" + string(amount)"}, {"id": "go", "type": "catch", "event": "signal", "signal": "go"},
        {"id": "end", "type": "end"}],
      "edges": [{"from": "start", "to": "m"}, {"from": "ordered", "to": "m"}, {"from": "m", "to": "paid"}, {"from": "paid", "to": "go"}, {"from": "go", "to": "end"}]})json");
    const auto send = [&](auto... sent) { return sent_message(store, sent...); };
    EXPECT_EQ(send("payment", "\"K8\"", "{}"), "kept");
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_message"), 1);
    EXPECT_EQ(send("order", "null", R"({"amount": 7})"), "delivered");
    EXPECT_EQ(send("order", "null", R"({"amount": 8})"), "delivered") << "takes the kept payment";
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_message"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_wait WHERE kind = 'signal'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_wait WHERE kind = 'message'"), 1);
    EXPECT_EQ(send("payment", "\"K7\"", "{}"), "delivered");
    std::int64_t heard = 0;
    ASSERT_TRUE(store.act(kAdmin, [&](access::Act& act) -> Result<void> {
        auto sent = store.flows().signal(act, "go", *json::read("{}"));
        if (!sent) return tl::unexpected(std::move(sent.error()));
        heard = *sent;
        return {};
    }));
    EXPECT_EQ(heard, 2);
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_wait"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_instance WHERE state = 'completed'"), 2);
}

// Who waits with a key gets no message without one, and none that was kept; what does not fit is refused where somebody
// sends it, and an incident where it was kept.
TEST_P(FlowsTest, MessagesFitWhoWaitsForThem) {
    test::FlowStore store(
        store_.database(),
        R"json({"kind": "flow", "id": "order", "variables": [{"id": "amount", "type": "number", "initial": "0"}], "nodes": [
        {"id": "start", "type": "start"}, {"id": "ordered", "type": "start", "event": "message", "message": "order"}, {"id": "m", "type": "exclusive"},
        {"id": "check", "type": "user_task", "who": {"person": "wang"}},
        {"id": "paid", "type": "catch", "event": "message", "message": "payment", "key": "\"K\""}, {"id": "sent", "type": "catch", "event": "message", "message": "sent"},
        {"id": "end", "type": "end"}],
      "edges": [{"from": "start", "to": "m"}, {"from": "ordered", "to": "m"}, {"from": "m", "to": "check"}, {"from": "check", "to": "paid"}, {"from": "paid", "to": "sent"}, {"from": "sent", "to": "end"}]})json");
    const auto send = [&](auto... sent) { return sent_message(store, sent...); };
    EXPECT_EQ(send("order", "null", R"({"amount": "seven"})"), "FLOW-210");
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_instance"), 0) << "nothing has begun";
    const storage::Id id = store.start(kLi)->instance;
    EXPECT_EQ(send("payment", "null", "{}"), "kept");
    EXPECT_EQ(send("sent", "null", R"({"amount": "nine"})"), "kept");
    ASSERT_TRUE(store.task(kWang, store.open_task(id, kWang), "complete"));
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_wait WHERE name = 'payment'"), 1) << "not the kept one without a key";
    EXPECT_EQ(send("payment", "null", "{}"), "kept");
    EXPECT_EQ(send("payment", "\"L\"", "{}"), "kept");
    const std::int64_t steps = count("SELECT version FROM fw_flow_instance");
    EXPECT_EQ(send("payment", "\"K\"", R"({"amount": "seven"})"), "FLOW-210");
    EXPECT_EQ(count("SELECT version FROM fw_flow_instance"), steps) << "nothing has happened";
    EXPECT_EQ(send("payment", "\"K\"", R"({"amount": 7})"), "delivered");
    EXPECT_EQ(count("SELECT count(*) FROM fw_incident WHERE code = 'FLOW-210' AND state = 'open' AND node = 'sent'"),
              1);
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_wait WHERE name = 'sent'"), 1) << "still waits";
    EXPECT_EQ(send("sent", "null", R"({"amount": 9})"), "delivered");
    EXPECT_EQ(count("SELECT count(*) FROM fw_incident WHERE state = 'open'"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_instance WHERE state = 'completed'"), 1);
}

constexpr const char* kMany =
    R"({"kind": "flow", "id": "many", "nodes": [{"id": "start", "type": "start"},
    {"id": "work", "type": "user_task", "who": {"person": "li"}, "for_each": {"count": "600"}}, {"id": "end", "type": "end"}],
  "edges": [{"from": "start", "to": "work"}, {"from": "work", "to": "end"}]})";

class ManyAtOnce : public FlowsTest {
  protected:
    test::FlowStore many_{store_.database(), kMany};

    void verify_with(const test::FlowStore& flows, storage::Id instance) {
        const auto done =
            store_.database().read([&](storage::Reader& reader) { return flows.flows().verify(reader, instance); });
        EXPECT_TRUE(done) << format(done.error());
    }
};

TEST_P(ManyAtOnce, AreNotWrittenWholeAtEachStep) {
    const auto started = many_.start(kLi);
    ASSERT_TRUE(started) << format(started.error());
    const storage::Id id = started->instance;
    const std::int64_t whole = count("SELECT length(snapshot) FROM fw_flow_instance");
    std::int64_t rewritten = 0, before = whole;
    for (int i = 0; i < 600; ++i) {
        const auto done = many_.task(kLi, many_.open_task(id, kLi), "complete");
        ASSERT_TRUE(done) << format(done.error());
        if (i % 97 == 5) verify_with(many_, id);
        // Another server knows nothing of what this one has kept.
        if (i % 151 == 7) verify_with(test::FlowStore(store_.database(), kMany), id);
        if (i == 300) {
            // Rolled back: what was kept of it is not believed.
            const storage::Id task = many_.open_task(id, kLi);
            const auto undone = many_.act(kLi, [&](access::Act& act) -> Result<void> {
                flows::ActionRequest request;
                request.action = "complete";
                auto acted = many_.flows().act_on_task(act, task, request);
                if (!acted) return tl::unexpected(std::move(acted.error()));
                return fail("TEST-001", {"rolled back", "已回滚"});
            });
            EXPECT_FALSE(undone);
        }
        const std::int64_t now = count("SELECT length(snapshot) FROM fw_flow_instance");
        rewritten += now != before ? 1 : 0;
        before = now;
        if (i == 400) {
            EXPECT_LT(rewritten, 100);
        }
    }
    verify_with(many_, id);
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_instance WHERE state = 'completed'"), 1);
}

// What a large instance has gone through since its last snapshot is searched as well, without and with what a server
// has kept of it.
TEST_P(ManyAtOnce, AreFoundAsTheyAreNow) {
    constexpr const char* kModel =
        R"({"kind": "flow", "id": "many", "variables": [{"id": "city", "type": "text", "initial": "\"Rome\""}, {"id": "sum", "type": "number", "initial": "1"}],
  "nodes": [{"id": "start", "type": "start"}, {"id": "fork", "type": "parallel"}, {"id": "ask", "type": "user_task", "who": {"person": "wang"}, "out": {"city": "\"Oslo\"", "sum": "sum + 6"}},
    {"id": "then", "type": "user_task", "who": {"person": "wang"}}, {"id": "work", "type": "user_task", "who": {"person": "li"}, "for_each": {"count": "600"}},
    {"id": "join", "type": "parallel"}, {"id": "end", "type": "end"}],
  "edges": [{"from": "start", "to": "fork"}, {"from": "fork", "to": "ask"}, {"from": "ask", "to": "then"}, {"from": "then", "to": "join"}, {"from": "fork", "to": "work"}, {"from": "work", "to": "join"}, {"from": "join", "to": "end"}]})";
    test::FlowStore flows(store_.database(), kModel);
    const auto started = flows.start(kLi);
    ASSERT_TRUE(started) << format(started.error());
    const auto found = [&](const test::FlowStore& with, const flows::InstanceRequest& request) {
        std::string text;
        const auto done = store_.database().read([&](storage::Reader& reader) -> Result<void> {
            auto page = with.flows().instances(reader, with.caller(1), request, with.now(), Language::kEn);
            if (!page) return tl::unexpected(std::move(page.error()));
            text = std::move(*page);
            return {};
        });
        EXPECT_TRUE(done) << format(done.error());
        return text.find(R"("count":1)") != std::string::npos;
    };
    flows::InstanceRequest rome, oslo, seven, less, at_ask, at_then;
    rome.variables = {{"city", "Rome"}};
    oslo.variables = {{"city", "Oslo"}};
    seven.variables = {{"sum", ">=7"}};
    less.variables = {{"sum", "<7"}, {"city", "!=Oslo"}};
    at_ask.node = "ask";
    at_then.node = "then";
    for (flows::InstanceRequest* each : {&rome, &oslo, &seven, &less, &at_ask, &at_then}) each->count = true;
    EXPECT_TRUE(found(flows, rome) && found(flows, less) && found(flows, at_ask));
    EXPECT_FALSE(found(flows, oslo) || found(flows, seven) || found(flows, at_then));
    const std::int64_t whole = count("SELECT length(snapshot) FROM fw_flow_instance");
    ASSERT_GT(whole, 64 * 1024);
    const auto done = flows.task(kWang, flows.open_task(started->instance, kWang), "complete");
    ASSERT_TRUE(done) << format(done.error());
    ASSERT_EQ(count("SELECT length(snapshot) FROM fw_flow_instance"), whole);  // written by events only
    const test::FlowStore another(store_.database(), kModel);
    for (const test::FlowStore* with : {&std::as_const(flows), &another}) {
        EXPECT_TRUE(found(*with, oslo) && found(*with, seven) && found(*with, at_then));
        EXPECT_FALSE(found(*with, rome) || found(*with, less) || found(*with, at_ask));
    }
}

INSTANTIATE_TEST_SUITE_P(Both, ManyAtOnce, testing::ValuesIn(test::all_backends()), test::BackendName());
INSTANTIATE_TEST_SUITE_P(Both, FlowsTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw
