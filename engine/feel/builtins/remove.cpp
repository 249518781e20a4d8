#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_remove(Functions& registry) {
    FunctionInfo f;
    f.name = "remove";
    f.group = FunctionGroup::kList;
    f.help = {"The list without the element at a position.", "删除指定位置的元素。"};
    f.overloads.push_back(
        {{param("list", kList), param("position", kNumber)}, kList, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             const auto list = a[0].as_list();
             const auto position = whole(call, a[1]);
             const auto size = static_cast<std::int64_t>(list.size());
             if (!position || !call.spend(list.size())) return {};
             if (*position == 0 || *position > size || *position < -size)
                 return call.warn("FEEL-209", {"There is no such position", "没有这个位置"});
             std::vector<Value> out(list.begin(), list.end());
             out.erase(out.begin() + (*position > 0 ? *position - 1 : size + *position));
             return Value::list(std::move(out));
         }});
    f.examples = {{R"(remove([1, 2, 3], 2))", R"([1, 3])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
