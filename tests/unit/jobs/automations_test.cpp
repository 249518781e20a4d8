// Automations in one transaction: in order, as deep as they go, or not at all; scheduled ones once each time.
#include "runtime/automations/automations.h"

#include "runtime/automations/failures.h"
#include "runtime/jobs/actions.h"
#include "runtime/jobs/jobs.h"
#include "tests/unit/records/company.h"

namespace fw::records {
namespace {

const char* const kCounter =
    R"~({"kind": "entity", "id": "counter", "label": {"en": "Counter", "zh": "计数"}, "title": "name", "fields": [
      {"id": "name", "type": "text", "label": {"en": "Name", "zh": "名称"}}, {"id": "n", "type": "integer", "label": {"en": "N", "zh": "数"}},
      {"id": "log", "type": "text", "max_length": 200, "label": {"en": "Log", "zh": "记录"}}, {"id": "twin", "type": "reference", "to": "counter", "label": {"en": "Twin", "zh": "孪生"}}]})~";

std::string automation(const std::string& id, const std::string& on, const std::string& when,
                       const std::string& steps) {
    return R"({"kind": "automation", "id": ")" + id + R"(", "label": {"en": ")" + id + R"(", "zh": ")" + id +
           R"("}, "entity": "counter", "on": )" + on + (when.empty() ? "" : R"(, "when": ")" + when + "\"") +
           R"(, "do": [)" + steps + "]}";
}
std::string sets(const std::string& id, const std::string& field, const std::string& value) {
    return R"({"id": ")" + id + R"(", "type": "set", "values": {")" + field + R"(": ")" + value + R"("}})";
}

class AutomationsTest : public Company, public jobs::Platform {
  protected:
    void models(const std::vector<std::string>& automations) {
        Files files = shop();
        files.push_back({"entities/counter.json", kCounter});
        for (std::size_t i = 0; i < automations.size(); ++i)
            files.push_back({"automations/" + id_of(automations[i]) + ".json", automations[i]});
        deploy(files);
        flows_ = std::make_unique<flows::Flows>(program_, 1, records_.get(), flows::Options{});
        automations_ = std::make_unique<automations::Automations>(program_, *records_, *flows_);
        jobs_ = std::make_unique<jobs::Jobs>(*this, jobs::Options{});
    }
    static std::string id_of(const std::string& model) {
        const auto read = json::read(model);
        return read ? std::string(read->string_or("id")) : "unreadable";
    }
    // In one transaction, with what follows.
    Result<Id> make(const std::string& json) {
        Id id = 0;
        const auto done = with_all([&](Act& act) -> Result<void> {
            auto made = records_->create(act, entity_of("counter"), *json::read(json));
            if (!made) return fail(std::move(made.error()));
            id = made->id;
            return {};
        });
        if (!done) return fail(done.error());
        return id;
    }
    Result<void> change(Id id, const std::string& json) {
        return with_all([&](Act& act) -> Result<void> {
            auto made = records_->update(act, entity_of("counter"), id, *json::read(json));
            if (!made) return fail(std::move(made.error()));
            return {};
        });
    }
    Result<void> with_all(const std::function<Result<void>(Act&)>& work) {
        const auto who = caller(kAdmin);
        return store_.database().write_and_wait([&](storage::Transaction& tx) -> Result<void> {
            Act act{tx, *who, ids_, now_, {}};
            auto done = work(act);
            return done ? automations_->after(act) : done;
        });
    }
    std::string value(Id id, const char* field) { return text(shown("counter", id), field); }
    std::int64_t rows(const std::string& table) {
        std::int64_t count = -1;
        EXPECT_TRUE(store_.database().read([&](Reader& reader) -> Result<void> {
            auto found = reader.query_integer("SELECT count(*) FROM " + table);
            if (!found) return fail(found.error());
            count = found->value_or(0);
            return {};
        }));
        return count;
    }

