// What a Work or a read callback sees of a PostgreSQL connection.
#pragma once

#include <atomic>
#include <optional>

#include "runtime/storage/postgres/connection.h"

namespace fw::storage::postgres {

[[nodiscard]] const Dialect& postgres_dialect();

class PostgresTransaction final : public Transaction {
  public:
    PostgresTransaction(Connection& connection, std::atomic<std::uint64_t>& generation)
        : connection_(connection), generation_(generation) {}
    [[nodiscard]] Result<void> query(std::string_view sql, Params params, RowVisitor visit) override;
    [[nodiscard]] Result<std::int64_t> execute(std::string_view sql, Params params) override;
    [[nodiscard]] Result<void> execute_script(std::string_view sql) override;
    [[nodiscard]] Result<void> attempt(const std::function<Result<void>()>& part) override;
    [[nodiscard]] const Dialect& dialect() const override { return postgres_dialect(); }

    // The first failure of a statement that no `attempt` undid: the server refuses to commit after it.
    [[nodiscard]] const std::optional<Diagnostics>& failure() const { return failure_; }
    [[nodiscard]] bool ran_script() const { return ran_script_; }

  private:
    template <class T>
    Result<T> noted(Result<T> result) {
        if (!result && !failure_) failure_ = result.error();
        return result;
    }
    Connection& connection_;
    std::atomic<std::uint64_t>& generation_;
    std::optional<Diagnostics> failure_;
    bool ran_script_ = false;
};

}  // namespace fw::storage::postgres
