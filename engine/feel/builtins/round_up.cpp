#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_round_up(Functions& registry) {
    FunctionInfo f;
    f.name = "round up";
    f.group = FunctionGroup::kNumeric;
    f.help = {"Rounded away from zero.", "向远离零的方向取整。"};
    f.overloads = {rounding(false, [](Call& call, Decimal n, int scale) {
        (void)call;
        return Value::number(n.round(scale, Rounding::kUp));
    })};
    f.examples = {{R"(round up(5.5, 0))", R"(6)"}, {R"(round up(-1.121, 2))", R"(-1.13)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
