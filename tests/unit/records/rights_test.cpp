// Every list, reading and change obeys the rights of the caller; what may not be seen does not exist.
#include "tests/unit/records/company.h"

namespace fw::records {
namespace {

class RightsTest : public Company {
  protected:
    void SetUp() override {
        Company::SetUp();
        account_ = made("account", R"({"name": "Acme", "secret": "s3", "level": "a"})", kAdmin);
        mine_ = made("order", start(), kSeller);
        other_ = made("order", start(), kOther);
    }
    std::string start() { return R"({"customer": )" + ref(account_) + "}"; }
    std::size_t seen(Id person, std::string_view entity = "order") {
        const auto page = list(person, entity, {.count = true});
        if (!page) return 999;
        EXPECT_EQ(text(*page, "count"), std::to_string(page->find("records")->items().size()));
        return page->find("records")->items().size();
    }
    Id account_ = 0, mine_ = 0, other_ = 0;
};

TEST_P(RightsTest, ReachOfReading) {
    EXPECT_EQ(seen(kSeller), 1U);
    EXPECT_EQ(seen(kOther), 1U);
    EXPECT_EQ(seen(kChief), 2U) << "own unit and below";
    EXPECT_EQ(seen(kClerk), 0U);
    EXPECT_EQ(seen(kAdmin), 2U);
    EXPECT_TRUE(show(kSeller, "order", mine_));
    const auto hidden = show(kSeller, "order", other_);
    const auto missing = show(kSeller, "order", 12345);
    ASSERT_FALSE(hidden);
    EXPECT_EQ(codes(hidden), codes(missing)) << "the same answer";
    EXPECT_TRUE(show(kChief, "order", other_));
}

TEST_P(RightsTest, ChangingNeedsItsOwnRight) {
    EXPECT_TRUE(update(kSeller, "order", mine_, R"({"note": "x"})"));
    EXPECT_EQ(codes(update(kSeller, "order", other_, R"({"note": "x"})")), List{"REC-020"});
    EXPECT_EQ(codes(update(kSeller, "account", account_, R"({"stars": 1})")), List{"AUTH-403"})
        << "may be read, not changed";
    EXPECT_EQ(codes(remove(kSeller, "account", account_)), List{"AUTH-403"});
    EXPECT_EQ(codes(create(kClerk, "account", R"({"name": "x"})")), List{"AUTH-403"});
    EXPECT_EQ(codes(transition(kSeller, "order", mine_, "cancel")), List{"REC-024"}) << "needs the role chief";
    EXPECT_TRUE(transition(kChief, "order", mine_, "cancel"));
    EXPECT_FALSE(remove(kSeller, "order", mine_));
}

TEST_P(RightsTest, HiddenFields) {
    EXPECT_EQ(text(shown("account", account_, kSeller), "secret"), "missing");
    EXPECT_EQ(text(shown("account", account_), "secret"), "\"s3\"");
    const auto page = list(kSeller, "account");
    ASSERT_TRUE(page);
    EXPECT_EQ(text(page->find("records")->items()[0], "secret"), "missing");
    EXPECT_EQ(codes(list(kSeller, "account", {.filter = "secret = \"s3\""})), List{"REC-034"});
    EXPECT_EQ(codes(list(kSeller, "order", {.filter = "customer.secret = \"s3\""})), List{"REC-034"});
    EXPECT_EQ(codes(list(kSeller, "account", {.sort = "secret"})), List{"REC-030"});
    EXPECT_EQ(codes(list(kSeller, "account", {.fields = "secret"})), List{"REC-030 secret"});
    EXPECT_EQ(list(kSeller, "account", {.search = "s3"})->find("records")->items().size(), 0U);
    EXPECT_EQ(codes(create(kSeller, "account", R"({"name": "x", "secret": "y", "limit": 5})")),
              (List{"REC-005 limit", "REC-005 secret"}));
}

TEST_P(RightsTest, RulesInFeel) {
    EXPECT_EQ(seen(kClerk, "account"), 1U);
    const Id below = made("account", R"({"name": "B", "boss": )" + ref(account_) + "}");
    const Id apart = made("account", R"({"name": "C"})");
    EXPECT_EQ(seen(kClerk, "account"), 2U);
    EXPECT_TRUE(show(kClerk, "account", below));
    EXPECT_EQ(codes(show(kClerk, "account", apart)), List{"REC-020"});
}

TEST_P(RightsTest, WhoHasATaskMayRead) {
    ASSERT_TRUE(store_.database().write_and_wait([&](storage::Transaction& tx) -> Result<void> {
        auto done = tx.execute(
            "INSERT INTO fw_task (id, instance_id, seat, flow, node, kind, assignee_id, status, entity, record_id, "
            "created_at) "
            "VALUES (1, 1, 0, 'f', 'n', 'approval', ?, 'open', 'shop.order', ?, ?)",
            {static_cast<Id>(kSeller), other_, now_});
        if (!done) return fail(done.error());
        return {};
    }));
    EXPECT_TRUE(show(kSeller, "order", other_));
    EXPECT_EQ(codes(update(kSeller, "order", other_, R"({"note": "x"})")), List{"AUTH-403"});
    EXPECT_EQ(codes(show(kOther, "order", mine_)), List{"REC-020"});
}

TEST_P(RightsTest, OnlyExportersExport) {
    for (const Id person : {static_cast<Id>(kSeller), static_cast<Id>(kChief)}) {
        const auto who = caller(person);
        Result<std::string> done;
        ASSERT_TRUE(store_.database().read([&](Reader& reader) -> Result<void> {
            done = records_->export_csv(reader, *who, entity_of("order"), {}, Language::kZh, now_,
                                        [](std::string_view) {});
            return {};
        }));
        EXPECT_EQ(done.has_value(), person == kChief);
    }
}

INSTANTIATE_TEST_SUITE_P(Both, RightsTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::records
