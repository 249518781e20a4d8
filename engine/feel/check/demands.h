// What DMN 1.5's functions ask of arguments whose declared type is wider than what they work on: abs(n) takes a number
// or a duration, sum(list) a list of such, before(a, b) two points or ranges of one kind. Only static types are looked
// at here; the functions themselves look at the values.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/feel/functions.h"
#include "engine/feel/type.h"

namespace fw::feel {

// What is wrong with an argument.
struct Misfit {
    std::size_t argument = 0;
    std::string parameter;
    std::string wanted;           // "number or days and time duration"
    std::optional<Type> element;  // of the list it is looked for in; it can equal none
};

// `given` in the order of the overload's parameters; arguments that were left out are Any.
[[nodiscard]] std::optional<Misfit> misfit(const FunctionInfo& function, const Overload& overload,
                                           std::span<const Type> given);

// The result, if the arguments tell more than the overload does: sum of a list<number> is a number.
[[nodiscard]] Type result_of(const FunctionInfo& function, const Overload& overload, std::span<const Type> given);

// Whether values of these types are never equal; `deep`: nor lists of them, but for empty ones.
[[nodiscard]] bool never_equal(const Type& a, const Type& b, bool deep = false);
// Numbers, texts, dates, times and durations have an order.
[[nodiscard]] bool has_order(TypeKind kind);

}  // namespace fw::feel
