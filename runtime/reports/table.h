// The arithmetic of grouped reports: rows of the finest groups in, subtotals of every level and totals out. Pure; sums
// are exact decimals.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/compile/program.h"
#include "engine/decimal/decimal.h"

namespace fw::reports {

using Function = compile::Rollup::Function;

// What a group is known by. `id` is "2026-03" for dates by period, the id of a record or option, "true"; `title` is
// what people read.
struct Key {
    enum class Kind : std::uint8_t { kEmpty, kText, kTitled, kBoolean, kNumber };
    Kind kind = Kind::kEmpty;
    std::string id;
    std::string title;
    bool operator==(const Key&) const = default;
};

// A measure over some records, in a form that can be added to another: an average keeps its sum and count.
struct Partial {
    std::int64_t count = 0;          // of records with a value (of all records for kCount)
    Decimal sum;                     // kSum, kAvg
    std::optional<Decimal> extreme;  // kMin, kMax
};

struct Leaf {
    std::vector<Key> keys;          // one for each group
    std::vector<Partial> measures;  // one for each measure
};

struct Row {
    std::vector<Key> keys;                       // fewer than groups: a subtotal
    std::vector<std::optional<Decimal>> values;  // nothing: no record has a value
};

struct Table {
    std::vector<Row> rows;  // a subtotal stands before its details
    std::vector<std::optional<Decimal>> totals;
};

struct Measure {
    Function function = Function::kCount;
    int scale = 0;  // digits behind the point; averages are rounded half-even to scale + 2
};

// `leaves` come sorted, so that equal keys stand together.
[[nodiscard]] Table build_table(const std::vector<Leaf>& leaves, std::size_t groups,
                                const std::vector<Measure>& measures);

}  // namespace fw::reports
