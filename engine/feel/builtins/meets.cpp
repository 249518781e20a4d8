#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_meets(Functions& registry) {
    FunctionInfo f;
    f.name = "meets";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether the first range ends where the second begins.", "前一区间的终点是否为后一区间的起点。"};
    f.overloads.push_back(
        {{param("range1", kRange), param("range2", kRange)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kMeets, a[0], a[1]);
         }});
    f.examples = {{R"(meets([1..5], [5..10]))", R"(true)"}, {R"(meets([1..5), [5..10]))", R"(false)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
