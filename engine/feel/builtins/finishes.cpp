#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_finishes(Functions& registry) {
    FunctionInfo f;
    f.name = "finishes";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether a point or range ends a range.", "点或区间是否为区间的结尾。"};
    f.overloads.push_back(
        {{param("point", kAny), param("range", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kFinishes, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range1", kAny), param("range2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kFinishes, a[0], a[1]);
         }});
    f.examples = {{R"(finishes(10, [1..10]))", R"(true)"}, {R"(finishes([5..10], [1..10]))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
