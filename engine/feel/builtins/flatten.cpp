#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

bool append_flat(Call& call, std::vector<Value>& out, const Value& value) {
    for (const Value& item : value.as_list()) {
        if (!call.spend(1)) return false;
        if (!item.is_list()) {
            out.push_back(item);
            if (!call.list_fits(out.size())) return false;
        } else if (!append_flat(call, out, item)) {
            return false;
        }
    }
    return true;
}

}  // namespace

void add_flatten(Functions& registry) {
    FunctionInfo f;
    f.name = "flatten";
    f.group = FunctionGroup::kList;
    f.help = {"A list of lists as one list, to any depth.", "将嵌套列表展开为一个列表。"};
    f.overloads.push_back({{param("list", kList)}, kList, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               std::vector<Value> out;
                               return append_flat(call, out, a[0]) ? Value::list(std::move(out)) : Value();
                           }});
    f.examples = {{R"(flatten([[1, 2], [[3]], 4]))", R"([1, 2, 3, 4])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