    // A turn of every schedule, with the attempts that follow it.
    void turn(std::int64_t seconds) {
        pass(seconds);
        for (int i = 0; i < 4; ++i) {
            ASSERT_TRUE(jobs_->run_once());
            pass(10);
        }
    }
    void pass(std::int64_t seconds) { now_.micros += seconds * 1'000'000; }
    void plan() {
        ASSERT_TRUE(store_.database().write_and_wait(
            [&](storage::Transaction& tx) { return automations_->plan(tx, ids_, now_); }));
    }
    void run_actions() {
        const auto done = actions_.run_once();
        ASSERT_TRUE(done) << format(done.error());
    }

    // What waits for an administrator, as he is shown it.
    json::Value listed(const automations::FailureRequest& request = {}, Language language = Language::kEn) {
        std::string out;
        const auto who = caller(kAdmin);
        const auto done = store_.database().read([&](Reader& reader) -> Result<void> {
            auto found = automations::Failures(*automations_).list(reader, *who, request, now_, language);
            if (!found) return fail(std::move(found.error()));
            out = std::move(*found);
            return {};
        });
        return done ? *json::read(out) : json::Value::string(done.error().front().code);
    }
    std::vector<json::Value> failures() { return listed().find("failures")->items(); }
    // The code of what refuses it, or nothing.
    std::string solve(std::string_view id, std::string_view action, std::string_view reason = {}) {
        const auto done = with_all([&](Act& act) {
            return automations::Failures(*automations_).solve(act, *storage::parse_id(id), action, reason);
        });
        return done ? "" : done.error().front().code;
    }

    std::vector<std::string> called_;  // the keys of actions, in order
    bool broken_ = true;
    jobs::Actions actions_{*this, [this](const jobs::ActionJob& job) -> Result<jobs::ActionAnswer> {
                               called_.push_back(job.key);
                               if (broken_) return fail("PLUG-010", {"no connection", "没有连接"});
                               return jobs::ActionAnswer{};
                           }};
    std::unique_ptr<flows::Flows> flows_;
    std::unique_ptr<automations::Automations> automations_;
    std::unique_ptr<jobs::Jobs> jobs_;

  private:
    storage::Database& database() override { return store_.database(); }
    jobs::Current current() override {
        jobs::Current out;
        out.deployment = 1;
        out.program = program_.get();
        out.records = records_.get();
        out.flows = flows_.get();
        out.directory = directory_;
        out.automations = automations_.get();
        return out;
    }
    void act(std::function<Result<void>(Act&)> work, std::function<void(Result<void>)> done) override {
        const auto system = Caller::system(program_, directory_);
        done(store_.database().write_and_wait([&](storage::Transaction& tx) -> Result<void> {
            Act act{tx, *system, ids_, now_, {}};
            auto result = work(act);
            return result ? automations_->after(act) : result;
        }));
    }
    storage::DateTime now() override { return now_; }
};

TEST_P(AutomationsTest, AChainRunsToItsEndOrNothingIsStored) {
    models({automation("down", R"({"type": "update"})", "n > 0", sets("less", "n", "n - 1"))});
    const auto id = make(R"({"name": "few", "n": 0})");
    ASSERT_TRUE(id) << format(id.error());
    ASSERT_TRUE(change(*id, R"({"n": 7})"));
    EXPECT_EQ(value(*id, "n"), "0");
    const auto many = change(*id, R"({"n": 150})");
    ASSERT_FALSE(many);
    EXPECT_EQ(codes(many), List{"AUTO-302"});
    EXPECT_NE(many.error().front().text.en.find("shop.down → shop.down"), std::string::npos);
    EXPECT_EQ(value(*id, "n"), "0");
}

