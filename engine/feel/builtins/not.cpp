#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_not(Functions& registry) {
    FunctionInfo f;
    f.name = "not";
    f.group = FunctionGroup::kBoolean;
    f.help = {"The opposite of a condition; null for anything else.", "条件取反；其他值得到 null。"};
    f.overloads.push_back({{param("negand", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               if (a[0].is_boolean()) return Value::boolean(!a[0].as_boolean());
                               if (a[0].is_null()) return {};
                               return call.warn("FEEL-207", {"not() needs a condition", "not() 需要条件"});
                           }});
    f.examples = {{R"(not(true))", R"(false)"}, {R"(not(null))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
