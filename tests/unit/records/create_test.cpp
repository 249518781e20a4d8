#include "tests/unit/records/company.h"

namespace fw::records {
namespace {

class CreateTest : public Company {};

TEST_P(CreateTest, DefaultsFormulasRollupsNumbersAndTitle) {
    const Id account = made("account", R"({"name": "Acme"})");
    const Id pen = made("product", R"({"name": "Pen", "price": 1.25})");
    const Id order = made("order", R"({"customer": )" + ref(account) + R"(, "discount": 10, "lines": [
        {"product": )" + ref(pen) + R"(, "quantity": 3},
        {"product": {"id": )" + ref(pen) +
                                       R"(}, "quantity": 2, "price": 10}]})");
    const json::Value a = shown("account", account);
    EXPECT_EQ(text(a, "level"), "\"b\"");
    EXPECT_EQ(text(a, "active"), "true");
    EXPECT_EQ(text(a, "since"), "\"2026-11-21\"");
    EXPECT_EQ(text(a, "order_count"), "1");
    EXPECT_EQ(text(a, "order_total"), "21.38");
    EXPECT_EQ(text(a, "dearest"), "21.38");
    EXPECT_EQ(text(a, "good"), "false");
    EXPECT_EQ(text(a, "version"), "1");
    const json::Value o = shown("order", order);
    EXPECT_EQ(text(o, "number"), "\"O-2026-001\"");
    EXPECT_EQ(text(o, "title"), "\"O-2026-001 Acme\"");
    EXPECT_EQ(text(o, "state"), "\"draft\"");
    EXPECT_EQ(text(o, "customer"), "{\"id\":" + ref(account) + ",\"title\":\"Acme\"}");
    EXPECT_EQ(text(o, "customer_level"), "\"b\"");
    EXPECT_EQ(text(o, "net"), "23.75");
    EXPECT_EQ(text(o, "total"), "21.38");  // 21.375, half to even
    ASSERT_EQ(o.find("lines")->items().size(), 2U);
    EXPECT_EQ(text(o.find("lines")->items()[0], "price"), "1.25");
    EXPECT_EQ(text(o.find("lines")->items()[0], "amount"), "3.75");
    EXPECT_EQ(text(o.find("lines")->items()[0], "title"), "\"Pen\"");
    EXPECT_EQ(text(o.find("lines")->items()[1], "amount"), "20.00");
    ASSERT_EQ(news_.records.size(), 1U);
    EXPECT_STREQ(news_.records[0].what, "create");
}

TEST_P(CreateTest, EveryMistakeIsToldAtItsField) {
    const auto types = create(kAdmin, "account", R"({"nmae": "x", "name": 5, "limit": 12.345, "active": "yes",
        "since": "2026-02-30", "called_at": "soon", "opens": "25:00", "boss": "abc", "order_count": 4})");
    EXPECT_EQ(codes(types), (List{"REC-001 nmae", "REC-002 active", "REC-002 name", "REC-003 limit", "REC-004 boss",
                                  "REC-004 called_at", "REC-004 opens", "REC-004 since", "REC-005 order_count"}));
    EXPECT_NE(format(types.error()).find("did you mean 'name'"), std::string::npos);
    const auto rules = create(kAdmin, "account", R"({"name": "123456789012345678901", "code": "a1", "level": "c",
        "tags": ["x", "q"], "mail": "nobody", "limit": -1, "stars": 9, "boss": "77"})");
    EXPECT_EQ(codes(rules), (List{"REC-007 name", "REC-008 code", "REC-008 mail", "REC-009 level", "REC-009 tags",
                                  "REC-010 limit", "REC-010 stars", "REC-012 boss"}));
    EXPECT_EQ(codes(create(kAdmin, "account", "{}")), List{"REC-006 name"});
    EXPECT_EQ(codes(create(kAdmin, "account", R"({"name": "  "})")), List{"REC-006 name"});
    for (const char* nothing : {"\\u200b", "\\u3000\\u00a0", "\\ufeff\\u2060"})
        EXPECT_EQ(codes(create(kAdmin, "account", std::string(R"({"name": ")") + nothing + "\"}")),
                  List{"REC-006 name"});
    for (const char* lines : {"a\\nb", "a\\tb", "bell\\u0007", "a\\u2028b", "a\\u0085b"})
        EXPECT_EQ(codes(create(kAdmin, "account", std::string(R"({"name": ")") + lines + "\"}")), List{"REC-008 name"})
            << lines;
    EXPECT_TRUE(create(kAdmin, "order",
                       R"({"customer": )" + ref(made("account", R"({"name": "👩‍👧"})")) +
                           R"(, "note": "two\nlines\tand a tab"})"));
    EXPECT_EQ(codes(create(kAdmin, "account", "[]")), List{"REC-016"});
    EXPECT_EQ(codes(create(kAdmin, "order", R"({"customer": "1", "lines": [{"quantity": 1}, {"id": "5"}, 7]})")),
              (List{"REC-015 lines[1].id", "REC-016 lines[2]."}));
}

TEST_P(CreateTest, LinesAreChecked) {
    const std::string a = ref(made("account", R"({"name": "Acme"})"));
    const std::string old = ref(made("product", R"({"name": "Old", "price": 1, "sold": false})"));
    const std::string start = R"({"customer": )" + a;
    EXPECT_EQ(codes(create(kAdmin, "order",
                           start + R"(, "lines": [{"quantity": 0, "price": 2}, {"product": )" + old + "}]}")),
              (List{"REC-006 lines[0].product", "REC-010 lines[0].quantity", "REC-013 lines[1].product"}));
    EXPECT_EQ(codes(create(kAdmin, "order", start + R"(, "discount": 20})")), List{"REC-006 reason"});
    EXPECT_EQ(codes(create(kAdmin, "order", start + R"(, "ordered_on": "2026-02-02", "deliver_on": "2026-02-01"})")),
              List{"REC-014 deliver_on"});
    EXPECT_EQ(codes(create(kAdmin, "order_line", R"({"quantity": 1})")), List{"REC-025"});
}

TEST_P(CreateTest, UniqueAmongWhatIsNotDeleted) {
    const Id first = made("account", R"({"name": "A", "code": "AB1"})");
    EXPECT_EQ(codes(create(kAdmin, "account", R"({"name": "B", "code": "AB1"})")), List{"REC-011 code"});
    made("account", R"({"name": "C", "code": ""})");
    made("account", R"({"name": "D", "code": null})");
    ASSERT_TRUE(remove(kAdmin, "account", first));
    made("account", R"({"name": "B", "code": "AB1"})");
}

TEST_P(CreateTest, NumbersHaveNoGaps) {
    const std::string start = R"({"customer": )" + ref(made("account", R"({"name": "A"})"));
    made("order", start + "}");
    EXPECT_FALSE(create(kAdmin, "order", start + R"(, "discount": 20})"));
    EXPECT_EQ(text(shown("order", made("order", start + "}")), "number"), "\"O-2026-002\"");
    now_ = {1'798'848'000'000'000};  // 2027-01-02
    EXPECT_EQ(text(shown("order", made("order", start + "}")), "number"), "\"O-2027-001\"");
}

TEST_P(CreateTest, ValuesComeBackAsTheyWent) {
    const json::Value a = shown("account", made("account", R"({"name": "名 \"x\"", "tags": ["y", "x", "y"],
        "limit": 999999.99, "stars": 5, "active": false, "since": "0099-12-31", "called_at": "2026-01-01T08:00:00+08:00",
        "opens": "09:30"})"));
    EXPECT_EQ(text(a, "name"), "\"名 \\\"x\\\"\"");
    EXPECT_EQ(text(a, "tags"), R"(["y","x"])");
    EXPECT_EQ(text(a, "limit"), "999999.99");
    EXPECT_EQ(text(a, "active"), "false");
    EXPECT_EQ(text(a, "since"), "\"0099-12-31\"");
    EXPECT_EQ(text(a, "called_at"), "\"2026-01-01T00:00:00Z\"");
    EXPECT_EQ(text(a, "opens"), "\"09:30:00\"");
    EXPECT_EQ(text(a, "boss"), "null");
}

TEST_P(CreateTest, TheLiveAnswerStoresNothing) {
    const std::string account = ref(made("account", R"({"name": "Acme"})"));
    const std::string pen = ref(made("product", R"({"name": "Pen", "price": 2})"));
    const json::Value out = compute(kAdmin, "order", R"({"record": {"customer": )" + account + R"(, "discount": 20,
        "lines": [{"product": )" + pen + R"(, "quantity": 5}, {"quantity": 1}]}})");
    EXPECT_EQ(text(*out.find("values"), "total"), "8.00");
    EXPECT_EQ(text(out.find("lines")->items()[0], "price"), "2.00");
    EXPECT_EQ(text(out, "visible"), R"({"reason":true})");
    EXPECT_EQ(text(out, "sections"), R"({"why":true,"gift":false})");
    EXPECT_EQ(text(out, "required"), R"({"reason":true})");
    List errors;
    for (const json::Value& e : out.find("errors")->items()) errors.emplace_back(e.string_or("field"));
    EXPECT_EQ(errors, (List{"reason", "lines[1].product", "lines[1].price"}));
    EXPECT_EQ(text(*list(kAdmin, "order"), "records"), "[]");
}

INSTANTIATE_TEST_SUITE_P(Both, CreateTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::records
