#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_starts(Functions& registry) {
    FunctionInfo f;
    f.name = "starts";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether a point or range begins a range.", "点或区间是否为区间的开头。"};
    f.overloads.push_back(
        {{param("point", kAny), param("range", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kStarts, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range1", kAny), param("range2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kStarts, a[0], a[1]);
         }});
    f.examples = {{R"(starts(1, [1..10]))", R"(true)"}, {R"(starts([1..5], [1..10]))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
