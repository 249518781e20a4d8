#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_reverse(Functions& registry) {
    FunctionInfo f;
    f.name = "reverse";
    f.group = FunctionGroup::kList;
    f.help = {"The list in opposite order.", "将列表顺序颠倒。"};
    f.overloads.push_back({{param("list", kList)}, kList, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const auto list = a[0].as_list();
                               if (!call.spend(list.size())) return {};
                               return Value::list({list.rbegin(), list.rend()});
                           }});
    f.examples = {{R"(reverse([1, 2, 3]))", R"([3, 2, 1])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
