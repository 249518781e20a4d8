// What administrators do with instances, over both databases: suspend, edit, incidents, migration, bulk, looking back.
#include <gtest/gtest.h>

#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/flows/bulk.h"
#include "runtime/jobs/actions.h"
#include "tests/support/flow/flow_platform.h"
#include "tests/support/flow/flow_store.h"
#include "tests/support/test_store.h"

namespace fw {
namespace {

constexpr std::int64_t kAdmin = 1, kLi = 2, kWang = 3;

constexpr const char* kJob =
    R"json({"kind": "flow", "id": "ship", "variables": [{"id": "limit", "type": "number", "initial": "5"}, {"id": "number", "type": "text"}], "nodes": [
    {"id": "start", "type": "start"}, {"id": "order", "type": "service_task", "action": "post.order", "arguments": {"limit": "limit"}, "retries": 2, "retry_after": "PT10S",
     "out": {"number": "result.number"}},
    {"id": "lost", "type": "boundary", "attached_to": "order", "event": "error", "error": "sold_out"},
    {"id": "check", "type": "approval", "who": {"person": "wang"}, "timeout": {"after": "P2D", "do": "remind"}}, {"id": "end", "type": "end"}, {"id": "none", "type": "end", "outcome": "none"}],
  "edges": [{"from": "start", "to": "order"}, {"from": "order", "to": "check"}, {"from": "check", "to": "end"}, {"from": "lost", "to": "none"}]})json";

