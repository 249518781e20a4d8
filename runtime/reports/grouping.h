// How a group of a report becomes SQL: the expression its rows are grouped by, the title people read, and the key back
// from a row. Inside runtime/reports only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/compile/program.h"
#include "runtime/reports/table.h"
#include "runtime/storage/database.h"

namespace fw::reports {

struct Grouping {
    const compile::Report::Group* group = nullptr;
    const compile::Field* field = nullptr;
    // Ids with their labels, in order: options of a choice, or the states.
    std::vector<std::pair<std::string_view, const Text*>> names;
    std::string key_sql;    // over the report's rows, alias r
    std::string title_sql;  // empty: no title of its own
    std::string join_sql;   // " LEFT JOIN …" or empty
};

// `index` numbers the joins.
[[nodiscard]] Grouping grouping(const compile::Entity& entity, const compile::Report::Group& group, std::size_t index,
                                const storage::Dialect& dialect);

// Reads the key from a row: `key` and `title` are its columns (title -1: none).
[[nodiscard]] Key read_key(const Grouping& grouping, const storage::Row& row, int key, int title, Language language);

// Orders keys as people expect: options and dates in their own order, records by title, empty last.
[[nodiscard]] bool before(const Grouping& grouping, const Key& a, const Key& b);

// "key_sql = ?" for a key from a client; nothing if it cannot be one.
struct KeyCondition {
    std::string sql;
    std::optional<storage::Value> parameter;
};
[[nodiscard]] std::optional<KeyCondition> key_condition(const Grouping& grouping, const json::Value& key);

}  // namespace fw::reports
