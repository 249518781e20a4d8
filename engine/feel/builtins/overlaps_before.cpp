#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_overlaps_before(Functions& registry) {
    FunctionInfo f;
    f.name = "overlaps before";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether the first range begins before the second and ends within it.",
              "前一区间是否先开始并在后一区间内结束。"};
    f.overloads.push_back(
        {{param("range1", kRange), param("range2", kRange)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kOverlapsBefore, a[0], a[1]);
         }});
    f.examples = {{R"(overlaps before([1..5], [3..8]))", R"(true)"},
                  {R"(overlaps before([3..8], [1..5]))", R"(false)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
