// What the fields of records are in a database: the little that the translation of FEEL into SQL must know.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fw::query {

enum class Dialect : std::uint8_t { kSqlite, kPostgres };

// How a column's values are kept (runtime/storage/value.h has the table).
enum class ColumnKind : std::uint8_t {
    kText,
    kNumber,  // SQLite: an integer scaled by 10^scale; PostgreSQL: bigint (scale 0) or numeric
    kBoolean,
    kDate,
    kTime,
    kDateTime,   // SQLite: microseconds since 1970 UTC; PostgreSQL: timestamptz
    kReference,  // the id of a record of `target`
    kStrings,    // a JSON list of strings
};

struct Column {
    std::string name;  // not quoted
    ColumnKind kind = ColumnKind::kText;
    int scale = 0;       // kNumber
    std::string target;  // kReference: entity
};

// The rows of a child table: those of `entity` whose column `key` is the record's id.
struct Rows {
    std::string entity;
    std::string key;
};

// What a '?' stands for. Numbers and moments are exact: `number` is the integer, the scaled decimal or microseconds.
struct Parameter {
    enum class Kind : std::uint8_t { kText, kInteger, kDecimal, kBoolean, kDate, kDateTime };
    Kind kind = Kind::kText;
    std::int64_t number = 0;
    int scale = 0;
    std::string text;
    bool operator==(const Parameter&) const = default;
};

struct Condition {
    std::string sql;  // in parentheses where needed; fit for AND
    std::vector<Parameter> parameters;
};

// Entities are named by their qualified ids. Thread-safe if const.
class Catalogue {
  public:
    virtual ~Catalogue() = default;
    [[nodiscard]] virtual std::string table(std::string_view entity) const = 0;  // not quoted
    // Nothing for fields that are not kept in a column of their own.
    [[nodiscard]] virtual std::optional<Column> column(std::string_view entity, std::string_view field) const = 0;
    [[nodiscard]] virtual std::optional<Rows> rows(std::string_view entity, std::string_view field) const = 0;
    // Which records, under `alias`, a path through a reference reaches; behind the others everything is null. No SQL:
    // all of them.
    [[nodiscard]] virtual Condition reachable(std::string_view /*entity*/, std::string_view /*alias*/) const {
        return {};
    }
};

}  // namespace fw::query
