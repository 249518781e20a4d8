#include "runtime/storage/sqlite/functions.h"

#include <cstdint>
#include <limits>
#include <string>

#include <sqlite3.h>

#include "engine/base/letter_case.h"

namespace fw::storage::sqlite {

namespace {
__extension__ using Wide = __int128;

// SQLite aligns aggregate contexts to 8 bytes, a 128-bit integer wants 16: without this, -O2 may crash.
struct __attribute__((packed, aligned(8))) Sum {
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

// SQLite's own lower() and upper() know ASCII only; queries must answer as FEEL does.
template <char32_t (*change)(char32_t)>
void change_case(sqlite3_context* context, int, sqlite3_value** values) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    if (text == nullptr) return sqlite3_result_null(context);
    const std::string changed =
        utf8::change_case({text, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))}, change);
    sqlite3_result_text(context, changed.data(), static_cast<int>(changed.size()), SQLITE_TRANSIENT);
}
}  // namespace

int add_functions(sqlite3* handle) {
    constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    const int sum =
        sqlite3_create_function_v2(handle, "fw_sum", 1, kFlags, nullptr, nullptr, &sum_step, &sum_end, nullptr);
    const int lower = sqlite3_create_function_v2(handle, "fw_lower", 1, kFlags, nullptr, &change_case<&utf8::lower>,
                                                 nullptr, nullptr, nullptr);
    const int upper = sqlite3_create_function_v2(handle, "fw_upper", 1, kFlags, nullptr, &change_case<&utf8::upper>,
                                                 nullptr, nullptr, nullptr);
    if (sum != SQLITE_OK) return sum;
    return lower != SQLITE_OK ? lower : upper;
}

}  // namespace fw::storage::sqlite
