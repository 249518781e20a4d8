#include "runtime/storage/database.h"

#include <future>

#include "engine/base/check.h"

namespace fw::storage {

Result<std::optional<std::int64_t>> Reader::query_integer(std::string_view sql, Params params) {
    std::optional<std::int64_t> out;
    auto done = query(sql, params, [&](const Row& row) {
        out = row.maybe_integer(0);
        return false;
    });
    if (!done) return fail(std::move(done.error()));
    return out;
}

Result<std::optional<std::string>> Reader::query_text(std::string_view sql, Params params) {
    std::optional<std::string> out;
    auto done = query(sql, params, [&](const Row& row) {
        if (!row.is_null(0)) out = std::string(row.text(0));
        return false;
    });
    if (!done) return fail(std::move(done.error()));
    return out;
}

Result<void> Database::write_and_wait(Work work) {
    FW_CHECK(!on_writer_thread());
    std::promise<Result<void>> promise;
    auto future = promise.get_future();
    write(std::move(work), [&](Result<void> result) { promise.set_value(std::move(result)); });
    return future.get();
}

}  // namespace fw::storage
