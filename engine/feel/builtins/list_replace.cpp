#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_list_replace(Functions& registry) {
    FunctionInfo f;
    f.name = "list replace";
    f.group = FunctionGroup::kList;
    f.help = {"The list with the element at a position, or all elements a function picks, replaced.",
              "替换指定位置的元素，或替换函数选中的所有元素。"};
    f.overloads.push_back({{param("list", kList), param("position", kNumber), param("newItem", kAny)},
                           kList,
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const auto list = a[0].as_list();
                               const auto position = whole(call, a[1]);
                               const auto size = static_cast<std::int64_t>(list.size());
                               if (!position || !call.spend(list.size())) return {};
                               if (*position == 0 || *position > size || *position < -size)
                                   return call.warn("FEEL-209", {"There is no such position", "没有这个位置"});
                               std::vector<Value> out(list.begin(), list.end());
                               out[static_cast<std::size_t>(*position > 0 ? *position - 1 : size + *position)] = a[2];
                               return Value::list(std::move(out));
                           }});
    f.overloads.push_back(
        {{param("list", kList), param("match", kFunction), param("newItem", kAny)},
         kList,
         [](Call& call, const Arguments& a) -> Value {
             (void)call;
             const auto list = a[0].as_list();
             std::vector<Value> out;
             for (const Value& item : list) {
                 const Value arguments[2] = {item, a[2]};
                 const Value picked = call.invoke(a[1].as_function(), arguments);
                 if (call.stopped()) return {};
                 if (!picked.is_boolean())
                     return call.warn("FEEL-207", {"'match' must give true or false", "“match”必须得到 true 或 false"});
                 out.push_back(picked.is_true() ? a[2] : item);
             }
             return Value::list(std::move(out));
         }});
    f.examples = {{R"(list replace([2, 4, 7, 8], 3, 6))", R"([2, 4, 6, 8])"},
                  {R"(list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5))", R"([5, 5, 7, 8])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
