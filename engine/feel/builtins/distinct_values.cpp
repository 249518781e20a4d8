#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/lists.h"

namespace fw::feel {

void add_distinct_values(Functions& registry) {
    FunctionInfo f;
    f.name = "distinct values";
    f.group = FunctionGroup::kList;
    f.help = {"The list without repetitions.", "去除重复元素后的列表。"};
    f.overloads.push_back({{param("list", kList)}, kList, [](Call& call, const Arguments& a) -> Value {
                               const auto list = a[0].as_list();
                               if (!call.spend(list.size())) return {};
                               return Value::list(distinct(list));
                           }});
    f.examples = {{R"(distinct values([1, 2, 1.0, null]))", R"([1, 2, null])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
