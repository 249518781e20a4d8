#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_round_half_up(Functions& registry) {
    FunctionInfo f;
    f.name = "round half up";
    f.group = FunctionGroup::kNumeric;
    f.help = {"Rounded to the nearest, halves away from zero.", "四舍五入，恰为一半时远离零。"};
    f.overloads = {rounding(false, [](Call& call, Decimal n, int scale) {
        (void)call;
        return Value::number(n.round(scale, Rounding::kHalfUp));
    })};
    f.examples = {{R"(round half up(5.5, 0))", R"(6)"}, {R"(round half up(-5.5, 0))", R"(-6)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
