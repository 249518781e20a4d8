// What a Work or a read callback sees of an SQLite connection.
#pragma once

#include "runtime/storage/sqlite/connection.h"

namespace fw::storage::sqlite {

[[nodiscard]] const Dialect& sqlite_dialect();

class SqliteTransaction final : public Transaction {
  public:
    explicit SqliteTransaction(Connection& connection) : connection_(connection) {}
    [[nodiscard]] Result<void> query(std::string_view sql, Params params, RowVisitor visit) override;
    [[nodiscard]] Result<std::int64_t> execute(std::string_view sql, Params params) override;
    [[nodiscard]] Result<void> execute_script(std::string_view sql) override;
    [[nodiscard]] const Dialect& dialect() const override { return sqlite_dialect(); }

  private:
    Connection& connection_;
};

}  // namespace fw::storage::sqlite