TEST_P(AutomationsTest, InTheOrderOfTheirIdsIfTheConditionStillHolds) {
    models({automation("a", R"({"type": "create"})", "log = null", sets("s", "log", R"(\"a\")")),
            automation("b", R"({"type": "create"})", "log = null", sets("s", "log", R"(\"b\")")),
            automation("c", R"({"type": "create"})", "", sets("s", "log", R"(string join([log, \"c\"], \" \"))"))});
    const auto id = make(R"({"name": "x"})");
    ASSERT_TRUE(id) << format(id.error());
    EXPECT_EQ(value(*id, "log"), R"("a c")");
}

TEST_P(AutomationsTest, WhatAStepChangesIsFollowedBeforeTheNextStep) {
    models({automation("a", R"({"type": "create"})", "",
                       sets("one", "n", "1") + ", " + sets("two", "log", R"(string join([log, \"two\"], \" \"))")),
            automation("b", R"({"type": "update", "fields": ["n"]})", "old.n = null", sets("s", "log", R"(\"b\")"))});
    const auto id = make(R"({"name": "x"})");
    ASSERT_TRUE(id) << format(id.error());
    EXPECT_EQ(value(*id, "log"), R"("b two")");
}

TEST_P(AutomationsTest, OldReadsTheRecordThatWasReferredTo) {
    models({automation("a", R"({"type": "update", "fields": ["twin"]})", "",
                       sets("s", "log", R"(string join([old.twin.name, twin.name], \" \"))"))});
    const Id one = *make(R"({"name": "one"})");
    const Id two = *make(R"({"name": "two"})");
    const Id id = *make(R"({"name": "x", "twin": )" + ref(one) + "}");
    ASSERT_TRUE(change(id, R"({"twin": )" + ref(two) + "}"));
    EXPECT_EQ(value(id, "log"), R"("one two")");
}

TEST_P(AutomationsTest, AFailureNamesTheStepAndUndoesEverything) {
    models({automation("a", R"({"type": "create"})", "twin = null",
                       sets("one", "log", R"(\"done\")") + ", " +
                           R"({"id": "two", "type": "create", "entity": "counter", "values": {"twin": "\"77\""}})")});
    const auto id = make(R"({"name": "x"})");
    ASSERT_FALSE(id);
    EXPECT_EQ(id.error().front().code, "AUTO-301");
    EXPECT_NE(id.error().front().text.en.find("step 'two'"), std::string::npos) << id.error().front().text.en;
    EXPECT_EQ(rows("shop_counter"), 0);
}

TEST_P(AutomationsTest, ATimeIsOneJobARecordAndEachOnce) {
    models({automation("tick", R"({"type": "schedule", "every": "R2/PT1H"})", "n > 0",
                       sets("s", "log", R"(string join([log, \"x\"], \"\"))"))});
    const Id one = *make(R"({"name": "one", "n": 1})");
    const Id none = *make(R"({"name": "none", "n": 0})");
    const auto plan = [&] {
        return store_.database().write_and_wait(
            [&](storage::Transaction& tx) { return automations_->plan(tx, ids_, now_); });
    };
    ASSERT_TRUE(plan());
    ASSERT_TRUE(plan()) << "again changes nothing";
    EXPECT_EQ(rows("fw_automation_schedule"), 1);
    const std::int64_t hour = 3'600'000'000;
    now_.micros += hour + 1;
    ASSERT_TRUE(jobs_->run_once());
    ASSERT_TRUE(jobs_->run_once());
    EXPECT_EQ(value(one, "log"), R"("x")");
    EXPECT_EQ(value(none, "log"), "null");
    EXPECT_EQ(rows("fw_automation_job"), 0);
    now_.micros += 10 * hour;
    ASSERT_TRUE(jobs_->run_once());
    EXPECT_EQ(value(one, "log"), R"("xx")");
    EXPECT_EQ(rows("fw_automation_schedule"), 0) << "it was the last time";
    EXPECT_EQ(rows("fw_timer"), 0);
}

// --- what has failed for good

