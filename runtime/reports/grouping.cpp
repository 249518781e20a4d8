#include "runtime/reports/grouping.h"

#include <algorithm>
#include <charconv>

#include "engine/base/check.h"

namespace fw::reports {

using form::Storage;
using storage::quoted;

namespace {

// "2026", "2026-Q3", "2026-03", "2026-03-16" (the day, or the Monday of the week) of an ISO date text.
std::string period_of_date_sqlite(const std::string& date, std::string_view period) {
    if (period == "year") return "substr(" + date + ", 1, 4)";
    if (period == "quarter") {
        return "substr(" + date + ", 1, 4) || '-Q' || ((CAST(substr(" + date + ", 6, 2) AS INTEGER) + 2) / 3)";
    }
    if (period == "month") return "substr(" + date + ", 1, 7)";
    if (period == "week") return "date(" + date + ", '-6 days', 'weekday 1')";
    return date;
}

std::string period_of_date_postgres(const std::string& date, std::string_view period) {
    if (period == "year") return "to_char(" + date + ", 'YYYY')";
    if (period == "quarter") return "to_char(" + date + ", 'YYYY\"-Q\"Q')";
    if (period == "month") return "to_char(" + date + ", 'YYYY-MM')";
    if (period == "week") return "to_char(date_trunc('week', " + date + "), 'YYYY-MM-DD')";
    return "to_char(" + date + ", 'YYYY-MM-DD')";
}

// Moments are grouped by the day on the server's clock.
std::string period_key(const std::string& column, Storage storage, std::string_view period,
                       const storage::Dialect& dialect) {
    if (!dialect.is_sqlite()) return period_of_date_postgres(column, period);
    const std::string date =
        storage == Storage::kDateTime ? "date(" + column + " / 1000000, 'unixepoch', 'localtime')" : column;
    return period_of_date_sqlite(date, period);
}

Key::Kind kind_of(const Grouping& grouping) {
    if (!grouping.title_sql.empty() || !grouping.names.empty()) return Key::Kind::kTitled;
    switch (grouping.field->storage) {
        case Storage::kBoolean:
            return Key::Kind::kBoolean;
        case Storage::kInteger:
        case Storage::kDecimal:
            return Key::Kind::kNumber;
        default:
            return Key::Kind::kText;
    }
}

// The place of an id among the names; their number if it is none of them.
std::size_t place_of(const Grouping& grouping, std::string_view id) {
    const auto found =
        std::find_if(grouping.names.begin(), grouping.names.end(), [&](const auto& n) { return n.first == id; });
    return static_cast<std::size_t>(found - grouping.names.begin());
}

}  // namespace

Grouping grouping(const compile::Entity& entity, const compile::Report::Group& group, std::size_t index,
                  const storage::Dialect& dialect) {
    Grouping out;
    out.group = &group;
    out.field = entity.find(group.by);
    FW_CHECK(out.field != nullptr);
    for (const compile::Option& option : out.field->options) out.names.emplace_back(option.id, &option.label);
    if (group.by == "state") {
        out.names.clear();
        for (const compile::State& state : entity.states) out.names.emplace_back(state.id, &state.label);
    }
    const std::string column = "r." + quoted(group.by);
    const Storage storage = out.field->storage;
    if (storage == Storage::kDate || storage == Storage::kDateTime) {
        out.key_sql = period_key(column, storage, group.period, dialect);
    } else {
        out.key_sql = column;
    }
    if (storage == Storage::kReference && out.field->to != nullptr) {
        const std::string alias = "g" + std::to_string(index);
        out.title_sql = alias + "._title";
        out.join_sql = " LEFT JOIN " + quoted(out.field->to->table) + " " + alias + " ON " + alias + ".id = " + column;
    }
    return out;
}

Key read_key(const Grouping& grouping, const storage::Row& row, int key, int title, Language language) {
    if (row.is_null(key)) return {};
    Key out;
    out.kind = kind_of(grouping);
    switch (grouping.field->storage) {
        case Storage::kReference:
        case Storage::kInteger:
            out.id = std::to_string(row.integer(key));
            break;
        case Storage::kDecimal:
            row.append_decimal(out.id, key, grouping.field->scale);
            break;
        case Storage::kBoolean:
            out.id = row.boolean(key) ? "true" : "false";
            break;
        default:
            out.id = row.text(key);
    }
    if (title >= 0) {
        out.title = row.text(title);
    } else if (const std::size_t place = place_of(grouping, out.id); place < grouping.names.size()) {
        out.title = grouping.names[place].second->in(language);
    } else if (out.kind == Key::Kind::kTitled) {
        out.title = out.id;
    }
    return out;
}

bool before(const Grouping& grouping, const Key& a, const Key& b) {
    const bool a_empty = a.kind == Key::Kind::kEmpty;
    const bool b_empty = b.kind == Key::Kind::kEmpty;
    if (a_empty || b_empty) return !a_empty && b_empty;
    if (a.kind == Key::Kind::kNumber) {
        const std::optional<Decimal> x = Decimal::parse(a.id);
        const std::optional<Decimal> y = Decimal::parse(b.id);
        if (x && y && !(*x == *y)) return *x < *y;
        return a.id < b.id;
    }
    const std::size_t x = place_of(grouping, a.id);
    const std::size_t y = place_of(grouping, b.id);
    if (x != y) return x < y;
    if (a.title != b.title) return a.title < b.title;
    return a.id < b.id;
}

std::optional<KeyCondition> key_condition(const Grouping& grouping, const json::Value& key) {
    if (key.is_null()) return KeyCondition{grouping.key_sql + " IS NULL", std::nullopt};
    const json::Value* id = key.is_object() ? key.find("id") : &key;
    if (id == nullptr) return std::nullopt;
    const auto equals = [&](storage::Value value) { return KeyCondition{grouping.key_sql + " = ?", std::move(value)}; };
    switch (grouping.field->storage) {
        case Storage::kBoolean:
            if (!id->is_boolean()) return std::nullopt;
            return equals(storage::Value(storage::Param(id->as_boolean())));
        case Storage::kDecimal: {
            if (!id->is_number()) return std::nullopt;
            const auto value = storage::parse_decimal(id->literal(), grouping.field->scale);
            if (!value) return std::nullopt;
            return equals(*value);
        }
        case Storage::kInteger:
        case Storage::kReference: {
            const std::string& digits = id->is_number()   ? id->literal()
                                        : id->is_string() ? id->as_string()
                                                          : std::string();
            std::int64_t number = 0;
            const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
            if (error != std::errc{} || stop != digits.data() + digits.size()) return std::nullopt;
            return equals(number);
        }
        default:
            if (!id->is_string()) return std::nullopt;
            return equals(id->as_string());
    }
}

}  // namespace fw::reports
