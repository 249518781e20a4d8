#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_list_contains(Functions& registry) {
    FunctionInfo f;
    f.name = "list contains";
    f.group = FunctionGroup::kList;
    f.help = {"Whether a list has an element equal to a value.", "列表中是否有等于某值的元素。"};
    f.overloads.push_back(
        {{param("list", kList), param("element", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             if (!call.spend(a[0].as_list().size())) return {};
             for (const Value& item : a[0].as_list()) {
                 if (equal(item, a[1]) == true) return Value::boolean(true);
             }
             return Value::boolean(false);
         }});
    f.examples = {{R"(list contains([1, 2, 3], 2))", R"(true)"}, {R"(list contains([1, null], null))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