const char* const kPost =
    R"({"id": "post", "type": "action", "action": "shop.post", "arguments": {"name": "name"}, "retries": 1})";

TEST_P(AutomationsTest, AnActionThatFailsForGoodWaitsUntilItIsRetried) {
    models({automation("send", R"({"type": "create"})", "",
                       std::string(kPost) + ", " + sets("mark", "log", R"(\"sent\")"))});
    const Id id = *make(R"({"name": "one"})");
    EXPECT_EQ(value(id, "log"), R"("sent")") << "what follows does not wait for it";
    const storage::DateTime first = now_;
    run_actions();
    EXPECT_TRUE(failures().empty()) << "it is tried again";
    pass(60);
    run_actions();
    ASSERT_EQ(failures().size(), 1U);
    const json::Value one = failures().front();
    const std::string key(one.string_or("id"));
    EXPECT_EQ(one.string_or("automation"), "shop.send");
    EXPECT_EQ(one.string_or("kind"), "action");
    EXPECT_EQ(one.string_or("step"), "post");
    EXPECT_EQ(one.find("number")->as_int64(), 1);
    EXPECT_EQ(one.string_or("action"), "shop.post");
    EXPECT_EQ(one.string_or("code"), "PLUG-010");
    EXPECT_EQ(one.string_or("text"), "no connection");
    EXPECT_EQ(listed({}, Language::kZh).find("failures")->items().front().string_or("text"), "没有连接");
    EXPECT_EQ(one.find("attempts")->as_int64(), 2);
    EXPECT_EQ(one.find("record")->string_or("entity"), "shop.counter");
    EXPECT_EQ(one.find("record")->string_or("id"), storage::id_text(id));
    EXPECT_EQ(one.find("record")->string_or("title"), "one");
    EXPECT_NE(one.string_or("first_at"), one.string_or("last_at"));

    EXPECT_EQ(solve(key, "retry"), "");
    EXPECT_TRUE(failures().empty());
    EXPECT_EQ(solve(key, "retry"), "AUTO-409") << "it is under way";
    EXPECT_EQ(solve(key, "skip"), "AUTO-409");
    run_actions();
    pass(60);
    run_actions();
    ASSERT_EQ(failures().size(), 1U) << "still no connection";
    EXPECT_EQ(failures().front().string_or("first_at"), one.string_or("first_at")) << first.micros;

    broken_ = false;
    EXPECT_EQ(solve(key, "retry", "the shop is back"), "");
    run_actions();
    EXPECT_TRUE(failures().empty());
    EXPECT_EQ(called_, std::vector<std::string>(5, "automation:" + key)) << "the same key each time";
    EXPECT_EQ(rows("fw_audit WHERE action = 'automation_retry' AND record_id = " + storage::id_text(id)), 2);
    EXPECT_EQ(rows("fw_audit WHERE person_id = " + std::to_string(kAdmin) + " AND changes LIKE '%the shop is back%'"),
              1);
}

