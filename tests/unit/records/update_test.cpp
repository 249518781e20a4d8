#include "tests/unit/records/company.h"

namespace fw::records {
namespace {

class UpdateTest : public Company {
  protected:
    void SetUp() override {
        Company::SetUp();
        account_ = made("account", R"({"name": "Acme"})");
        pen_ = made("product", R"({"name": "Pen", "price": 2})");
        order_ = made("order", R"({"customer": )" + ref(account_) + R"(, "lines": [{"product": )" + ref(pen_) +
                                   R"(, "quantity": 1}, {"product": )" + ref(pen_) + R"(, "quantity": 2}]})");
    }
    std::string line(std::size_t i) {
        return std::string(shown("order", order_).find("lines")->items()[i].string_or("id"));
    }
    Id account_ = 0, pen_ = 0, order_ = 0;
};

TEST_P(UpdateTest, OnlyWhatWasSentChanges) {
    const auto done = update(kAdmin, "account", account_, R"({"stars": 3})");
    ASSERT_TRUE(done) << format(done.error());
    EXPECT_EQ(done->version, 2);
    EXPECT_EQ(text(shown("account", account_), "stars"), "3");
    EXPECT_EQ(text(shown("account", account_), "name"), "\"Acme\"");
    EXPECT_EQ(update(kAdmin, "account", account_, R"({"stars": 3})")->version, 2) << "nothing differs";
    EXPECT_TRUE(news_.records.empty());
    EXPECT_EQ(update(kAdmin, "account", account_, R"({"stars": null})")->version, 3);
    EXPECT_EQ(text(shown("account", account_), "stars"), "null");
}

TEST_P(UpdateTest, AStaleVersionIsRefused) {
    WriteOptions first;
    first.version = 1;
    EXPECT_TRUE(update(kAdmin, "account", account_, R"({"stars": 3})", first));
    EXPECT_EQ(codes(update(kAdmin, "account", account_, R"({"stars": 4})", first)), List{"REC-021"});
    EXPECT_EQ(text(shown("account", account_), "stars"), "3");
}

TEST_P(UpdateTest, LinesAreTheWholeList) {
    const auto done = update(kAdmin, "order", order_,
                             R"({"lines": [{"id": ")" + line(1) + R"(", "quantity": 7}, {"product": )" + ref(pen_) +
                                 R"(, "quantity": 1, "price": 5}]})");
    ASSERT_TRUE(done) << format(done.error());
    const json::Value order = shown("order", order_);
    ASSERT_EQ(order.find("lines")->items().size(), 2U);
    EXPECT_EQ(text(order.find("lines")->items()[0], "quantity"), "7");
    EXPECT_EQ(text(order.find("lines")->items()[0], "price"), "2.00");
    EXPECT_EQ(text(order, "total"), "19.00");
    EXPECT_EQ(text(order, "version"), "2");
    EXPECT_EQ(text(shown("account", account_), "order_total"), "19.00");
    EXPECT_TRUE(update(kAdmin, "order", order_, R"({"lines": []})"));
    EXPECT_EQ(text(shown("order", order_), "net"), "0.00");
}

TEST_P(UpdateTest, AFormSentBackWholeIsNoMistake) {
    const auto done = update(kAdmin, "order", order_, json::write_compact(shown("order", order_)));
    ASSERT_TRUE(done) << format(done.error());
    EXPECT_EQ(done->version, 1);
    EXPECT_EQ(codes(update(kAdmin, "order", order_, R"({"total": 1, "number": "X", "state": "sent"})")),
              (List{"REC-005 number", "REC-005 state", "REC-005 total"}));
}

TEST_P(UpdateTest, TransitionsAndLocks) {
    EXPECT_EQ(codes(transition(kAdmin, "order", order_, "nothing")), List{"REC-020"});
    const Id empty = made("order", R"({"customer": )" + ref(account_) + "}");
    EXPECT_EQ(codes(transition(kAdmin, "order", empty, "send")), List{"REC-024"});
    ASSERT_TRUE(transition(kAdmin, "order", order_, "send"));
    EXPECT_EQ(text(shown("order", order_), "state"), "\"sent\"");
    EXPECT_EQ(text(shown("order", order_), "locked"), "true");
    EXPECT_EQ(codes(update(kAdmin, "order", order_, R"({"note": "x"})")), List{"REC-022"});
    EXPECT_EQ(codes(remove(kAdmin, "order", order_)), List{"REC-022"});
    EXPECT_EQ(codes(transition(kAdmin, "order", order_, "send")), List{"REC-024"});
    const std::vector<std::string> open{"note"};
    WriteOptions task;
    task.open = &open;
    EXPECT_TRUE(update(kAdmin, "order", order_, R"({"note": "x"})", task));
    EXPECT_EQ(codes(update(kAdmin, "order", order_, R"({"discount": 5})", task)), List{"REC-005 discount"});
    EXPECT_TRUE(transition(kAdmin, "order", order_, "cancel"));
    EXPECT_EQ(text(shown("account", account_), "order_total"), "0.00") << "cancelled orders do not count";
    EXPECT_EQ(text(shown("account", account_), "order_count"), "2");
}

TEST_P(UpdateTest, FlowsSetFieldsAndState) {
    const auto done =
        set("order", order_, {{"state", feel::Value::string("sent")}, {"note", feel::Value::string("by flow")}});
    ASSERT_TRUE(done) << format(done.error());
    EXPECT_EQ(text(shown("order", order_), "state"), "\"sent\"");
    EXPECT_EQ(codes(set("order", order_, {{"state", feel::Value::string("nowhere")}})), List{"REC-005 state"});
    EXPECT_EQ(codes(set("order", order_, {{"total", feel::Value::number(5)}})), List{"REC-002 total"});
    EXPECT_EQ(codes(set("order", order_, {{"nothing", feel::Value::number(5)}})), List{"REC-001 nothing"});
    EXPECT_TRUE(set("order", order_, {{"owner", feel::Value::string("2")}}));
    EXPECT_EQ(text(shown("order", order_), "owner"), R"({"id":"2","title":"seller"})");
}

TEST_P(UpdateTest, EveryChangeIsKept) {
    ASSERT_TRUE(update(kAdmin, "account", account_, R"({"stars": 3, "name": "Acme 2"})"));
    const auto who = caller(kAdmin);
    const std::string changes =
        read([&](Reader& reader) { return records_->changes(reader, *who, entity_of("account"), account_, now_); });
    EXPECT_NE(changes.find(R"("what":"create")"), std::string::npos) << changes;
    EXPECT_NE(changes.find(R"({"field":"name","old":"Acme","new":"Acme 2"})"), std::string::npos) << changes;
    EXPECT_NE(changes.find(R"("by":{"id":"1","name":"admin"})"), std::string::npos) << changes;
}

TEST_P(UpdateTest, TheAuditKnowsWhatChangedInEachLine) {
    const Id pen = made("product", R"({"name": "Pen", "price": 2})");
    const Id ink = made("product", R"({"name": "Ink", "price": 5})");
    const Id order = made("order", R"({"customer": )" + ref(account_) + R"(, "lines": [{"product": )" + ref(pen) +
                                       R"(, "quantity": 3}, {"product": )" + ref(ink) + R"(, "quantity": 1}]})");
    const json::Value before = shown("order", order);
    const auto line_id = [&](std::size_t i) {
        return "\"" + std::string(before.find("lines")->items()[i].string_or("id")) + "\"";
    };
    ASSERT_TRUE(update(kAdmin, "order", order,
                       R"({"lines": [{"id": )" + line_id(0) + R"(, "quantity": 4}, {"product": )" + ref(ink) +
                           R"(, "quantity": 7}]})"));
    const auto who = caller(kAdmin);
    const std::string text =
        read([&](Reader& reader) { return records_->changes(reader, *who, entity_of("order"), order, now_); });
    const json::Value changes = *json::read(text);
    const json::Value* table = nullptr;
    for (const json::Value& change : changes.items()[0].find("changes")->items()) {
        if (change.string_or("field") == "lines") table = &change;
    }
    ASSERT_NE(table, nullptr) << text;
    EXPECT_EQ(Company::text(*table, "old"), "2");
    EXPECT_EQ(Company::text(*table, "new"), "2");
    const auto& lines = table->find("lines")->items();
    ASSERT_EQ(lines.size(), 3U) << text;
    EXPECT_EQ(lines[0].string_or("what"), "update");
    EXPECT_EQ(lines[0].string_or("title"), "Pen");
    EXPECT_EQ(Company::text(lines[0], "changes"),
              R"([{"field":"quantity","old":3,"new":4},{"field":"amount","old":6.00,"new":8.00}])");
    EXPECT_EQ(lines[1].string_or("what"), "create");
    EXPECT_NE(Company::text(lines[1], "changes").find(R"({"field":"quantity","old":null,"new":7})"), std::string::npos);
    EXPECT_EQ(lines[2].string_or("what"), "delete");
    EXPECT_NE(Company::text(lines[2], "changes").find(R"({"field":"quantity","old":1,"new":null})"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Both, UpdateTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::records
