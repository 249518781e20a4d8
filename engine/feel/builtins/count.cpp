#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_count(Functions& registry) {
    FunctionInfo f;
    f.name = "count";
    f.group = FunctionGroup::kList;
    f.help = {"The number of elements.", "元素个数。"};
    f.overloads.push_back({{param("list", kList)}, kNumber, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return Value::number(static_cast<std::int64_t>(a[0].as_list().size()));
                           }});
    f.examples = {{R"(count([1, 2, 3]))", R"(3)"}, {R"(count([]))", R"(0)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
