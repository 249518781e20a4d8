#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_ceiling(Functions& registry) {
    FunctionInfo f;
    f.name = "ceiling";
    f.group = FunctionGroup::kNumeric;
    f.help = {"The smallest number with so many decimals that is not below.", "向上取整到指定小数位。"};
    f.overloads = {rounding(true, [](Call& call, Decimal n, int scale) {
        (void)call;
        return Value::number(n.round(scale, Rounding::kCeiling));
    })};
    f.examples = {{R"(ceiling(1.5))", R"(2)"}, {R"(ceiling(-1.56, 1))", R"(-1.5)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
