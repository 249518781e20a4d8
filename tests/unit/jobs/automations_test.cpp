// Automations in one transaction: in order, as deep as they go, or not at all; scheduled ones once each time.
#include "runtime/automations/automations.h"

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

INSTANTIATE_TEST_SUITE_P(Both, AutomationsTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::records
