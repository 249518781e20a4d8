// Evaluating scalar expressions takes no memory from the heap: every new is counted.
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "engine/feel/feel.h"

namespace {
thread_local std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace fw::feel;

std::size_t allocations_of(std::string_view text) {
    Scope scope;
    scope.add("amount", TypeKind::kNumber);
    scope.add("region", TypeKind::kString);
    scope.add("due", TypeKind::kDate);
    scope.add("paid", TypeKind::kBoolean);
    scope.add("order", Type::context({{"total", TypeKind::kNumber}, {"lines", TypeKind::kList}}));
    const auto made = compile_text(text, scope);
    if (!made) ADD_FAILURE() << text << ": " << fw::format(made.error());
    const Value line = Value::context({{"price", Value::number(3)}, {"qty", Value::number(4)}});
    const Value inputs[] = {Value::number(1500), Value::string("North-East"), Value::date({20000}),
                            Value::boolean(true),
                            Value::context({{"total", Value::number(20)}, {"lines", Value::list({line, line, line})}})};
    const EvalOptions options;
    EXPECT_FALSE(evaluate(*made, inputs, options).is_null()) << text;  // warms the caches of paths
    const std::size_t before = allocations;
    for (int i = 0; i < 10; ++i) (void)evaluate(*made, inputs, options);
    return allocations - before;
}

TEST(FeelAllocations, ScalarsNeedNone) {
    for (const char* text : {"amount * 0.05 + 1",
                             "amount > 1000 and not(paid = false)",
                             "if amount between 1 and 2000 then -amount else 0",
                             "amount / 7 ** 2",
                             "(amount - 1) * (amount + 1)",
                             "amount in [1..2000)",
                             "amount in (< 3, > 5)",
                             "region = \"North-East\"",
                             "lower case(region)",
                             "contains(lower case(region), \"north\")",
                             "starts with(region, \"N\") or ends with(region, \"t\")",
                             "string length(region) + 1",
                             "substring(region, 1, 5)",
                             "due + @\"P1D\" > @\"2020-01-01\"",
                             "due.year * 12 + due.month",
                             "order.total * 2",
                             "round up(amount / 7, 2)",
                             "modulo(amount, 7)",
                             "abs(-amount)",
                             "floor(amount / 7)",
                             "even(amount)",
                             "date(2026, 1, 31)",
                             "amount instance of number",
                             "sum(for l in order.lines return l.price * l.qty)",
                             "some l in order.lines satisfies l.qty > 3",
                             "count(order.lines)",
                             "order.lines[1].price"}) {
        EXPECT_EQ(allocations_of(text), 0U) << text;
    }
}

}  // namespace
