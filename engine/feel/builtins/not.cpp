#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_not(Functions& registry) {
    FunctionInfo f;
    f.name = "not";
    f.group = FunctionGroup::kBoolean;
    f.help = {"The opposite of a condition; null for anything else.", "条件取反；其他值得到 null。"};
    f.overloads.push_back({{param("negand", kBoolean)},
                           kBoolean,
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return a[0].is_boolean() ? Value::boolean(!a[0].as_boolean()) : Value();
                           },
                           false,
                           true});
    f.examples = {{R"(not(true))", R"(false)"}, {R"(not(null))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
