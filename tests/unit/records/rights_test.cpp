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

// Entities that refer to orders, which each seller may read only of one's own.
Files with_notes() {
    Files files = shop();
    files.push_back({"entities/memo.json",
                     R"({"kind": "entity", "id": "memo", "label": {"en": "Memo", "zh": "备忘"}, "title": "subject",
        "fields": [
          {"id": "subject", "type": "text"},
          {"id": "order", "type": "reference", "to": "order", "on_delete": "clear"},
          {"id": "number", "type": "lookup", "from": "order", "field": "number"},
          {"id": "worth", "type": "formula", "formula": "order.total", "result": "number"}]})"});
    return edited(files, "roles/seller.json", R"({"entity": "product", "read": "all"},)",
                  R"({"entity": "product", "read": "all"},
                     {"entity": "memo", "create": true, "read": "all", "update": "all"},)");
}

TEST_P(RightsTest, WhatMayNotBeReadCannotBeReferredTo) {
    deploy(with_notes());
    const auto referring = [&](Id order) { return R"({"subject": "x", "order": )" + ref(order) + "}"; };
    const auto hidden = create(kSeller, "memo", referring(other_));
    const auto missing = create(kSeller, "memo", referring(12345));
    EXPECT_EQ(codes(hidden), List{"REC-012 order"});
    EXPECT_EQ(codes(hidden), codes(missing)) << "the same answer";
    EXPECT_TRUE(create(kSeller, "memo", referring(mine_)));
    const Id memo = made("memo", R"({"subject": "y"})");
    EXPECT_EQ(codes(update(kSeller, "memo", memo, R"({"order": )" + ref(other_) + "}")), List{"REC-012 order"});
    EXPECT_TRUE(update(kAdmin, "memo", memo, R"({"order": )" + ref(other_) + "}"));
    EXPECT_TRUE(update(kSeller, "memo", memo, R"({"subject": "z", "order": )" + ref(other_) + "}"))
        << "what is as it was is no attempt to write";
    const json::Value live = compute(kSeller, "memo", R"({"record": {"order": )" + ref(other_) + "}}");
    EXPECT_EQ(text(*live.find("values"), "worth"), "null");
    EXPECT_EQ(text(live.find("errors")->items().at(0), "code"), "\"REC-012\"");
}

TEST_P(RightsTest, ReferencesShowNothingOfWhatMayNotBeRead) {
    deploy(with_notes());
    const Id theirs = made("memo", R"({"subject": "a", "order": )" + ref(other_) + "}");
    const Id own = made("memo", R"({"subject": "b", "order": )" + ref(mine_) + "}");
    const std::string title = text(shown("order", other_), "title");
    EXPECT_EQ(text(shown("memo", theirs), "order"), R"({"id":)" + ref(other_) + R"(,"title":)" + title + "}");
    const json::Value seen = shown("memo", theirs, kSeller);
    EXPECT_EQ(text(seen, "order"), R"({"id":)" + ref(other_) + R"(,"title":""})");
    EXPECT_EQ(text(seen, "number"), "null");
    EXPECT_NE(text(shown("memo", own, kSeller), "number"), "null");
    const auto found = [&](Id person, const ListRequest& request) {
        const auto page = list(person, "memo", request);
        List out;
        if (!page) return codes(page);
        for (const json::Value& record : page->find("records")->items()) out.push_back(text(record, "subject"));
        return out;
    };
    EXPECT_EQ(found(kAdmin, {.filter = "order.discount = 0", .sort = "subject"}), (List{"\"a\"", "\"b\""}));
    EXPECT_EQ(found(kSeller, {.filter = "order.discount = 0", .sort = "subject"}), List{"\"b\""});
    EXPECT_EQ(found(kSeller, {.filter = "order.customer.name = \"Acme\""}), List{"\"b\""});
    EXPECT_EQ(found(kSeller, {.filter = "order.id = " + ref(other_)}), List{"\"a\""}) << "the id is its own";
    EXPECT_EQ(found(kSeller, {.filter = "number != null"}), codes(list(kSeller, "memo", {.filter = "number != null"})))
        << "lookups are not searched";
    // Sorted by the title as the reader sees it, page by page.
    for (const char* sort : {"order", "-order"}) {
        List walked;
        ListRequest request{.sort = sort, .limit = 1};
        for (int i = 0; i < 3; ++i) {
            const auto page = list(kSeller, "memo", request);
            ASSERT_TRUE(page) << format(page.error());
            for (const json::Value& record : page->find("records")->items()) walked.push_back(text(record, "subject"));
            if (page->find("next")->is_null()) break;
            request.after = page->find("next")->as_string();
        }
        EXPECT_EQ(walked, std::string_view(sort) == "order" ? (List{"\"a\"", "\"b\""}) : (List{"\"b\"", "\"a\""}));
    }
}

TEST_P(RightsTest, TheOwnerIsAnActivePerson) {
    EXPECT_EQ(codes(create(kSeller, "order", R"({"customer": )" + ref(account_) + R"(, "owner": "123"})")),
              List{"REC-012 owner"});
    EXPECT_EQ(codes(update(kSeller, "order", mine_, R"({"owner": )" + ref(account_) + "}")), List{"REC-012 owner"});
    EXPECT_EQ(codes(update(kSeller, "order", mine_, R"({"owner": null})")), List{"REC-012 owner"});
    EXPECT_EQ(codes(update(kChief, "account", account_, R"({"created_by": "3"})")), List{"REC-005 created_by"});
    EXPECT_TRUE(update(kSeller, "order", mine_, R"({"owner": )" + ref(kOther) + "}"));
    EXPECT_EQ(codes(show(kSeller, "order", mine_)), List{"REC-020"}) << "given away";
}

TEST_P(RightsTest, WhatTheSystemKeepsIsNotWritten) {
    EXPECT_EQ(codes(create(kSeller, "account", R"({"name": "x", "id": "5", "created_by": "3", "version": 7,
        "updated_at": "2026-01-01T00:00:00Z", "title": "t", "rights": {}})")),
              (List{"REC-001 rights", "REC-005 created_by", "REC-005 id", "REC-005 title", "REC-005 updated_at",
                    "REC-005 version"}));
    const std::string whole = json::write_compact(shown("order", mine_, kSeller));
    EXPECT_TRUE(update(kSeller, "order", mine_, whole)) << "a record as it was read may come back";
}

INSTANTIATE_TEST_SUITE_P(Both, RightsTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::records
