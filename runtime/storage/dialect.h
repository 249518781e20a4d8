// Where the SQL of SQLite and PostgreSQL differs. Most statements of Formwork are the same text for both; the rest asks
// here. Upsert (ON CONFLICT … DO UPDATE SET x = excluded.x), RETURNING, TRUE/FALSE and CAST are common.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/storage/value.h"

namespace fw::storage {

enum class Backend : std::uint8_t { kSqlite, kPostgres };

// "name" with quotes doubled: for every name that comes from a model.
[[nodiscard]] std::string quoted(std::string_view identifier);

class Dialect {
  public:
    explicit constexpr Dialect(Backend backend) : backend_(backend) {}
    [[nodiscard]] Backend backend() const { return backend_; }
    [[nodiscard]] bool is_sqlite() const { return backend_ == Backend::kSqlite; }

    [[nodiscard]] std::string type(const ColumnType& type) const;  // "INTEGER", "numeric(18,2)" …
    // Exact sum of a decimal or integer column or expression: null for no rows.
    [[nodiscard]] std::string sum(std::string_view expression) const;
    // A parameter or expression where the database cannot infer its type (SELECT ?, coalesce(?, …)).
    [[nodiscard]] std::string cast(std::string_view expression, const ColumnType& type) const;
    // ORDER BY term with nulls first when ascending and last when descending, on both.
    [[nodiscard]] std::string order(std::string_view expression, bool descending) const;
    [[nodiscard]] std::string_view table_suffix() const;      // " STRICT": ends CREATE TABLE
    [[nodiscard]] std::string_view for_update() const;        // " FOR UPDATE": locks the rows of a SELECT
    [[nodiscard]] std::string_view skip_locked() const;       // " FOR UPDATE SKIP LOCKED": for queues
    [[nodiscard]] std::string_view microseconds_now() const;  // the database's clock as a date_time

  private:
    Backend backend_;
};

}  // namespace fw::storage
