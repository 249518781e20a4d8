#include "runtime/storage/sqlite/functions.h"

#include <cstdint>
#include <limits>
#include <string>

#include <sqlite3.h>

namespace fw::storage::sqlite {

namespace {
__extension__ using Wide = __int128;

struct Sum {
    Wide total;
    std::int64_t count;
};

void sum_step(sqlite3_context* context, int, sqlite3_value** values) {
    auto* sum = static_cast<Sum*>(sqlite3_aggregate_context(context, sizeof(Sum)));  // zeroed at first
    if (sum == nullptr) return sqlite3_result_error_nomem(context);
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
    sum->total += sqlite3_value_int64(values[0]);  // 2^63 rows of 2^63 fit 128 bits
    ++sum->count;
}

void sum_end(sqlite3_context* context) {
    const auto* sum = static_cast<const Sum*>(sqlite3_aggregate_context(context, 0));
    if (sum == nullptr || sum->count == 0) return sqlite3_result_null(context);
    Wide total = sum->total;
    if (total >= std::numeric_limits<std::int64_t>::min() && total <= std::numeric_limits<std::int64_t>::max()) {
        return sqlite3_result_int64(context, static_cast<std::int64_t>(total));
    }
    const bool negative = total < 0;
    std::string digits;
    while (total != 0) {
        const int digit = static_cast<int>(total % 10);
        digits.insert(digits.begin(), static_cast<char>('0' + (negative ? -digit : digit)));
        total /= 10;
    }
    if (negative) digits.insert(digits.begin(), '-');
    sqlite3_result_text(context, digits.data(), static_cast<int>(digits.size()), SQLITE_TRANSIENT);
}
}  // namespace

int add_functions(sqlite3* handle) {
    return sqlite3_create_function_v2(handle, "fw_sum", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, nullptr,
                                      &sum_step, &sum_end, nullptr);
}

}  // namespace fw::storage::sqlite
