#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/lists.h"

namespace fw::feel {

void add_union(Functions& registry) {
    FunctionInfo f;
    f.name = "union";
    f.group = FunctionGroup::kList;
    f.help = {"Several lists as one without repetitions.", "合并多个列表并去除重复元素。"};
    f.overloads.push_back({{param("list", kList)},
                           kList,
                           [](Call& call, const Arguments& a) -> Value {
                               std::vector<Value> everything;
                               for (std::size_t i = 0; i < a.size(); ++i) {
                                   if (!append_all(call, everything, a[i])) return {};
                               }
                               return Value::list(distinct(everything));
                           },
                           true});
    f.examples = {{R"(union([1, 2], [2, 3]))", R"([1, 2, 3])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
