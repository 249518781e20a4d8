#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_round_down(Functions& registry) {
    FunctionInfo f;
    f.name = "round down";
    f.group = FunctionGroup::kNumeric;
    f.help = {"Rounded toward zero.", "向零的方向取整。"};
    f.overloads = {rounding(false, [](Call& call, Decimal n, int scale) {
        (void)call;
        return Value::number(n.round(scale, Rounding::kDown));
    })};
    f.examples = {{R"(round down(5.5, 0))", R"(5)"}, {R"(round down(-1.126, 2))", R"(-1.12)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
