// Deployments change tables: renames keep values, what would lose them is refused, computed fields are filled.
#include "tests/unit/records/company.h"

namespace fw::records {
namespace {

const std::string kFile = "entities/account.json";

class TablesTest : public Company {
  protected:
    void SetUp() override {
        Company::SetUp();
        account_ = made("account", R"({"name": "Acme", "limit": 12.5, "stars": 3, "mail": "a@b.cc"})");
    }
    static Files changed(const std::string& from, const std::string& to) { return edited(shop(), kFile, from, to); }
    Id account_ = 0;
};

TEST_P(TablesTest, TheSameModelsChangeNothing) {
    ASSERT_TRUE(store_.database().read([&](Reader& reader) -> Result<void> {
        const auto tables = deployed_tables(reader);
        const TablePlan plan = plan_tables(*tables, *program_, reader.dialect());
        for (const TableChange& change : plan.changes) ADD_FAILURE() << change.text.en;
        return {};
    }));
    deploy(shop());
    EXPECT_EQ(text(shown("account", account_), "version"), "1");
}

TEST_P(TablesTest, FieldsAreAddedRenamedAndRemoved) {
    Files files = changed(R"({"id": "mail", "type": "email"})", R"({"id": "email", "was": ["mail"], "type": "email"})");
    files = edited(files, kFile, R"({"id": "active")",
                   R"({"id": "rank", "type": "formula", "formula": "stars * 2", "result": "number",
        "scale": 0}, {"id": "since_year", "type": "integer", "unique": true}, {"id": "active")");
    deploy(files);
    const json::Value a = shown("account", account_);
    EXPECT_EQ(text(a, "email"), "\"a@b.cc\"");
    EXPECT_EQ(text(a, "rank"), "6") << "computed for the rows there are";
    EXPECT_EQ(text(a, "since_year"), "null");
    const auto refused = try_deploy(changed(R"({"id": "mail", "type": "email"},)", ""));
    EXPECT_EQ(codes(refused), List{"REC-040"});
    EXPECT_EQ(text(shown("account", account_), "email"), "\"a@b.cc\"") << "nothing was changed";
    EXPECT_TRUE(try_deploy(changed(R"({"id": "mail", "type": "email"},)", ""), true));
    EXPECT_EQ(text(shown("account", account_), "email"), "missing");
    EXPECT_TRUE(try_deploy(changed(R"({"id": "opens", "type": "time"},)", ""))) << "an empty column loses nothing";
}

TEST_P(TablesTest, StatesAndOptionsInUseAreNotLost) {
    (void)made("order", R"({"customer": )" + ref(account_) + "}");
    Files files = edited(shop(), "entities/order.json", R"({"id": "cancelled", "locked": true}])",
                         R"({"id": "gone", "locked": true}])");
    files = edited(files, "entities/order.json", R"("to": "cancelled")", R"("to": "gone")");
    EXPECT_TRUE(try_deploy(files)) << "no order is cancelled";
    deploy(shop());
    const auto option =
        try_deploy(changed(R"({"id": "b"}], "default": "\"b\"")", R"({"id": "c"}], "default": "\"c\"")"));
    ASSERT_EQ(codes(option), List{"REC-040"});
    EXPECT_NE(option.error().front().text.en.find("'b' of shop.account.level"), std::string::npos)
        << option.error().front().text.en;
    EXPECT_NE(option.error().front().text.en.find(" 1 "), std::string::npos);
    EXPECT_TRUE(
        try_deploy(changed(R"({"id": "b"}], "default": "\"b\"")", R"({"id": "c"}], "default": "\"c\"")"), true));
    deploy(shop());
    ASSERT_TRUE(update(kAdmin, "account", account_, R"({"tags": ["x", "z"]})"));
    EXPECT_EQ(codes(try_deploy(changed(R"(, {"id": "z"}])", "]"))), List{"REC-040"});
    EXPECT_TRUE(try_deploy(changed(R"({"id": "x"}, {"id": "y"}, )", R"({"id": "x"}, )"))) << "nobody has y";
    ASSERT_TRUE(update(kAdmin, "account", account_, R"({"name": "Acme and Sons"})"));
    const auto shorter = compiled(changed(R"("max_length": 20)", R"("max_length": 5)"));
    ASSERT_TRUE(store_.database().read([&](Reader& reader) -> Result<void> {
        const auto tables = deployed_tables(reader);
        TablePlan plan = plan_tables(*tables, *shorter, reader.dialect());
        plan_values(plan, *program_, *shorter);
        auto counted = count_losses(reader, plan);
        EXPECT_EQ(plan.changes.size(), 1U);
        if (plan.changes.size() == 1) {
            EXPECT_EQ(plan.changes[0].affected, 1);
            EXPECT_FALSE(plan.changes[0].destructive) << "they stay";
        }
        return counted;
    }));
}

TEST_P(TablesTest, TypesAreConvertedWhereNothingIsLost) {
    deploy(changed(R"({"id": "limit", "type": "currency", )", R"({"id": "limit", "type": "currency", "scale": 4, )"));
    EXPECT_EQ(text(shown("account", account_), "limit"), "12.5000");
    deploy(changed(R"({"id": "limit", "type": "currency", )", R"({"id": "limit", "type": "currency", "scale": 1, )"));
    EXPECT_EQ(text(shown("account", account_), "limit"), "12.5");
    EXPECT_EQ(codes(try_deploy(changed(R"({"id": "limit", "type": "currency", )",
                                       R"({"id": "limit", "type": "currency", "scale": 0, )"))),
              List{"REC-040"});
    Files files = changed(R"({"id": "stars", "type": "integer", "min": 1, "max": 5, "indexed": true})",
                          R"({"id": "stars", "type": "text"})");
    files = edited(files, kFile, R"({"id": "limit", "type": "currency", "min": 0, "max": 1000000})",
                   R"({"id": "limit", "type": "text"})");
    deploy(files);
    EXPECT_EQ(text(shown("account", account_), "stars"), "\"3\"");
    EXPECT_EQ(text(shown("account", account_), "limit"), "\"12.5\"");
    EXPECT_EQ(codes(try_deploy(shop())), (List{"REC-040", "REC-040"})) << "texts are not numbers";
}

// The ids of one entity's records mean nothing among another's.
TEST_P(TablesTest, ReferencesToAnotherEntityAreLost) {
    const Id bolt = made("account", R"({"name": "Bolt"})");
    ASSERT_TRUE(update(kAdmin, "account", bolt, R"({"boss": )" + ref(account_) + "}"));
    Files elsewhere = changed(R"({"id": "boss", "type": "reference", "to": "account")",
                              R"({"id": "boss", "type": "reference", "to": "product")");
    elsewhere = edited(elsewhere, "roles/clerk.json", "boss.level", "boss.name");
    const auto refused = try_deploy(elsewhere);
    ASSERT_EQ(codes(refused), List{"REC-040"});
    EXPECT_NE(refused.error().front().text.en.find("shop.account.boss refers to shop.product now"), std::string::npos)
        << refused.error().front().text.en;
    EXPECT_EQ(text(shown("account", bolt), "boss").substr(0, 6), R"({"id":)") << "nothing was done";
    ASSERT_TRUE(try_deploy(elsewhere, true));
    EXPECT_EQ(text(shown("account", bolt), "boss"), "null");
    EXPECT_TRUE(try_deploy(shop())) << "nothing stands there any more";
    // Nor is a number an id.
    Files number = edited(shop(), "entities/account.json", R"({"id": "boss",)",
                          R"({"id": "visits", "type": "integer"}, {"id": "boss",)");
    deploy(number);
    ASSERT_TRUE(update(kAdmin, "account", account_, R"({"visits": 7})"));
    number = edited(number, "entities/account.json", R"({"id": "visits", "type": "integer"})",
                    R"({"id": "visits", "type": "reference", "to": "product"})");
    EXPECT_EQ(codes(try_deploy(number)), List{"REC-040"});
}

TEST_P(TablesTest, EntitiesAreRenamedAndRemoved) {
    Files files = shop();
    for (auto& [path, content] : files) {
        if (path == "entities/product.json") path = "entities/article.json";
        for (std::size_t at = 0; (at = content.find("\"product\"", at)) != std::string::npos;) {
            const bool field =
                content.compare(at - 6, 6, "\"id\": ") == 0 && content.find("child_of") != std::string::npos;
            if (!field) content.replace(at, 9, "\"article\"");
            ++at;
        }
    }
    files = edited(files, "entities/article.json", R"("id": "article",)", R"("id": "article", "was": ["product"],)");
    const Id pen = made("product", R"({"name": "Pen", "price": 2})");
    deploy(files);
    EXPECT_EQ(text(shown("article", pen), "price"), "2.00");
    EXPECT_EQ(codes(try_deploy(shop())).front(), "REC-040")
        << "the new product table would be empty, article's rows lost";
}

TEST_P(TablesTest, NewUniqueRulesAreCheckedAgainstWhatIsThere) {
    made("account", R"({"name": "Acme"})");
    const Files files =
        changed(R"({"id": "name", "type": "text", )", R"({"id": "name", "type": "text", "unique": true, )");
    EXPECT_EQ(codes(try_deploy(files)), List{"REC-041"});
    ASSERT_TRUE(update(kAdmin, "account", account_, R"({"name": "Other"})"));
    deploy(files);
    EXPECT_EQ(codes(create(kAdmin, "account", R"({"name": "Other"})")), List{"REC-011 name"});
}

// A deployment computes again what comes from something else now, and nothing more.
TEST_P(TablesTest, OnlyWhatIsComputedDifferentlyIsComputedAgain) {
    const auto again = [&](const Files& files) {
        return plan_tables(tables_of(*program_), *compiled(files), store_.database().dialect()).recompute;
    };
    EXPECT_TRUE(again(shop()).empty());
    const char* account = "entities/account.json";
    EXPECT_TRUE(again(edited(shop(), account, R"("max_length": 20)", R"("max_length": 30, "indexed": true)")).empty());
    EXPECT_TRUE(again(edited(shop(), account, R"({"id": "mail",)", R"({"id": "more", "type": "text"}, {"id": "mail",)"))
                    .empty());
    EXPECT_EQ(again(edited(shop(), account, ">= 100", ">= 50")), List{"shop.account"});
    EXPECT_EQ(again(edited(shop(), account, R"("title": "name")", R"("title": "code")")), List{"shop.account"});
    const List orders{"shop.order", "shop.order_line"};
    EXPECT_EQ(again(edited(shop(), "entities/order_line.json", "quantity * price", "2 * quantity * price")), orders);
    // A sum of other digits, though its formula is the same.
    EXPECT_EQ(again(edited(shop(), "entities/order_line.json", R"("id": "price", "type": "currency",)",
                           R"("id": "price", "type": "currency", "scale": 3,)")),
              orders);
    made("account", R"({"name": "Acme"})");
    EXPECT_EQ(text(shown("account", made("account", R"({"name": "Bolt"})")), "good"), "false");
    deploy(edited(shop(), account, ">= 100", ">= 0"));
    const auto accounts = list(kAdmin, "account");
    for (const json::Value& record : accounts->find("records")->items()) EXPECT_EQ(text(record, "good"), "true");
}

INSTANTIATE_TEST_SUITE_P(Both, TablesTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::records