TEST_P(AutomationsTest, AnActionThatIsSkippedIsNotDoneAnyMore) {
    models({automation("send", R"({"type": "create"})", "", kPost)});
    const Id id = *make(R"({"name": "one"})");
    run_actions();
    pass(60);
    run_actions();
    const std::string key(failures().front().string_or("id"));
    EXPECT_EQ(solve("77", "skip"), "AUTO-404");
    EXPECT_EQ(solve(key, "skip", "sent by hand"), "");
    EXPECT_EQ(solve(key, "skip"), "AUTO-409");
    EXPECT_EQ(solve(key, "retry"), "AUTO-409");
    pass(100'000);
    run_actions();
    EXPECT_EQ(called_.size(), 2U);
    EXPECT_EQ(rows("fw_audit WHERE action = 'automation_skip' AND record_id = " + storage::id_text(id)), 1);
}

TEST_P(AutomationsTest, EachChangeThatFailedWaitsForItself) {
    models({automation("send", R"({"type": "update"})", "", kPost),
            automation("other", R"({"type": "create"})", "", kPost)});
    const Id id = *make(R"({"name": "one"})");
    ASSERT_TRUE(change(id, R"({"n": 1})"));
    ASSERT_TRUE(change(id, R"({"n": 2})"));
    run_actions();
    pass(60);
    run_actions();
    EXPECT_EQ(failures().size(), 3U);
    EXPECT_EQ(listed({"shop.send", 50, ""}).find("count")->as_int64(), 2);
    EXPECT_EQ(listed({"send", 50, ""}).find("failures")->items().size(), 2U);
    EXPECT_EQ(listed({"sent", 50, ""}).as_string(), "HTTP-404");
    const json::Value page = listed({"", 2, ""});
    EXPECT_EQ(page.find("failures")->items().size(), 2U);
    EXPECT_EQ(page.find("count")->as_int64(), 3);
    const json::Value rest = listed({"", 2, std::string(page.string_or("next"))});
    EXPECT_EQ(rest.find("failures")->items().size(), 1U);
    EXPECT_TRUE(rest.find("next")->is_null());
}

const char* const kHourly = R"({"type": "schedule", "every": "R/PT1H"})";
// `log` is taken for the id of a record: none where it is empty.
const char* const kTwin =
    R"({"id": "two", "type": "create", "entity": "counter", "values": {"name": "\"twin\"", "twin": "log"}})";

TEST_P(AutomationsTest, ARunThatFailsWaitsAndIsRetriedWhole) {
    models({automation("tick", kHourly, "n > 0", sets("one", "n", "n + 10") + ", " + kTwin)});
    const Id bad = *make(R"({"name": "bad", "n": 1, "log": "77"})");
    const Id fine = *make(R"({"name": "fine", "n": 1})");
    plan();
    turn(3601);
    EXPECT_EQ(value(fine, "n"), "11");
    EXPECT_EQ(value(bad, "n"), "1") << "nothing of it is stored";
    ASSERT_EQ(failures().size(), 1U);
    const json::Value one = failures().front();
    EXPECT_EQ(one.string_or("kind"), "run");
    EXPECT_EQ(one.string_or("step"), "two");
    EXPECT_EQ(one.find("number")->as_int64(), 2);
    EXPECT_EQ(one.string_or("type"), "create");
    EXPECT_TRUE(one.find("action")->is_null());
    EXPECT_EQ(one.string_or("code"), "AUTO-301");
    EXPECT_EQ(one.find("attempts")->as_int64(), 3);
    EXPECT_EQ(one.find("record")->string_or("title"), "bad");
    EXPECT_NE(one.string_or("first_at"), one.string_or("last_at"));
    const std::string key(one.string_or("id"));

    EXPECT_EQ(solve(key, "retry"), "");
    EXPECT_EQ(solve(key, "retry"), "AUTO-409");
    turn(1);
    ASSERT_EQ(failures().size(), 1U) << "nothing has changed";
    EXPECT_EQ(failures().front().string_or("first_at"), one.string_or("first_at"));
    ASSERT_TRUE(change(bad, R"({"log": null})"));
    EXPECT_EQ(solve(key, "retry"), "");
    turn(1);
    EXPECT_TRUE(failures().empty());
    EXPECT_EQ(value(bad, "n"), "11");
    EXPECT_EQ(solve(key, "skip"), "AUTO-404");
    EXPECT_EQ(rows("fw_automation_job"), 0);
    EXPECT_EQ(rows("fw_timer"), 1) << "the schedule alone";
}

