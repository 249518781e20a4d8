#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_met_by(Functions& registry) {
    FunctionInfo f;
    f.name = "met by";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether the first range begins where the second ends.", "前一区间的起点是否为后一区间的终点。"};
    f.overloads.push_back(
        {{param("range1", kRange), param("range2", kRange)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kMetBy, a[0], a[1]);
         }});
    f.examples = {{R"(met by([5..10], [1..5]))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
