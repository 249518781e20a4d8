// Date reminders: the right people, the right day of the company's zone, once; also for dates that move and after a
// restart.
#include "runtime/jobs/jobs.h"
#include "tests/unit/records/company.h"

namespace fw::records {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::int64_t kDay = 24 * kHour;

const char* const kReminder =
    R"~({"kind": "reminder", "id": "due", "label": {"en": "Due", "zh": "到期"}, "entity": "order",
    "on": {"date": "deliver_on", "offset": "-P1D", "at": "09:00"}, "when": "state = \"draft\"",
    "to": [{"field": "owner"}, {"role": "chief"}],
    "text": {"en": "{number} is due on {deliver_on} for {customer.name}", "zh": "{number} 将于 {deliver_on} 到期"}})~";

class RemindTest : public Company, public jobs::Platform {
  protected:
    void SetUp() override {
        Files files = shop();
        files.push_back({"reminders/due.json", kReminder});
        deploy(files);
        now_ = {1'795'219'200'000'000};  // 2026-11-21T00:00:00Z
        jobs_ = std::make_unique<jobs::Jobs>(*this, jobs::Options{.reminder_seconds = 0});
    }
    Id order(const std::string& deliver_on, Id person = kSeller) {
        const Id account = made("account", R"({"name": "Acme"})");
        return made("order", R"({"customer": )" + ref(account) + R"(, "deliver_on": ")" + deliver_on + "\"}", person);
    }
    // "person: text" of every notice so far, sorted.
    List told() {
        const auto done = jobs_->run_once();
        EXPECT_TRUE(done) << format(done.error());
        List out;
        EXPECT_TRUE(store_.database().read([&](Reader& reader) -> Result<void> {
            return reader.query("SELECT person_id, text_en FROM fw_notification ORDER BY person_id, id", {},
                                [&](const storage::Row& row) {
                                    out.push_back(std::to_string(row.integer(0)) + ": " + std::string(row.text(1)));
                                });
        }));
        return out;
    }
    void pass(std::int64_t micros) { now_.micros += micros; }
    void restart() { jobs_ = std::make_unique<jobs::Jobs>(*this, jobs::Options{.reminder_seconds = 0}); }

    feel::Zone zone_ = feel::Zone::utc();

  private:
    storage::Database& database() override { return store_.database(); }
    jobs::Current current() override {
        jobs::Current out;
        out.deployment = 1;
        out.program = program_.get();
        out.records = records_.get();
        out.directory = directory_;
        return out;
    }
    void act(std::function<Result<void>(Act&)> work, std::function<void(Result<void>)> done) override {
        const auto system = Caller::system(program_, directory_);
        done(store_.database().write_and_wait([&](storage::Transaction& tx) {
            Act act{tx, *system, ids_, now_, {}};
            return work(act);
        }));
    }
    storage::DateTime now() override { return now_; }
    feel::Zone zone() override { return zone_; }

    std::unique_ptr<jobs::Jobs> jobs_;
};

TEST_P(RemindTest, OwnersAndRolesAreToldOnceADayBefore) {
    order("2026-11-23");
    EXPECT_EQ(told(), List{});
    pass(kDay + 9 * kHour - 1'000'000);  // the 22nd, 08:59:59
    EXPECT_EQ(told(), List{});
    pass(1'000'000);
    const List both{"2: O-2026-001 is due on 2026-11-23 for Acme", "4: O-2026-001 is due on 2026-11-23 for Acme"};
    EXPECT_EQ(told(), both);
    EXPECT_EQ(told(), both);
    restart();
    pass(kHour);
    EXPECT_EQ(told(), both) << "a restart looks again and tells nothing twice";
}

TEST_P(RemindTest, AmountsAreWrittenAsPeopleReadThem) {
    Files files = edited(shop(), "entities/account.json", R"("type": "currency", )",
                         R"("type": "currency", "currency": "CNY", )");
    std::string reminder = kReminder;
    const std::string from = "{number} is due on {deliver_on} for {customer.name}";
    reminder.replace(reminder.find(from), from.size(),
                     "{customer.limit}, {customer.limit - customer.limit}, {customer.limit * 2}");
    files.push_back({"reminders/due.json", reminder});
    deploy(files);
    const Id account = made("account", R"({"name": "Acme", "limit": 264120})");
    made("order", R"({"customer": )" + ref(account) + R"(, "deliver_on": "2026-11-22"})", kSeller);
    pass(12 * kHour);
    const List all = told();
    ASSERT_FALSE(all.empty());
    EXPECT_EQ(all.front(), "2: ¥264,120.00, ¥0.00, 528240.00");
}

TEST_P(RemindTest, TheDayIsThatOfTheCompany) {
    zone_ = feel::Zone::of_offset(8 * 3600);
    order("2026-11-23");
    pass(kDay + kHour - 1'000'000);  // 2026-11-22T08:59:59+08:00
    EXPECT_EQ(told(), List{});
    pass(1'000'000);
    EXPECT_EQ(told().size(), 2U);
}

TEST_P(RemindTest, WhatIsNotWantedAnyMoreIsNotTold) {
    const Id id = order("2026-11-22");
    const Id gone = order("2026-11-22");
    ASSERT_TRUE(set("order", id, {{"state", feel::Value::string("cancelled")}}));
    ASSERT_TRUE(remove(kAdmin, "order", gone));
    pass(12 * kHour);
    EXPECT_EQ(told(), List{});
}

TEST_P(RemindTest, ADateThatMovesIsTold) {
    const Id id = order("2027-11-22");
    pass(12 * kHour);
    EXPECT_EQ(told(), List{});
    pass(kDay);
    ASSERT_TRUE(update(kAdmin, "order", id, R"({"deliver_on": "2026-11-22"})"));
    EXPECT_EQ(told().size(), 2U) << "the reminder is due since yesterday, which it was not when it was looked for";
    ASSERT_TRUE(update(kAdmin, "order", id, R"({"deliver_on": "2026-11-23"})"));
    EXPECT_EQ(told().size(), 4U) << "another date is another reminder";
    ASSERT_TRUE(update(kAdmin, "order", id, R"({"deliver_on": "2026-11-20"})"));
    EXPECT_EQ(told().size(), 4U) << "what comes before a date is no news after it";
}

TEST_P(RemindTest, WhatIsLongPastIsNotTold) {
    order("2026-01-01");
    EXPECT_EQ(told(), List{});
}

INSTANTIATE_TEST_SUITE_P(Both, RemindTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::records
