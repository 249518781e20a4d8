#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_overlaps(Functions& registry) {
    FunctionInfo f;
    f.name = "overlaps";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether two ranges have values in common.", "两个区间是否有重叠。"};
    f.overloads.push_back(
        {{param("range1", kRange), param("range2", kRange)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kOverlaps, a[0], a[1]);
         }});
    f.examples = {{R"(overlaps([1..5], [3..8]))", R"(true)"}, {R"(overlaps([1..5), [5..8]))", R"(false)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
