#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_floor(Functions& registry) {
    FunctionInfo f;
    f.name = "floor";
    f.group = FunctionGroup::kNumeric;
    f.help = {"The largest number with so many decimals that is not above.", "向下取整到指定小数位。"};
    f.overloads = {rounding(true, [](Call& call, Decimal n, int scale) {
        (void)call;
        return Value::number(n.round(scale, Rounding::kFloor));
    })};
    f.examples = {{R"(floor(1.5))", R"(1)"}, {R"(floor(-1.56, 1))", R"(-1.6)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