TEST_P(AutomationsTest, ARunIsDoneWithoutTheStepThatIsSkipped) {
    models({automation("tick", kHourly, "n > 0",
                       sets("one", "n", "n + 10") + ", " + kTwin + ", " + sets("three", "log", R"(\"done\")"))});
    const Id bad = *make(R"({"name": "bad", "n": 1, "log": "77"})");
    plan();
    turn(3601);
    ASSERT_EQ(failures().size(), 1U);
    EXPECT_EQ(solve(failures().front().string_or("id"), "skip", "no twin for this one"), "");
    turn(1);
    EXPECT_TRUE(failures().empty());
    EXPECT_EQ(value(bad, "n"), "11");
    EXPECT_EQ(value(bad, "log"), R"("done")");
    EXPECT_EQ(rows("shop_counter"), 1);
}

TEST_P(AutomationsTest, ARunThatFailsByWhatFollowsFromItIsLeftUndoneWhereItIsSkipped) {
    models({automation("tick", kHourly, "n > 0 and name = \\\"bad\\\"", sets("one", "n", "n + 10")),
            automation("after", R"({"type": "update", "fields": ["n"]})", "", kTwin)});
    const Id bad = *make(R"({"name": "bad", "n": 1, "log": "77"})");
    plan();
    turn(3601);
    ASSERT_EQ(failures().size(), 1U);
    EXPECT_TRUE(failures().front().find("step")->is_null());
    EXPECT_TRUE(failures().front().find("number")->is_null());
    EXPECT_EQ(solve(failures().front().string_or("id"), "skip"), "");
    EXPECT_TRUE(failures().empty());
    EXPECT_EQ(rows("fw_automation_job"), 0);
    EXPECT_EQ(value(bad, "n"), "1");
}

TEST_P(AutomationsTest, TheNextTurnOfAScheduleTakesThePlaceOfWhatFailed) {
    models({automation("tick", kHourly, "n > 0", std::string(kPost) + ", " + kTwin)});
    const Id bad = *make(R"({"name": "bad", "n": 1, "log": "77"})");
    const Id fine = *make(R"({"name": "fine", "n": 1})");
    plan();
    turn(3601);
    run_actions();
    pass(60);
    run_actions();
    ASSERT_EQ(failures().size(), 2U) << "a run, and the action of the other";
    const std::string before(failures().front().string_or("id")), other(failures().back().string_or("id"));
    turn(3600);
    run_actions();
    pass(60);
    run_actions();
    ASSERT_EQ(failures().size(), 2U);
    for (const json::Value& each : failures()) {
        EXPECT_NE(each.string_or("id"), before);
        EXPECT_NE(each.string_or("id"), other);
    }
    // What the schedule no longer asks for stays.
    ASSERT_TRUE(change(bad, R"({"n": 0})"));
    ASSERT_TRUE(change(fine, R"({"n": 0})"));
    turn(3600);
    EXPECT_EQ(failures().size(), 2U);
}

TEST_P(AutomationsTest, WhatFailedOfAnAutomationThatIsGoneCanBeSkipped) {
    models({automation("tick", kHourly, "n > 0", kTwin), automation("send", R"({"type": "create"})", "", kPost)});
    ASSERT_TRUE(make(R"({"name": "bad", "n": 1, "log": "77"})"));
    plan();
    turn(3601);
    run_actions();
    pass(60);
    run_actions();
    ASSERT_EQ(failures().size(), 2U);
    models({});
    plan();
    turn(7200);
    ASSERT_EQ(failures().size(), 2U);
    for (const json::Value& each : failures()) {
        EXPECT_TRUE(each.find("number")->is_null());
        const bool run = each.string_or("kind") == "run";
        EXPECT_EQ(each.string_or("automation_label"), run ? "shop.tick" : "shop.send");
        if (run) {
            EXPECT_TRUE(each.find("record")->is_null()) << "nobody knows of which entity";
            EXPECT_EQ(solve(each.string_or("id"), "retry"), "AUTO-409");
        }
        EXPECT_EQ(solve(each.string_or("id"), "skip"), "");
    }
    EXPECT_TRUE(failures().empty());
}

INSTANTIATE_TEST_SUITE_P(Both, AutomationsTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::records
