// What the files of this folder share. Each defines one function of DMN 1.5, 10.3.4, and says all there is to say about
// it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/feel/calendar/civil.h"
#include "engine/feel/functions.h"
#include "engine/feel/shape.h"

namespace fw::feel {

using enum TypeKind;

[[nodiscard]] inline Parameter param(std::string name, Type type = kAny) {
    return {std::move(name), std::move(type), false};
}
[[nodiscard]] inline Parameter optional_param(std::string name, Type type) {
    return {std::move(name), std::move(type), true};
}

// What a list of one holds, else the value itself: for parameters that take several types (10.3.2.9.4).
[[nodiscard]] const Value& single(const Value& value);
// Of a date or a date and time.
[[nodiscard]] std::optional<Date> day_of(const Value& value);
// An argument that must be a whole number; nothing, and a warning, otherwise.
[[nodiscard]] std::optional<std::int64_t> whole(Call& call, const Value& value);
// The list's numbers, or nothing and a warning if one is none.
[[nodiscard]] std::optional<std::vector<Decimal>> numbers_of(Call& call, std::span<const Value> list);
// The arguments as one list, for functions that take f(list) and f(a, b, …).
[[nodiscard]] std::vector<Value> all_of(const Arguments& arguments, std::size_t from = 0);

// f(list) and f(a, b, …) with the same meaning.
[[nodiscard]] std::vector<Overload> list_or_items(const Type& result, Value (*run)(Call&, std::span<const Value>));
// f(n, scale) with one rounding mode; the scale may be left out where `scale_optional`.
[[nodiscard]] Overload rounding(bool scale_optional, Value (*run)(Call&, Decimal, int));
[[nodiscard]] std::optional<int> scale_of(Call& call, const Value& value);

}  // namespace fw::feel
