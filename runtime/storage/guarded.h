// Runs a caller's callback; what it throws becomes DB-013, for no exception crosses a module's door.
#pragma once

#include <exception>

#include "runtime/storage/errors.h"

namespace fw::storage {

template <class F>
[[nodiscard]] Result<void> guarded(F&& callback) {
    try {
        return callback();
    } catch (const std::exception& thrown) {
        return fail(storage_error(ErrorKind::kStatement, thrown.what()));
    } catch (...) {
        return fail(storage_error(ErrorKind::kStatement, "?"));
    }
}

}  // namespace fw::storage
