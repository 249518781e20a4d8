#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_append(Functions& registry) {
    FunctionInfo f;
    f.name = "append";
    f.group = FunctionGroup::kList;
    f.help = {"The list with further elements at its end.", "在列表末尾添加元素。"};
    f.overloads.push_back(
        {{param("list", kList), param("item")},
         kList,
         [](Call& call, const Arguments& a) -> Value {
             if (a[0].is_null()) return call.warn("FEEL-212", {"append: 'list' is null", "append：参数“list”为 null"});
             const auto list = a[0].as_list();
             if (!call.spend(list.size()) || !call.list_fits(list.size() + a.size())) return {};
             std::vector<Value> out(list.begin(), list.end());
             for (std::size_t i = 1; i < a.size(); ++i) out.push_back(a[i]);
             return Value::list(std::move(out));
         },
         true,
         true});
    f.examples = {{R"(append([1], 2, 3))", R"([1, 2, 3])"}, {R"(append([1], [2]))", R"([1, [2]])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
