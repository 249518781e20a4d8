#include "runtime/identity/directory.h"

#include <gtest/gtest.h>

namespace fw::identity {
namespace {

Person person(PersonId id, const char* login, UnitId unit, PersonId manager, std::vector<std::string> roles = {},
              bool active = true) {
    return {id,   login, std::string("Name of ") + login, "", unit, manager, active, Language::kEn, std::move(roles),
            false};
}

Directory company() {
    Person admin = person(5, "admin", 1, 1, {"base.administrator"});
    admin.administrator = true;
    return Directory(
        {person(1, "director", 1, 0, {"sales.director"}), person(2, "manager", 2, 1, {"sales.manager"}),
         person(3, "left", 3, 2, {"sales.sales"}, false), person(4, "sales", 3, 3, {"sales.sales"}), admin},
        {{1, "Company", 0, 1}, {2, "East", 1, 2}, {3, "East 1", 2, 3}, {4, "West", 1, 0}});
}

TEST(Directory, ManagersAreCountedWithoutLeavers) {
    const Directory all = company();
    EXPECT_EQ(all.manager_of(4, 1), 2);  // 3 has left
    EXPECT_EQ(all.manager_of(4, 2), 1);
    EXPECT_EQ(all.manager_of(4, 3), 0);
    EXPECT_EQ(all.manager_of(99, 1), 0);
}

TEST(Directory, ALoopOfManagersEnds) {
    const Directory loop({person(1, "a", 0, 2, {}, false), person(2, "b", 0, 1, {}, false)}, {});
    EXPECT_EQ(loop.manager_of(1, 1), 0);
    const Directory units({}, {{1, "a", 2, 0}, {2, "b", 1, 0}});
    EXPECT_EQ(units.unit_and_below(1), (std::vector<UnitId>{1, 2}));
}

TEST(Directory, AnswersAboutUnitsAndRoles) {
    const Directory all = company();
    EXPECT_EQ(all.head_of_unit_of(2), 2);
    EXPECT_EQ(all.head_of_unit_of(4), 0);  // the head has left
    EXPECT_EQ(all.unit_and_below(1), (std::vector<UnitId>{1, 2, 4, 3}));
    EXPECT_EQ(all.unit_and_below(0), std::vector<UnitId>{});
    std::vector<flow::Person> out;
    all.members("sales.sales", out);
    EXPECT_EQ(out, std::vector<flow::Person>{4});
    out.clear();
    all.administrators(out);
    EXPECT_EQ(out, std::vector<flow::Person>{5});
    EXPECT_EQ(all.by_login("left"), 0);
    EXPECT_EQ(all.by_login("sales"), 4);
}

TEST(Directory, ShowsPeopleToFeel) {
    const Directory all = company();
    const feel::Value manager = all.context_of(2);
    EXPECT_EQ(manager.find("login")->as_string(), "manager");
    EXPECT_EQ(manager.find("unit")->find("name")->as_string(), "East");
    EXPECT_EQ(manager.find("roles")->as_list().size(), 1U);
    EXPECT_FALSE(all.context_of(3).is_null());
    EXPECT_TRUE(all.context_of(77).is_null());
}

}  // namespace
}  // namespace fw::identity
