#include "runtime/storage/sqlite/functions.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "engine/base/letter_case.h"
#include "engine/decimal/decimal.h"

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
template <std::string (*change)(std::string_view)>
void change_case(sqlite3_context* context, int, sqlite3_value** values) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    if (text == nullptr) return sqlite3_result_null(context);
    const std::string changed = change({text, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))});
    sqlite3_result_text(context, changed.data(), static_cast<int>(changed.size()), SQLITE_TRANSIENT);
}

// Numbers beyond 64 bits, for queries that calculate: decimal texts in, decimal text out; null where one is null.
std::optional<fw::Decimal> decimal_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (text == nullptr) return std::nullopt;
    return fw::Decimal::parse(text);
}

void give(sqlite3_context* context, const fw::Decimal& number) {
    if (number.is_none()) return sqlite3_result_null(context);
    const std::string text = number.to_string();
    sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void decimal(sqlite3_context* context, int, sqlite3_value** values) {
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
    give(context, fw::Decimal::from_scaled(sqlite3_value_int64(values[0]), sqlite3_value_int(values[1])));
}

template <class Calculate>
void calculate(sqlite3_context* context, sqlite3_value** values, Calculate&& of) {
    const auto a = decimal_of(values[0]);
    const auto b = decimal_of(values[1]);
    if (!a || !b) return sqlite3_result_null(context);
    of(*a, *b);
}
void add(sqlite3_context* context, int, sqlite3_value** values) {
    calculate(context, values, [&](fw::Decimal a, fw::Decimal b) { give(context, a + b); });
}
void subtract(sqlite3_context* context, int, sqlite3_value** values) {
    calculate(context, values, [&](fw::Decimal a, fw::Decimal b) { give(context, a - b); });
}
void multiply(sqlite3_context* context, int, sqlite3_value** values) {
    calculate(context, values, [&](fw::Decimal a, fw::Decimal b) { give(context, a * b); });
}
void order(sqlite3_context* context, int, sqlite3_value** values) {
    calculate(context, values, [&](fw::Decimal a, fw::Decimal b) { sqlite3_result_int(context, compare(a, b)); });
}
// Never null: null equals null alone.
void equal(sqlite3_context* context, int, sqlite3_value** values) {
    const auto a = decimal_of(values[0]);
    const auto b = decimal_of(values[1]);
    sqlite3_result_int(context, a && b ? static_cast<int>(*a == *b) : static_cast<int>(!a && !b));
}

struct Scalar {
    const char* name;
    int arguments;
    void (*run)(sqlite3_context*, int, sqlite3_value**);
};
constexpr Scalar kScalars[] = {{"fw_lower", 1, &change_case<&utf8::lower_case>},
                               {"fw_upper", 1, &change_case<&utf8::upper_case>},
                               {"fw_decimal", 2, &decimal},
                               {"fw_add", 2, &add},
                               {"fw_subtract", 2, &subtract},
                               {"fw_multiply", 2, &multiply},
                               {"fw_compare", 2, &order},
                               {"fw_equal", 2, &equal}};
}  // namespace

int add_functions(sqlite3* handle) {
    constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    int code = sqlite3_create_function_v2(handle, "fw_sum", 1, kFlags, nullptr, nullptr, &sum_step, &sum_end, nullptr);
    for (const Scalar& f : kScalars) {
        if (code != SQLITE_OK) break;
        code =
            sqlite3_create_function_v2(handle, f.name, f.arguments, kFlags, nullptr, f.run, nullptr, nullptr, nullptr);
    }
    return code;
}

}  // namespace fw::storage::sqlite
