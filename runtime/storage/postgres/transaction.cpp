#include "runtime/storage/postgres/transaction.h"

#include "runtime/storage/guarded.h"

namespace fw::storage::postgres {

const Dialect& postgres_dialect() {
    static constexpr Dialect dialect(Backend::kPostgres);
    return dialect;
}

Result<void> PostgresTransaction::query(std::string_view sql, Params params, RowVisitor visit) {
    auto done = noted(connection_.run(sql, params, &visit));
    if (!done) return fail(std::move(done.error()));
    return {};
}

Result<std::int64_t> PostgresTransaction::execute(std::string_view sql, Params params) {
    return noted(connection_.run(sql, params, nullptr));
}

Result<void> PostgresTransaction::execute_script(std::string_view sql) {
    ran_script_ = true;
    return noted(connection_.script(sql));
}

Result<void> PostgresTransaction::attempt(const std::function<Result<void>()>& part) {
    if (auto begun = noted(connection_.script("SAVEPOINT part")); !begun) return begun;
    auto result = guarded(part);
    if (result && failure_) result = fail(*failure_);
    if (!result) {
        // A serialization failure ends the whole transaction: it has to be run again from its start.
        if (error_kind(result.error()) == ErrorKind::kConflict || !connection_.alive()) return noted(std::move(result));
        if (auto undone = connection_.script("ROLLBACK TO part"); !undone) return noted(std::move(undone));
        failure_.reset();
    }
    if (auto released = noted(connection_.script("RELEASE part")); !released) return released;
    return result;
}

}  // namespace fw::storage::postgres
