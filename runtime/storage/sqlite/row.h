// A row of a stepped SQLite statement.
#pragma once

#include "runtime/storage/database.h"

struct sqlite3_stmt;

namespace fw::storage::sqlite {

class SqliteRow final : public Row {
  public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
    [[nodiscard]] int columns() const override;
    [[nodiscard]] bool is_null(int column) const override;
    [[nodiscard]] std::int64_t integer(int column) const override;
    [[nodiscard]] bool boolean(int column) const override;
    [[nodiscard]] std::string_view text(int column) const override;
    [[nodiscard]] std::string_view blob(int column) const override;
    [[nodiscard]] DateTime date_time(int column) const override;
    [[nodiscard]] Scaled decimal(int column, int scale) const override;
    void append_decimal(std::string& out, int column, int scale) const override;

  private:
    sqlite3_stmt* statement_;
};

}  // namespace fw::storage::sqlite
