// Lists: filter, sort, pages by key, search, count, pickers, CSV.
#include <algorithm>

#include "tests/unit/records/company.h"

namespace fw::records {
namespace {

class ListTest : public Company {
  protected:
    void SetUp() override {
        Company::SetUp();
        const char* const accounts[] = {
            R"({"name": "Bolt", "stars": 3, "limit": 10.50, "since": "2026-01-01", "tags": ["x"], "level": "a"})",
            R"({"name": "acme", "stars": 1, "limit": 9.99, "since": "2025-12-31", "active": false})",
            R"({"name": "Árbol", "limit": 100, "since": "2026-11-20", "tags": ["x", "z"]})",
            R"({"name": "Zinc", "stars": 3, "since": "2026-11-21"})",
            R"({"name": "王氏", "stars": 5, "limit": 10.50, "opens": "08:30", "called_at": "2026-06-01T00:00:00Z"})",
            R"({"name": "100%_x", "stars": 3, "limit": 0})"};
        for (const char* account : accounts) ids.push_back(made("account", account));
    }
    std::string names(const ListRequest& request, Id person = kAdmin) {
        const auto page = list(person, "account", request);
        if (!page) return codes(page.error()).front();
        std::string out;
        for (const json::Value& record : page->find("records")->items()) {
            out += (out.empty() ? "" : " ") + std::string(record.string_or("name"));
        }
        return out;
    }
    std::string filtered(const std::string& filter) { return names({.filter = filter, .sort = "id"}); }
    std::vector<Id> ids;
};

TEST_P(ListTest, Filters) {
    EXPECT_EQ(filtered("limit > 10"), "Bolt Árbol 王氏");
    EXPECT_EQ(filtered("limit = 10.5 and stars = 3"), "Bolt");
    EXPECT_EQ(filtered("limit = 10.505"), "");
    EXPECT_EQ(filtered("stars in [2..4]"), "Bolt Zinc 100%_x");
    EXPECT_EQ(filtered("stars in (1, 5)"), "acme 王氏");
    EXPECT_EQ(filtered("stars = null"), "Árbol");
    EXPECT_EQ(filtered("not(stars = 3)"), "acme Árbol 王氏");
    EXPECT_EQ(filtered("stars != 3"), "acme Árbol 王氏");
    EXPECT_EQ(filtered("active"), "Bolt Árbol Zinc 王氏 100%_x");
    EXPECT_EQ(filtered("not(active)"), "acme");
    EXPECT_EQ(filtered("since = today()"), "Zinc 王氏 100%_x");
    EXPECT_EQ(filtered("since < today() and since >= date(\"2026-01-01\")"), "Bolt Árbol");
    EXPECT_EQ(filtered("contains(name, \"c\")"), "acme Zinc");
    EXPECT_EQ(filtered("starts with(lower case(name), \"á\")"), "Árbol");
    EXPECT_EQ(filtered("list contains(tags, \"x\")"), "Bolt Árbol");
    EXPECT_EQ(filtered("called_at > date and time(\"2026-05-31T23:00:00Z\")"), "王氏");
    EXPECT_EQ(filtered("opens >= time(\"08:00:00\")"), "王氏");
    EXPECT_EQ(filtered("owner.id = user.id and level = \"a\""), "Bolt");
    EXPECT_EQ(filtered("id = " + ref(ids[1])), "acme");
    EXPECT_EQ(filtered("created_by.id = \"1\" and order_count = 0 and name = \"Zinc\""), "Zinc");
    EXPECT_EQ(filtered("boss = null"), "Bolt acme Árbol Zinc 王氏 100%_x");
    ASSERT_TRUE(update(kAdmin, "account", ids[0], R"({"boss": )" + ref(ids[1]) + "}"));
    EXPECT_EQ(filtered("boss.name = \"acme\""), "Bolt");
    EXPECT_EQ(filtered("boss.stars < 2"), "Bolt");
    EXPECT_EQ(filtered("nothing = 1").substr(0, 5), "FEEL-");
    EXPECT_EQ(filtered("limit > ").substr(0, 5), "FEEL-");
    EXPECT_EQ(filtered("limit"), "FEEL-120");
}

TEST_P(ListTest, SortsWithNullsFirst) {
    EXPECT_EQ(names({.sort = "limit,name"}), "Zinc 100%_x acme Bolt 王氏 Árbol");
    EXPECT_EQ(names({.sort = "-limit,name"}), "Árbol Bolt 王氏 acme 100%_x Zinc");
    EXPECT_EQ(names({.sort = "name"}), "100%_x Bolt Zinc acme Árbol 王氏") << "by code points";
    EXPECT_EQ(names({.sort = "-created_at"}), "100%_x 王氏 Zinc Árbol acme Bolt");
    EXPECT_EQ(names({.sort = ""}), "100%_x 王氏 Zinc Árbol acme Bolt") << "newest first";
    EXPECT_EQ(names({.sort = "nmae"}), "REC-030");
    EXPECT_EQ(names({.sort = "tags"}), "REC-030");
}

TEST_P(ListTest, PagesOfAnySortMakeTheWholeList) {
    for (const char* sort : {"", "id", "-id", "name", "-name", "stars", "-stars", "limit", "-limit,stars",
                             "level,-since", "boss", "-boss,name", "called_at", "active,-opens", "title"}) {
        const std::string whole = names({.sort = sort});
        for (const int limit : {1, 2, 5}) {
            std::string pages;
            ListRequest request{.sort = sort, .limit = limit};
            for (int page = 0; page < 10; ++page) {
                const auto part = list(kAdmin, "account", request);
                ASSERT_TRUE(part) << sort << format(part.error());
                for (const json::Value& record : part->find("records")->items()) {
                    pages += (pages.empty() ? "" : " ") + std::string(record.string_or("name"));
                }
                if (part->find("next")->is_null()) break;
                request.after = part->find("next")->as_string();
            }
            EXPECT_EQ(pages, whole) << sort << " by " << limit;
        }
    }
}

TEST_P(ListTest, BadRequests) {
    const auto page = list(kAdmin, "account", {.sort = "name", .limit = 2});
    ASSERT_TRUE(page);
    const std::string next = page->find("next")->as_string();
    EXPECT_EQ(names({.sort = "stars", .after = next}), "REC-031") << "a cursor of another sort";
    for (const char* bad : {"x", "!!", "W10", "bnVsbA", "WyJuYW1lIixbXSwiMSJd"}) {
        EXPECT_EQ(names({.sort = "name", .after = bad}), "REC-031") << bad;
    }
    EXPECT_EQ(names({.limit = 0}), "REC-032");
    EXPECT_EQ(names({.limit = 1001}), "REC-032");
    EXPECT_EQ(names({.fields = "name,nothing"}), "REC-030 nothing");
}

TEST_P(ListTest, CountFieldsAndSearch) {
    const auto page =
        list(kAdmin, "account", {.filter = "stars = 3", .fields = "name,owner", .limit = 1, .count = true});
    ASSERT_TRUE(page);
    EXPECT_EQ(text(*page, "count"), "3");
    EXPECT_EQ(text(page->find("records")->items()[0], "owner"), R"({"id":"1","title":"admin"})");
    EXPECT_EQ(text(page->find("records")->items()[0], "stars"), "missing");
    EXPECT_EQ(names({.sort = "id", .search = "OL"}), "Bolt Árbol") << "also in the middle, any case";
    EXPECT_EQ(names({.search = "ol t"}), "Bolt") << "every word";
    EXPECT_EQ(names({.search = "0%_"}), "100%_x") << "no wildcards";
    EXPECT_EQ(names({.search = "氏"}), "王氏");
}

TEST_P(ListTest, PickersAndCsv) {
    made("product", R"({"name": "Gone", "sold": false})");
    made("product", R"({"name": "Pen, \"blue\""})");
    const auto who = caller(kAdmin);
    const std::string products = read([&](Reader& reader) {
        return records_->lookup(reader, *who, entity_of("product"), {.by_lookup_of = "shop.order_line.product"}, now_);
    });
    EXPECT_EQ(products.find("Gone"), std::string::npos) << products;
    EXPECT_NE(products.find("Pen"), std::string::npos);
    const std::string csv = read([&](Reader& reader) -> Result<std::string> {
        std::string out;
        auto done = records_->export_csv(reader, *who, entity_of("product"), {.sort = "id", .fields = "name,sold"},
                                         Language::kEn, now_, [&](std::string_view piece) { out += piece; });
        if (!done) return fail(done.error());
        return out;
    });
    EXPECT_NE(csv.find("\"Pen, \"\"blue\"\"\",true\r\n"), std::string::npos) << csv;
    EXPECT_EQ(csv.substr(0, 3), "\xEF\xBB\xBF");
}

TEST_P(ListTest, CsvPagesMakeTheWholeFile) {
    const auto who = caller(kAdmin);
    const auto page = [&](ListRequest request, std::string& out) {
        return read([&](Reader& reader) {
            return records_->export_csv(reader, *who, entity_of("account"), request, Language::kEn, now_,
                                        [&](std::string_view piece) { out += piece; });
        });
    };
    ListRequest request{.sort = "stars,name", .limit = 0};
    std::string whole;
    EXPECT_EQ(page(request, whole), "");
    for (const int limit : {1, 4, 6}) {
        request.limit = limit;
        request.after.clear();
        std::string pages;
        do {
            request.after = page(request, pages);
        } while (!request.after.empty());
        EXPECT_EQ(pages, whole) << limit;
    }
}

// With many rows the statement is bound to the index of the sorted column; the answer is the same.
TEST_P(ListTest, AnswersDoNotDependOnTheWayTheDatabaseTakes) {
    for (int i = 0; i < 2300; ++i) {
        made("account", R"({"name": "Many )" + std::to_string(i * 7919 % 2300) + R"(", "stars": )" +
                            std::to_string(i % 5 + 1) + R"(, "limit": )" + std::to_string(i % 97) + "}");
    }
    const std::string filter = "contains(name, \"Many\") and owner.id = \"1\"";
    for (const char* sort : {"name", "-name", "stars,name", ""}) {
        std::string pages;
        ListRequest request{.filter = filter, .sort = sort, .fields = "name", .limit = 1000};
        for (int page = 0; page < 3; ++page) {
            const auto answer = list(kAdmin, "account", request);
            ASSERT_TRUE(answer);
            for (const json::Value& record : answer->find("records")->items())
                pages += std::string(record.string_or("name")) + " ";
            request.after = answer->string_or("next");
        }
        EXPECT_EQ(std::count(pages.begin(), pages.end(), 'M'), 2300) << sort;
        if (std::string_view(sort) == "name") {
            EXPECT_TRUE(pages.starts_with("Many 0 Many 1 Many 10 Many 100 Many 1000 ")) << pages.substr(0, 100);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Both, ListTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw::records
