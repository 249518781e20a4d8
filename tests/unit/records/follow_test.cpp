// What other records show of one that changes or goes.
#include "tests/unit/records/company.h"

namespace fw::records {
namespace {

class FollowTest : public Company {
  protected:
    Id order_of(Id account, const std::string& price) {
        return made("order", R"({"customer": )" + ref(account) + R"(, "lines": [{"product": )" + ref(pen_) +
                                 R"(, "price": )" + price + "}]}");
    }
    void SetUp() override {
        Company::SetUp();
        pen_ = made("product", R"({"name": "Pen", "price": 2})");
        a_ = made("account", R"({"name": "A"})");
        b_ = made("account", R"({"name": "B"})");
    }
    Id pen_ = 0, a_ = 0, b_ = 0;
};

TEST_P(FollowTest, RollupsFollowTheirRows) {
    const Id first = order_of(a_, "60");
    order_of(a_, "70.5");
    EXPECT_EQ(text(shown("account", a_), "order_total"), "130.50");
    EXPECT_EQ(text(shown("account", a_), "dearest"), "70.50");
    EXPECT_EQ(text(shown("account", a_), "good"), "true");
    EXPECT_EQ(text(shown("account", a_), "version"), "1") << "what is computed is no change of the record";
    ASSERT_TRUE(update(kAdmin, "order", first, R"({"customer": )" + ref(b_) + "}"));
    EXPECT_EQ(text(shown("account", a_), "order_count"), "1");
    EXPECT_EQ(text(shown("account", a_), "good"), "false");
    EXPECT_EQ(text(shown("account", b_), "order_total"), "60.00");
    EXPECT_EQ(text(shown("order", first), "title"), "\"O-2026-001 B\"");
    ASSERT_TRUE(remove(kAdmin, "order", first));
    EXPECT_EQ(text(shown("account", b_), "order_count"), "0");
    EXPECT_EQ(text(shown("account", b_), "dearest"), "null");
}

TEST_P(FollowTest, TitlesThatReadAReferenceFollowIt) {
    const Id order = order_of(a_, "1");
    ASSERT_TRUE(update(kAdmin, "account", a_, R"({"name": "Acme"})"));
    EXPECT_EQ(text(shown("order", order), "title"), "\"O-2026-001 Acme\"");
    ASSERT_TRUE(update(kAdmin, "product", pen_, R"({"name": "Pencil"})"));
    EXPECT_EQ(text(shown("order", order).find("lines")->items()[0], "title"), "\"Pencil\"");
}

TEST_P(FollowTest, DeletingFollowsTheRuleOfEachReference) {
    const Id order = order_of(a_, "1");
    EXPECT_EQ(codes(remove(kAdmin, "account", a_)), List{"REC-023"});
    EXPECT_TRUE(show(kAdmin, "account", a_));
    EXPECT_EQ(codes(remove(kAdmin, "product", pen_)), List{"REC-023"}) << "a line uses it";
    ASSERT_TRUE(remove(kAdmin, "order", order));
    EXPECT_EQ(codes(show(kAdmin, "order", order)), List{"REC-020"});
    ASSERT_TRUE(update(kAdmin, "account", b_, R"({"boss": )" + ref(a_) + "}"));
    ASSERT_TRUE(remove(kAdmin, "account", a_));
    EXPECT_EQ(text(shown("account", b_), "boss"), "null");
    ASSERT_TRUE(remove(kAdmin, "product", pen_));
    EXPECT_EQ(codes(remove(kAdmin, "product", pen_)), List{"REC-020"});
}

INSTANTIATE_TEST_SUITE_P(Both, FollowTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::records
