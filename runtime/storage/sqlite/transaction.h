// What a Work or a read callback sees of an SQLite connection.
#pragma once

#include <optional>

#include "runtime/storage/sqlite/connection.h"

namespace fw::storage::sqlite {

[[nodiscard]] const Dialect& sqlite_dialect();

class SqliteTransaction final : public Transaction {
  public:
    explicit SqliteTransaction(Connection& connection) : connection_(connection) {}
    [[nodiscard]] Result<void> query(std::string_view sql, Params params, RowVisitor visit) override;
    [[nodiscard]] Result<std::int64_t> execute(std::string_view sql, Params params) override;
    [[nodiscard]] Result<void> execute_script(std::string_view sql) override;
    [[nodiscard]] Result<void> attempt(const std::function<Result<void>()>& part) override;
    [[nodiscard]] const Dialect& dialect() const override { return sqlite_dialect(); }

    // What the callback gave, or the first failure of a statement that no `attempt` undid: PostgreSQL refuses to commit
    // after it, so this backend does the same.
    [[nodiscard]] Result<void> outcome(Result<void> of_callback) const;

  private:
    template <class T>
    Result<T> noted(Result<T> result) {
        if (!result && !failure_) failure_ = result.error();
        return result;
    }
    Connection& connection_;
    std::optional<Diagnostics> failure_;
};

}  // namespace fw::storage::sqlite
