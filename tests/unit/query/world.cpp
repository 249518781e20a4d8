#include "tests/unit/query/world.h"

#include <gtest/gtest.h>

#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"
#include "runtime/storage/database.h"

namespace fw::query::test {

using feel::TypeKind;
using feel::Value;

namespace {

constexpr std::int64_t kNow = 1'795'298'309;  // 2026-11-21T21:58:29Z

storage::Param param(const Parameter& p) {
    switch (p.kind) {
        case Parameter::Kind::kText:
            return p.text;
        case Parameter::Kind::kInteger:
            return p.number;
        case Parameter::Kind::kDecimal:
            return storage::Scaled{p.number, p.scale};
        case Parameter::Kind::kBoolean:
            return p.number != 0;
        case Parameter::Kind::kDate:
            return storage::Param::date(p.text);
        case Parameter::Kind::kDateTime:
            return storage::DateTime{p.number};
    }
    return {};
}

void must(const Result<void>& result) { ASSERT_TRUE(result.has_value()) << format(result.error()); }

}  // namespace

World::World(storage::Backend backend, unsigned seed, int rows) : store_(backend) {
    account_ = {"account", {{"id", TypeKind::kString}, {"name", TypeKind::kString}, {"level", TypeKind::kNumber}}};
    line_ = {"line", {{"quantity", TypeKind::kNumber}}};
    item_ = {"item",
             {{"id", TypeKind::kString},
              {"name", TypeKind::kString},
              {"amount", TypeKind::kNumber},
              {"quantity", TypeKind::kNumber},
              {"ok", TypeKind::kBoolean},
              {"day", TypeKind::kDate},
              {"at", TypeKind::kDateTime},
              {"tags", feel::Type::list(TypeKind::kString)},
              {"account", feel::Type::record(&account_)},
              {"lines", feel::Type::list(feel::Type::record(&line_))}}};
    scope_.open(scope_.add("record", feel::Type::record(&item_)));
    scope_.add("user", feel::Type::context({{"id", TypeKind::kString}, {"name", TypeKind::kString}}));
    user_ = Value::context({{"id", Value::string("7")}, {"name", Value::string("王")}});
    clock_.now = feel::at_utc(kNow, 0, feel::Zone::utc());
    fill(seed, rows);
}

void World::fill(unsigned seed, int rows) {
    std::mt19937 random(seed);
    const auto one_of = [&](auto list) { return *(list.begin() + random() % list.size()); };
    const auto maybe = [&] { return random() % 5 != 0; };
    const auto& dialect = store_.database().dialect();
    const auto type = [&](storage::ColumnType t) { return " " + dialect.type(t); };
    using Kind = storage::ColumnKind;
    const std::string ddl =
        "CREATE TABLE t_account (id" + type({Kind::kInteger}) + ", name" + type({Kind::kText}) + ", level" +
        type({Kind::kInteger}) + ");" + "CREATE TABLE t_line (_parent" + type({Kind::kInteger}) + ", quantity" +
        type({Kind::kInteger}) + ", deleted_at" + type({Kind::kDateTime}) + ");" + "CREATE TABLE t_item (id" +
        type({Kind::kInteger}) + ", name" + type({Kind::kText}) + ", amount" + type(storage::decimal_type(18, 2)) +
        ", quantity" + type({Kind::kInteger}) + ", ok" + type({Kind::kBoolean}) + ", day" + type({Kind::kDate}) +
        ", at" + type({Kind::kDateTime}) + ", tags" + type({Kind::kJson}) + ", account" + type({Kind::kInteger}) + ");";
    struct Line {
        std::int64_t item;
        std::optional<int> quantity;
    };
    struct Item {
        std::int64_t id;
        std::optional<std::string> name;
        std::optional<std::int64_t> cents;
        std::optional<int> quantity;
        std::optional<bool> ok;
        std::optional<std::string> day;
        std::optional<std::int64_t> at;
        std::optional<std::vector<std::string>> tags;
        std::optional<int> account;
        std::vector<std::optional<int>> lines;
    };
    std::vector<Item> items;
    for (int i = 1; i <= rows; ++i) {
        Item item;
        item.id = i;
        if (maybe())
            item.name =
                one_of(std::vector<std::string>{"", "north", "North", "合同", "Éa", "éa", "x", "northwest", "50%_"});
        if (maybe())
            item.cents = one_of(std::vector<std::int64_t>{0, -1, 1, 100, 99, 101, 10050, -10050, 999999999999999999});
        if (maybe()) item.quantity = static_cast<int>(random() % 5) - 1;
        if (maybe()) item.ok = random() % 2 == 0;
        if (maybe())
            item.day = one_of(std::vector<std::string>{"2026-11-21", "2026-11-20", "2025-01-31", "2024-02-29"});
        if (maybe()) item.at = one_of(std::vector<std::int64_t>{kNow, kNow - 1, kNow + 86400, 0});
        if (maybe()) item.tags = one_of(std::vector<std::vector<std::string>>{{}, {"a"}, {"a", "b"}, {"合"}});
        if (maybe()) item.account = static_cast<int>(random() % 3) + 1;
        for (std::size_t n = random() % 3; n > 0; --n)
            item.lines.push_back(maybe() ? std::optional(static_cast<int>(random() % 4)) : std::nullopt);
        items.push_back(std::move(item));
    }
    const auto account = [](int id) {
        return Value::context({{"id", Value::string(std::to_string(id))},
                               {"name", id == 3 ? Value::null() : Value::string(id == 1 ? "north" : "合同")},
                               {"level", Value::number(std::int64_t{id})}});
    };
    must(store_.database().write_and_wait([&](storage::Transaction& tx) -> Result<void> {
        if (auto done = tx.execute_script(ddl); !done) return done;
        for (int id = 1; id <= 3; ++id) {
            const std::optional<std::string> name =
                id == 3 ? std::nullopt : std::optional<std::string>(id == 1 ? "north" : "合同");
            if (auto done = tx.execute("INSERT INTO t_account (id, name, level) VALUES (?, ?, ?)", {id, name, id});
                !done)
                return fail(done.error());
        }
        for (const Item& item : items) {
            std::string tags = "[";
            if (item.tags) {
                for (const auto& tag : *item.tags) tags += (tags.size() > 1 ? ",\"" : "\"") + tag + "\"";
            }
            tags += "]";
            auto done = tx.execute(
                "INSERT INTO t_item (id, name, amount, quantity, ok, day, at, tags, account) VALUES (?, ?, ?, ?, ?, ?, "
                "?, ?, ?)",
                {item.id, item.name, item.cents ? storage::Param(storage::Scaled{*item.cents, 2}) : storage::Param(),
                 item.quantity, item.ok ? storage::Param(*item.ok) : storage::Param(),
                 item.day ? storage::Param::date(*item.day) : storage::Param(),
                 item.at ? storage::Param(storage::DateTime{*item.at * 1'000'000}) : storage::Param(),
                 item.tags ? storage::Param(tags) : storage::Param(), item.account});
            if (!done) return fail(done.error());
            for (const auto& quantity : item.lines) {
                if (auto line = tx.execute("INSERT INTO t_line (_parent, quantity) VALUES (?, ?)", {item.id, quantity});
                    !line)
                    return fail(line.error());
            }
        }
        return {};
    }));
    for (const Item& item : items) {
        std::vector<Value> tags;
        for (const auto& tag : item.tags.value_or(std::vector<std::string>{})) tags.push_back(Value::string(tag));
        std::vector<Value> lines;
        for (const auto& quantity : item.lines) {
            lines.push_back(
                Value::context({{"quantity", quantity ? Value::number(std::int64_t{*quantity}) : Value::null()}}));
        }
        records_.emplace_back(
            item.id,
            Value::context(
                {{"id", Value::string(std::to_string(item.id))},
                 {"name", item.name ? Value::string(*item.name) : Value::null()},
                 {"amount", item.cents ? Value::number(Decimal::of(*item.cents, -2)) : Value::null()},
                 {"quantity", item.quantity ? Value::number(std::int64_t{*item.quantity}) : Value::null()},
                 {"ok", item.ok ? Value::boolean(*item.ok) : Value::null()},
                 {"day", item.day ? Value::date(*feel::parse_date(*item.day)) : Value::null()},
                 {"at", item.at ? Value::date_time(feel::at_utc(*item.at, 0, feel::Zone::utc())) : Value::null()},
                 {"tags", item.tags ? Value::list(std::move(tags)) : Value::null()},
                 {"account", item.account ? account(*item.account) : Value::null()},
                 {"lines", Value::list(std::move(lines))}}));
    }
}

std::string World::table(std::string_view entity) const { return "t_" + std::string(entity); }

std::optional<Column> World::column(std::string_view entity, std::string_view field) const {
    const std::string name(field);
    if (field == "id") return Column{"id", ColumnKind::kReference, 0, std::string(entity)};
    if (entity == "account") {
        if (field == "name") return Column{name, ColumnKind::kText, 0, {}};
        if (field == "level") return Column{name, ColumnKind::kNumber, 0, {}};
        return std::nullopt;
    }
    if (field == "quantity") return Column{name, ColumnKind::kNumber, 0, {}};
    if (entity != "item") return std::nullopt;
    if (field == "name") return Column{name, ColumnKind::kText, 0, {}};
    if (field == "amount") return Column{name, ColumnKind::kNumber, 2, {}};
    if (field == "ok") return Column{name, ColumnKind::kBoolean, 0, {}};
    if (field == "day") return Column{name, ColumnKind::kDate, 0, {}};
    if (field == "at") return Column{name, ColumnKind::kDateTime, 0, {}};
    if (field == "tags") return Column{name, ColumnKind::kStrings, 0, {}};
    if (field == "account") return Column{name, ColumnKind::kReference, 0, "account"};
    return std::nullopt;
}

std::optional<Rows> World::rows(std::string_view entity, std::string_view field) const {
    if (entity == "item" && field == "lines") return Rows{"line", "_parent"};
    return std::nullopt;
}

Result<Condition> World::translate(const std::string& filter) const {
    auto parsed = feel::parse(filter, {.scope = &scope_});
    if (!parsed) return fail(parsed.error());
    auto checked = feel::check(*parsed, scope_);
    if (!checked) return fail(checked.error());
    const std::vector<Slot> slots = {{"item", "r", {}}, {"", "", user_}};
    const bool sqlite = store_.address().rfind("postgres", 0) != 0;
    return query::translate(*checked, scope_, slots, *this, {sqlite ? Dialect::kSqlite : Dialect::kPostgres, clock_});
}

std::vector<std::int64_t> World::by_sql(const Condition& condition) {
    std::vector<std::int64_t> out;
    std::vector<storage::Param> params;
    for (const Parameter& p : condition.parameters) params.push_back(param(p));
    auto done = store_.database().read([&](storage::Reader& reader) {
        return reader.query("SELECT r.id FROM t_item r WHERE " + condition.sql + " ORDER BY r.id", params,
                            [&](const storage::Row& row) { out.push_back(row.integer(0)); });
    });
    EXPECT_TRUE(done.has_value()) << format(done.error()) << condition.sql;
    return out;
}

std::vector<std::int64_t> World::by_feel(const std::string& filter) const {
    const auto expression = feel::compile_text(filter, scope_);
    EXPECT_TRUE(expression.has_value());
    std::vector<std::int64_t> out;
    for (const auto& [id, record] : records_) {
        const std::vector<Value> inputs = {record, user_};
        if (feel::evaluate(*expression, inputs, clock_).is_true()) out.push_back(id);
    }
    return out;
}

}  // namespace fw::query::test
