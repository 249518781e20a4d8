// The demo of a new folder, as `formwork serve --demo` fills it: everything there, in every state, by the rules.
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "engine/json/read.h"
#include "runtime/host/demo_values.h"
#include "runtime/host/first_start.h"
#include "runtime/host/host.h"

namespace fw::host {
namespace {

class Demo : public testing::Test {
  public:
    static void SetUpTestSuite() {
        std::string pattern = (std::filesystem::temp_directory_path() / "formwork-demo-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        HostOptions options;
        options.data = folder_;
        auto host = Host::open(options);
        ASSERT_TRUE(host) << format(host.error());
        host_ = std::move(*host);
        const auto filled = fill_with_demo(*host_);
        ASSERT_TRUE(filled) << format(filled.error());
    }
    static void TearDownTestSuite() {
        host_.reset();
        std::filesystem::remove_all(folder_);
    }

    static std::int64_t number(std::string_view sql) {
        std::int64_t out = -1;
        const auto read = host_->database().read([&](storage::Reader& reader) -> Result<void> {
            const auto one = reader.query_integer(sql);
            if (!one) return tl::unexpected(one.error());
            out = one->value_or(-1);
            return {};
        });
        EXPECT_TRUE(read) << format(read.error());
        return out;
    }

    static std::size_t waiting_for(const char* login) {
        const auto* person = host_->directory()->person_by_login(login);
        if (person == nullptr) return 0;
        std::size_t out = 0;
        const auto caller = host_->caller(person->id);
        const auto read = host_->database().read([&](storage::Reader& reader) -> Result<void> {
            const auto tasks = host_->running()->flows().tasks(reader, *caller, {}, storage::now(), Language::kEn);
            if (!tasks) return tl::unexpected(tasks.error());
            out = json::read(*tasks).value().find("tasks")->items().size();
            return {};
        });
        EXPECT_TRUE(read) << format(read.error());
        return out;
    }

  protected:
    static inline std::string folder_;
    static inline std::unique_ptr<Host> host_;
};

TEST_F(Demo, EverythingIsThere) {
    EXPECT_EQ(number("SELECT count(*) FROM base_person"), 8);
    EXPECT_EQ(number("SELECT count(*) FROM sales_account"), 300);
    EXPECT_EQ(number("SELECT count(*) FROM sales_contract"), 800);
    EXPECT_GT(number("SELECT count(*) FROM sales_contract_line"), 1500);
    EXPECT_GT(number("SELECT count(*) FROM sales_receipt_plan"), 900);
    EXPECT_EQ(number("SELECT count(DISTINCT number) FROM sales_contract"), 800);
    for (const char* state : {"draft", "in_approval", "effective", "refused", "closed", "cancelled"}) {
        EXPECT_GT(number("SELECT count(*) FROM sales_contract WHERE state = '" + std::string(state) + "'"), 0) << state;
    }
}

TEST_F(Demo, RollUpsAreThoseOfTheRows) {
    EXPECT_EQ(number("SELECT count(*) FROM sales_contract c WHERE total <> (SELECT sum(amount) FROM "
                     "sales_contract_line WHERE _parent "
                     "= c.id)"),
              0);
    EXPECT_EQ(
        number("SELECT count(*) FROM sales_receipt_plan p WHERE received <> (SELECT coalesce(sum(amount), 0) FROM "
               "sales_receipt WHERE plan = p.id)"),
        0);
}

TEST_F(Demo, PeopleSitInThreeLevelsAndCanSignIn) {
    const auto directory = host_->directory();
    const auto* sales = directory->person_by_login("sales");
    ASSERT_NE(sales, nullptr);
    EXPECT_EQ(directory->manager_of(sales->id, 1), directory->by_login("manager"));
    EXPECT_EQ(directory->manager_of(sales->id, 2), directory->by_login("director"));
    for (const char* login : {"sales", "sales2", "sales3", "manager", "manager2", "director", "finance", "admin"}) {
        EXPECT_TRUE(host_->accounts().find(login)) << login;
    }
    EXPECT_TRUE(directory->person_by_login("admin")->administrator);
}

TEST_F(Demo, ApprovalsAreUnderWay) {
    EXPECT_GT(waiting_for("manager"), 0U);
    EXPECT_GT(waiting_for("director"), 0U);
    EXPECT_GT(waiting_for("finance"), 0U);
}

TEST(DemoValues, DatesCountFromToday) {
    const feel::Date today{20'000};
    EXPECT_EQ(relative_date("@today", today)->days, 20'000);
    EXPECT_EQ(relative_date("@today-30d", today)->days, 19'970);
    EXPECT_EQ(relative_date("@today+7d", today)->days, 20'007);
    for (const char* wrong :
         {"today", "@today-", "@today-d", "@today30d", "@today-3", "@today--3d", "@today-99999999999d", "@tomorrow"}) {
        EXPECT_FALSE(relative_date(wrong, today)) << wrong;
    }
}

}  // namespace
}  // namespace fw::host
