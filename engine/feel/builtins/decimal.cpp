#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_decimal(Functions& registry) {
    FunctionInfo f;
    f.name = "decimal";
    f.group = FunctionGroup::kNumeric;
    f.help = {"The number rounded to so many decimals, halves to the even neighbour.",
              "按小数位数取整，恰为一半时取偶数。"};
    f.overloads = {rounding(false, [](Call& call, Decimal n, int scale) {
        (void)call;
        return Value::number(n.round(scale, Rounding::kHalfEven));
    })};
    f.examples = {{R"(decimal(1/3, 2))", R"(0.33)"}, {R"(decimal(1.5, 0))", R"(2)"}, {R"(decimal(2.5, 0))", R"(2)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