class OperationsTest : public testing::TestWithParam<storage::Backend> {
  protected:
    OperationsTest() { flows_.set_now({1'700'000'000'000'000}); }

    void pass(std::int64_t seconds) { flows_.set_now({flows_.now().micros + seconds * 1'000'000}); }
    std::int64_t count(std::string_view sql) { return store_.count(sql); }
    // The answer, or the code of the failure.
    std::string operate(std::int64_t person, storage::Id id, std::string_view action, std::string_view body = "{}") {
        std::string said;
        const auto json = json::read(body);
        const auto done = flows_.act(person, [&](access::Act& act) -> Result<void> {
            flows::ActionRequest request;
            request.action = action;
            request.body = &*json;
            auto answer = flows_.flows().operate(act, id, request, Language::kEn);
            if (!answer) return tl::unexpected(std::move(answer.error()));
            said = std::move(*answer);
            return {};
        });
        return done ? said : done.error().front().code;
    }
    json::Value read(const std::function<Result<std::string>(storage::Reader&)>& query) {
        json::Value value;
        const auto done = store_.database().read([&](storage::Reader& reader) -> Result<void> {
            auto text = query(reader);
            if (!text) return tl::unexpected(text.error());
            value = *json::read(*text);
            return {};
        });
        EXPECT_TRUE(done) << format(done.error());
        return value;
    }
    json::Value shown(storage::Id id) {
        return read([&](storage::Reader& reader) {
            return flows_.flows().instance(reader, flows_.caller(kAdmin), id, flows_.now(), Language::kEn);
        });
    }
    std::size_t found(const flows::InstanceRequest& request) {
        return read([&](storage::Reader& reader) {
                   return flows_.flows().instances(reader, flows_.caller(kAdmin), request, flows_.now(), Language::kEn);
               })
            .find("instances")
            ->items()
            .size();
    }
    void verify(storage::Id id) {
        const auto done =
            store_.database().read([&](storage::Reader& reader) { return flows_.flows().verify(reader, id); });
        EXPECT_TRUE(done) << format(done.error());
    }
    void run() {
        const auto done = actions_.run_once();
        ASSERT_TRUE(done) << format(done.error());
    }

    test::TestStore store_{GetParam()};
    test::FlowStore flows_{store_.database(), kJob};
    test::FlowPlatform platform_{flows_};
    std::vector<std::string> keys_;
    std::string fails_, error_;
    jobs::Actions actions_{platform_, [this](const jobs::ActionJob& job) -> Result<jobs::ActionAnswer> {
                               keys_.push_back(job.key);
                               EXPECT_EQ(job.action, "post.order");
                               EXPECT_EQ(job.initiator, kLi);
                               if (!fails_.empty()) return fail(fails_, {"no connection", "没有连接"});
                               jobs::ActionAnswer answer;
                               answer.error = error_;
                               answer.result = *json::read(R"({"number": "A-17"})");
                               return answer;
                           }};
};

TEST_P(OperationsTest, AnActionAnswersItsFlow) {
    const storage::Id id = flows_.start(kLi)->instance;
    run();
    EXPECT_NE(flows_.open_task(id, kWang), 0);
    EXPECT_EQ(shown(id).find("variables")->string_or("number"), "A-17");
    EXPECT_EQ(count("SELECT count(*) FROM fw_outbox WHERE status = 'sent'"), 1);
    run();
    EXPECT_EQ(keys_.size(), 1U);
    verify(id);
}

TEST_P(OperationsTest, AnErrorCodeGoesToItsBoundaryEvent) {
    error_ = "sold_out";
    const storage::Id id = flows_.start(kLi)->instance;
    run();
    EXPECT_EQ(shown(id).string_or("state"), "completed");
    EXPECT_EQ(flows_.open_task(id, kWang), 0);
    verify(id);
}

// Two retries with pauses of 10 s and 20 s, then an incident; the key is the same each time, also after the incident.
TEST_P(OperationsTest, AFailingActionBecomesAnIncident) {
    fails_ = "PLUG-010";
    const storage::Id id = flows_.start(kLi)->instance;
    run();
    EXPECT_EQ(keys_.size(), 1U);
    pass(9);
    run();
    EXPECT_EQ(keys_.size(), 1U) << "not before its pause";
    pass(1);
    run();
    EXPECT_EQ(keys_.size(), 2U);
    pass(20);
    run();
    EXPECT_EQ(keys_.size(), 3U);
    pass(100'000);
    run();
    EXPECT_EQ(keys_.size(), 3U);
    EXPECT_EQ(count("SELECT count(*) FROM fw_incident WHERE state = 'open' AND kind = 'job' AND code = 'PLUG-010' AND "
                    "attempts = 3"),
              1);
    EXPECT_EQ(count("SELECT count(*) FROM fw_notification WHERE person_id = 1 AND text_zh LIKE '%PLUG-010%'"), 1);
    verify(id);
    flows::InstanceRequest failing;
    failing.state = "incident";
    EXPECT_EQ(found(failing), 1U);
    failing.incident = "PLUG-011";
    EXPECT_EQ(found(failing), 0U);

    EXPECT_EQ(operate(kLi, id, "retry"), "FLOW-217");
    EXPECT_EQ(operate(kWang, id, "retry"), "FLOW-404") << "he has nothing to do with it yet";
    EXPECT_NE(operate(kAdmin, id, "retry", R"({"dry_run": true})").find("\"possible\":true"), std::string::npos);
    EXPECT_EQ(count("SELECT count(*) FROM fw_incident WHERE state = 'open'"), 1) << "a dry run changes nothing";
    ASSERT_NE(operate(kAdmin, id, "retry").find("\"instance\""), std::string::npos);
    EXPECT_EQ(operate(kAdmin, id, "retry"), "FLOW-252");
    fails_.clear();
    run();
    EXPECT_EQ(keys_, std::vector<std::string>(4, keys_.front()));
    EXPECT_EQ(count("SELECT count(*) FROM fw_incident WHERE state = 'solved' AND how = 'retried' AND solved_by = 1"),
              1);
    EXPECT_NE(flows_.open_task(id, kWang), 0);
    verify(id);
}

TEST_P(OperationsTest, AnIncidentIsSkippedWithAResult) {
    fails_ = "PLUG-015";
    const storage::Id id = flows_.start(kLi)->instance;
    for (int i = 0; i < 4; ++i) {
        run();
        pass(100);
    }
    ASSERT_EQ(shown(id).find("incidents")->items().size(), 1U);
    ASSERT_NE(operate(kAdmin, id, "skip", R"({"result": {"number": "B-1"}, "comment": "by hand"})").find("instance"),
              std::string::npos);
    EXPECT_EQ(shown(id).find("variables")->string_or("number"), "B-1");
    EXPECT_EQ(count("SELECT count(*) FROM fw_incident WHERE how = 'skipped'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM fw_outbox WHERE status = 'dead'"), 0) << "nothing waits for it any more";
    EXPECT_NE(flows_.open_task(id, kWang), 0);
    verify(id);
}

TEST_P(OperationsTest, AnActionThatFailedIsGoneWithItsFlow) {
    fails_ = "PLUG-015";
    const storage::Id id = flows_.start(kLi)->instance;
    for (int i = 0; i < 4; ++i) {
        run();
        pass(100);
    }
    EXPECT_EQ(count("SELECT count(*) FROM fw_outbox WHERE status = 'dead'"), 1);
    ASSERT_NE(operate(kAdmin, id, "terminate", R"({"comment": "not needed"})").find("instance"), std::string::npos);
    EXPECT_EQ(count("SELECT count(*) FROM fw_outbox WHERE status = 'dead'"), 0);
}

TEST_P(OperationsTest, NobodyActsOnASuspendedInstance) {
    const storage::Id id = flows_.start(kLi)->instance;
    ASSERT_NE(operate(kAdmin, id, "suspend", R"({"comment": "audit"})").find("instance"), std::string::npos);
    EXPECT_EQ(operate(kAdmin, id, "suspend"), "FLOW-250");
    run();
    EXPECT_TRUE(keys_.empty()) << "the job waits";
    EXPECT_EQ(operate(kAdmin, id, "jump", R"({"to": "check"})"), "FLOW-250");
    ASSERT_NE(operate(kAdmin, id, "set", R"({"variables": {"limit": 9}})").find("instance"), std::string::npos);
    flows::InstanceRequest suspended;
    suspended.state = "suspended";
    EXPECT_EQ(found(suspended), 1U);
    ASSERT_NE(operate(kAdmin, id, "resume").find("instance"), std::string::npos);
    EXPECT_EQ(operate(kAdmin, id, "resume"), "FLOW-251");
    run();
    EXPECT_EQ(keys_.size(), 1U);
    const storage::Id task = flows_.open_task(id, kWang);
    ASSERT_NE(task, 0);
    ASSERT_NE(operate(kAdmin, id, "suspend").find("instance"), std::string::npos);
    EXPECT_EQ(flows_.task(kWang, task, "approve").error().front().code, "FLOW-250");
    const auto in_box = [&](const char* name) {
        return read([&](storage::Reader& reader) {
                   flows::BoxRequest request;
                   request.box = name;
                   return flows_.flows().tasks(reader, flows_.caller(kWang), request, flows_.now(), Language::kEn);
               })
            .find("count")
            ->as_int64();
    };
    EXPECT_EQ(in_box("todo"), 0);
    EXPECT_EQ(in_box("waiting"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM fw_timer"), 1);
    pass(86400 * 5);
    jobs::Jobs timers(platform_);
    ASSERT_TRUE(timers.run_once());
    EXPECT_EQ(timers.statistics().timers, 0U);
    ASSERT_NE(operate(kAdmin, id, "resume").find("instance"), std::string::npos);
    ASSERT_TRUE(timers.run_once());
    EXPECT_EQ(timers.statistics().timers, 1U) << "what became due meanwhile happens now";
    EXPECT_EQ(in_box("todo"), 1);
    EXPECT_EQ(in_box("waiting"), 0);
    EXPECT_TRUE(flows_.task(kWang, task, "approve"));
    verify(id);
}

TEST_P(OperationsTest, VariablesAreFoundAndChanged) {
    for (int i = 0; i < 3; ++i) {
        const storage::Id id = flows_.start(kLi)->instance;
        ASSERT_NE(
            operate(kAdmin, id, "set", R"({"variables": {"limit": )" + std::to_string(10 * i) + "}}").find("instance"),
            std::string::npos);
        verify(id);
    }
    const auto with = [&](const char* value) {
        flows::InstanceRequest request;
        request.variables.emplace_back("limit", value);
        return found(request);
    };
    EXPECT_EQ(with("10"), 1U);
    EXPECT_EQ(with(">=10"), 2U);
    EXPECT_EQ(with("<10"), 1U);
    EXPECT_EQ(with("!=10"), 2U);
    EXPECT_EQ(with("7"), 0U);
    flows::InstanceRequest unknown;
    unknown.variables.emplace_back("limits", "10");
    const auto refused = store_.database().read([&](storage::Reader& reader) -> Result<void> {
        auto page = flows_.flows().instances(reader, flows_.caller(kAdmin), unknown, flows_.now(), Language::kEn);
        return page ? Result<void>() : Result<void>(tl::unexpected(std::move(page.error())));
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().front().code, "FLOW-422");
    EXPECT_NE(refused.error().front().hint.en.find("limit"), std::string::npos);
    flows::InstanceRequest at;
    at.node = "order";
    EXPECT_EQ(found(at), 3U);
    at.node = "check";
    EXPECT_EQ(found(at), 0U);
    const storage::Id id = flows_.start(kLi)->instance;
    EXPECT_EQ(operate(kAdmin, id, "set", R"({"variables": {"limit": "many"}})"), "FLOW-210");
    EXPECT_EQ(operate(kAdmin, id, "set", R"({"variables": {"other": 1}})"), "FLOW-209");
    EXPECT_EQ(operate(kAdmin, id, "set", R"({"variables": {}})"), "FLOW-422");
    EXPECT_EQ(operate(kAdmin, id, "nonsense"), "FLOW-404");
}

TEST_P(OperationsTest, AnyMomentCanBeSeenAgain) {
    const storage::Id id = flows_.start(kLi)->instance;
    run();
    ASSERT_TRUE(flows_.task(kWang, flows_.open_task(id, kWang), "approve"));
    const auto at = [&](std::int64_t step) {
        return read([&](storage::Reader& reader) {
            return flows_.flows().state(reader, flows_.caller(kAdmin), id, step, flows_.now(), Language::kEn);
        });
    };
    EXPECT_EQ(at(1).find("tokens")->items().front().string_or("node"), "order");
    EXPECT_EQ(at(2).find("tokens")->items().front().string_or("node"), "check");
    EXPECT_EQ(at(2).find("variables")->string_or("number"), "A-17");
    EXPECT_EQ(at(0).string_or("state"), "completed");
    EXPECT_GE(at(3).find("events")->items().size(), 2U);
}

TEST_P(OperationsTest, OneCommandOnManyEachOnce) {
    std::vector<storage::Id> ids;
    for (int i = 0; i < 250; ++i) ids.push_back(flows_.start(kLi)->instance);
    ASSERT_NE(operate(kAdmin, ids[7], "suspend").find("instance"), std::string::npos);
    std::string made;
    const auto created = flows_.act(kAdmin, [&](access::Act& act) -> Result<void> {
        auto answer =
            flows::Bulk(flows_.flows())
                .create(
                    act,
                    *json::read(
                        R"({"action": "suspend", "select": {"flow": "ship", "state": "running"}, "comment": "all"})"),
                    Language::kEn);
        if (!answer) return tl::unexpected(answer.error());
        made = *answer;
        return {};
    });
    ASSERT_TRUE(created) << format(created.error());
    const storage::Id bulk = *storage::parse_id(json::read(made)->string_or("id"));
    for (auto more = actions_.run_bulk(); more && *more; more = actions_.run_bulk()) {
    }
    run();
    const json::Value shown = read(
        [&](storage::Reader& reader) { return flows::Bulk(flows_.flows()).show(reader, flows_.caller(kAdmin), bulk); });
    EXPECT_EQ(shown.string_or("state"), "done");
    EXPECT_EQ(shown.find("total")->as_int64(), 250);
    EXPECT_EQ(shown.find("succeeded")->as_int64(), 249);
    EXPECT_EQ(shown.find("failed")->as_int64(), 1);
    const json::Value failed = read([&](storage::Reader& reader) {
        return flows::Bulk(flows_.flows()).items(reader, bulk, "failed", 10, "", Language::kZh);
    });
    ASSERT_EQ(failed.find("items")->items().size(), 1U);
    EXPECT_EQ(failed.find("items")->items().front().string_or("instance"), storage::id_text(ids[7]));
    EXPECT_EQ(failed.find("items")->items().front().string_or("code"), "FLOW-250");
    EXPECT_TRUE(keys_.empty()) << "all are suspended before their jobs run";
    EXPECT_EQ(count("SELECT count(*) FROM fw_flow_event"), 500);
}

INSTANTIATE_TEST_SUITE_P(Both, OperationsTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw
