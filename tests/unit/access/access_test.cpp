#include "runtime/access/access.h"

#include <gtest/gtest.h>

#include "engine/feel/functions.h"

namespace fw::access {
namespace {

using identity::Directory;
using identity::Person;

// Two roles over one entity, one of which hides a field.
std::shared_ptr<const compile::Program> program() {
    model::PackSource pack;
    pack.id = pack.folder = "shop";
    pack.files = {
        {"pack.json", R"({"kind": "pack", "id": "shop", "version": "1.0.0", "label": "Shop"})"},
        {"entities/order.json", R"({"kind": "entity", "id": "order", "label": "Order", "title": "name", "fields": [
            {"id": "name", "type": "text"}, {"id": "margin", "type": "decimal"}, {"id": "total", "type": "decimal"}]})"},
        {"roles/clerk.json", R"({"kind": "role", "id": "clerk", "label": "Clerk", "rights": [
            {"entity": "order", "create": true, "read": "own", "update": "own"}],
            "fields": [{"entity": "order", "field": "margin", "read": false}]})"},
        {"roles/chief.json", R"({"kind": "role", "id": "chief", "label": "Chief", "rights": [
            {"id": "look", "entity": "order", "read": "subunits"}, {"id": "big", "entity": "order", "update": "all", "where": "total > 100"}]})"},
        {"roles/boss.json", R"({"kind": "role", "id": "boss", "label": "Boss", "administrator": true})"}};
    auto made = compile::compile_sources({pack}, feel::Functions::standard());
    EXPECT_TRUE(made) << (made ? "" : format(made.error()));
    return made ? *made : nullptr;
}

std::shared_ptr<const Directory> people() {
    const auto person = [](std::int64_t id, std::int64_t unit, std::vector<std::string> roles) {
        return Person{id, "p" + std::to_string(id), "", "", unit, 0, true, Language::kEn, std::move(roles), false};
    };
    return std::make_shared<const Directory>(
        std::vector<Person>{person(1, 10, {"shop.clerk"}), person(2, 10, {"shop.chief"}),
                            person(3, 11, {"shop.clerk", "shop.chief"}), person(4, 0, {"shop.boss"}),
                            person(5, 10, {})},
        std::vector<identity::Unit>{{10, "Top", 0, 0}, {11, "Below", 10, 0}, {12, "Beside", 0, 0}});
}

class AccessTest : public ::testing::Test {
  protected:
    std::shared_ptr<const compile::Program> models = program();
    std::shared_ptr<const Directory> directory = people();
    const Entity& order = *models->entity("shop.order");
    Caller who(std::int64_t id) { return {models, directory, id}; }
    static RecordFacts record(std::int64_t owner, std::int64_t unit, bool holds = false, bool task = false) {
        return {owner, unit, [holds](const model::Expr&) { return holds; }, [task] { return task; }};
    }
};

TEST_F(AccessTest, ReachesDecide) {
    const Caller clerk = who(1);
    const EntityAccess& access = clerk.on(order);
    EXPECT_TRUE(access.create);
    EXPECT_FALSE(access.may_export);
    EXPECT_TRUE(allows(access.read, clerk, record(1, 10)));
    EXPECT_FALSE(allows(access.read, clerk, record(2, 10)));
    EXPECT_TRUE(allows(access.read, clerk, record(2, 10, false, true))) << "a task opens the record";
    EXPECT_FALSE(allows(access.update, clerk, record(2, 10, true, true))) << "but only for reading";
    EXPECT_TRUE(access.remove.nothing());
    const Caller chief = who(2);
    EXPECT_TRUE(allows(chief.on(order).read, chief, record(9, 11)));
    EXPECT_FALSE(allows(chief.on(order).read, chief, record(9, 12)));
    EXPECT_TRUE(allows(chief.on(order).update, chief, record(9, 12, true)));
    EXPECT_FALSE(allows(chief.on(order).update, chief, record(9, 12, false)));
}

TEST_F(AccessTest, RolesAddUpAndAFieldIsHiddenOnlyIfAllHideIt) {
    EXPECT_FALSE(who(1).on(order).sees("margin"));
    EXPECT_FALSE(who(1).on(order).writes("margin"));
    EXPECT_TRUE(who(3).on(order).sees("margin"));
    EXPECT_EQ(who(3).on(order).read.widest(), Reach::kSubunits);
    EXPECT_TRUE(who(5).on(order).read.nothing());
    EXPECT_TRUE(who(4).administrator());
    EXPECT_TRUE(who(4).on(order).remove.everything);
    EXPECT_TRUE(Caller::system(models, directory)->on(order).may_export);
}

TEST_F(AccessTest, RulesBecomeSqlWithParameters) {
    const CompileWhere where = [](const Entity&, const model::Expr&, const Caller&) -> Result<Condition> {
        Condition out;
        out.sql = "r.total > ?";
        out.parameters.emplace_back(100);
        return out;
    };
    const auto sql = [&](const Rule& rule, const Caller& caller) {
        return condition(rule, caller, order, "r", where)->sql;
    };
    const Caller clerk = who(1);
    const Caller chief = who(2);
    const Caller boss = who(4);
    EXPECT_EQ(sql(boss.on(order).read, boss), "");
    EXPECT_EQ(sql(clerk.on(order).remove, clerk), "(1 = 0)");
    EXPECT_EQ(sql(clerk.on(order).update, clerk), "(r.owner = ?)");
    EXPECT_EQ(sql(chief.on(order).update, chief), "((1 = 1 AND r.total > ?))");
    EXPECT_EQ(sql(chief.on(order).read, chief).substr(0, 23), "(r.unit IN (?, ?) OR r.");
}

}  // namespace
}  // namespace fw::access
