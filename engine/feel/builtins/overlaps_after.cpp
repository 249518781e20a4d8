#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_overlaps_after(Functions& registry) {
    FunctionInfo f;
    f.name = "overlaps after";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether the first range begins within the second and ends after it.",
              "前一区间是否在后一区间内开始并更晚结束。"};
    f.overloads.push_back(
        {{param("range1", kRange), param("range2", kRange)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kOverlapsAfter, a[0], a[1]);
         }});
    f.examples = {{R"(overlaps after([3..8], [1..5]))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
