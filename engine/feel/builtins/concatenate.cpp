#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/lists.h"

namespace fw::feel {

void add_concatenate(Functions& registry) {
    FunctionInfo f;
    f.name = "concatenate";
    f.group = FunctionGroup::kList;
    f.help = {"Several lists as one.", "将多个列表首尾相接。"};
    f.overloads.push_back({{param("list", kList)},
                           kList,
                           [](Call& call, const Arguments& a) -> Value {
                               std::vector<Value> out;
                               for (std::size_t i = 0; i < a.size(); ++i) {
                                   if (!append_all(call, out, a[i])) return {};
                               }
                               return Value::list(std::move(out));
                           },
                           true});
    f.examples = {{R"(concatenate([1, 2], [3]))", R"([1, 2, 3])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
