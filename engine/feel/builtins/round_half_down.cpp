#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_round_half_down(Functions& registry) {
    FunctionInfo f;
    f.name = "round half down";
    f.group = FunctionGroup::kNumeric;
    f.help = {"Rounded to the nearest, halves toward zero.", "就近取整，恰为一半时朝向零。"};
    f.overloads = {rounding(false, [](Call& call, Decimal n, int scale) {
        (void)call;
        return Value::number(n.round(scale, Rounding::kHalfDown));
    })};
    f.examples = {{R"(round half down(5.5, 0))", R"(5)"}, {R"(round half down(-5.5, 0))", R"(-5)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
