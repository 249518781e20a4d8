// FEEL's operators on values, for the machine, the compiler's folding and the functions.
#pragma once

#include <span>
#include <string>

#include "engine/feel/call.h"
#include "engine/feel/code/program.h"
#include "engine/feel/functions.h"
#include "engine/feel/value.h"

namespace fw::feel::eval {

inline constexpr std::uint64_t kCostOfPower = 16;  // steps: it takes as long
inline constexpr std::uint64_t kStepWeight = 8;    // weight of a value (objects.h) walked over in one step

// + - * / ** of two numbers; null where there is no result. For the compiler.
[[nodiscard]] Value number_operation(code::Op op, Decimal a, Decimal b);
// + - * / ** of any two values; null with a warning where FEEL has none.
[[nodiscard]] Value arithmetic(Call& call, code::Op op, const Value& a, const Value& b);
[[nodiscard]] Value negate(Call& call, const Value& a);
// = != < <= > >=; null with a warning for values that cannot be compared.
[[nodiscard]] Value comparison(Call& call, code::Op op, const Value& a, const Value& b);
[[nodiscard]] Value logic_and(Call& call, const Value& a, const Value& b);
[[nodiscard]] Value logic_or(Call& call, const Value& a, const Value& b);
[[nodiscard]] Value between(Call& call, const Value& value, const Value& low, const Value& high);
// Whether `value` lies in `range`: null if it is not comparable with its ends.
[[nodiscard]] Value in_range(Call& call, const Value& value, const RangeView& range);
// One positive unary test. `condition`: a boolean test decides by itself (it was written with "?").
[[nodiscard]] Value in_test(Call& call, const Value& value, const Value& test, bool condition);
[[nodiscard]] Value compare_test(Call& call, code::Op op, const Value& value, const Value& operand);

// value.member for contexts, lists of contexts, dates, times, durations and ranges.
[[nodiscard]] Value member(Call& call, const Value& object, const std::string& name);
// list[position] and list[condition] for a predicate that does not look at the elements.
[[nodiscard]] Value filter(Call& call, const Value& list, const Value& predicate);
[[nodiscard]] Value element_at(Call& call, std::span<const Value> list, const Value& position);

// Calls a registered function: fits the arguments to the parameters (null pointers: not given), then runs it. Where
// they do not fit and were not given by name, another overload may take them.
[[nodiscard]] Value call_overload(Call& call, const FunctionInfo& function, const Overload& overload,
                                  std::span<const Value* const> arguments, bool named = false);
// A registered function as a value: picks the overload when it is called.
[[nodiscard]] Value function_value(const FunctionInfo& function);
// Calls a function value with named arguments.
[[nodiscard]] Value call_named(Call& call, const Function& function, std::span<const std::string> names,
                               std::span<const Value> arguments);

}  // namespace fw::feel::eval
