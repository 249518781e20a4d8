#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_index_of(Functions& registry) {
    FunctionInfo f;
    f.name = "index of";
    f.group = FunctionGroup::kList;
    f.help = {"The positions at which a value stands in a list.", "某值在列表中的所有位置。"};
    f.overloads.push_back({{param("list", kList), param("match", kAny)},
                           Type::list(kNumber),
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const auto list = a[0].as_list();
                               if (!call.spend(list.size())) return {};
                               std::vector<Value> out;
                               for (std::size_t i = 0; i < list.size(); ++i) {
                                   if (equal(list[i], a[1]) == true)
                                       out.push_back(Value::number(static_cast<std::int64_t>(i + 1)));
                               }
                               return Value::list(std::move(out));
                           }});
    f.examples = {{R"(index of([1, 2, 3, 2], 2))", R"([2, 4])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
