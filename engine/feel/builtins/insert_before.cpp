#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_insert_before(Functions& registry) {
    FunctionInfo f;
    f.name = "insert before";
    f.group = FunctionGroup::kList;
    f.help = {"The list with a new element before a position.", "在指定位置之前插入元素。"};
    f.overloads.push_back({{param("list", kList), param("position", kNumber), param("newItem", kAny)},
                           kList,
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const auto list = a[0].as_list();
                               const auto position = whole(call, a[1]);
                               const auto size = static_cast<std::int64_t>(list.size());
                               if (!position || !call.spend(list.size()) || !call.list_fits(list.size() + 1)) return {};
                               if (*position == 0 || *position > size + 1 || *position < -size)
                                   return call.warn("FEEL-209", {"There is no such position", "没有这个位置"});
                               std::vector<Value> out(list.begin(), list.end());
                               out.insert(out.begin() + (*position > 0 ? *position - 1 : size + *position), a[2]);
                               return Value::list(std::move(out));
                           }});
    f.examples = {{R"(insert before([1, 3], 1, 2))", R"([2, 1, 3])"},
                  {R"(insert before([1, 3], -1, 2))", R"([1, 2, 3])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
