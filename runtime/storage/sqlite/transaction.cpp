#include "runtime/storage/sqlite/transaction.h"

#include "runtime/storage/guarded.h"

namespace fw::storage::sqlite {

const Dialect& sqlite_dialect() {
    static constexpr Dialect dialect(Backend::kSqlite);
    return dialect;
}

Result<void> SqliteTransaction::query(std::string_view sql, Params params, RowVisitor visit) {
    auto done = noted(connection_.run(sql, params, &visit));
    if (!done) return fail(std::move(done.error()));
    return {};
}

Result<std::int64_t> SqliteTransaction::execute(std::string_view sql, Params params) {
    return noted(connection_.run(sql, params, nullptr));
}

Result<void> SqliteTransaction::execute_script(std::string_view sql) { return noted(connection_.script(sql)); }

Result<void> SqliteTransaction::attempt(const std::function<Result<void>()>& part) {
    if (auto begun = noted(connection_.script("SAVEPOINT part")); !begun) return begun;
    auto result = outcome(guarded(part));
    if (!result) {
        // A full disk may have ended the whole transaction.
        if (!connection_.in_transaction()) return noted(std::move(result));
        if (auto undone = connection_.script("ROLLBACK TO part"); !undone) return noted(std::move(undone));
        failure_.reset();
    }
    if (auto released = noted(connection_.script("RELEASE part")); !released) return released;
    return result;
}

Result<void> SqliteTransaction::outcome(Result<void> of_callback) const {
    if (of_callback && failure_) return fail(*failure_);
    return of_callback;
}

}  // namespace fw::storage::sqlite
