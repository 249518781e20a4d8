#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_during(Functions& registry) {
    FunctionInfo f;
    f.name = "during";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether a point or range lies in a range.", "点或区间是否位于区间之内。"};
    f.overloads.push_back(
        {{param("point", kAny), param("range", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kDuring, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range1", kAny), param("range2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kDuring, a[0], a[1]);
         }});
    f.examples = {{R"(during(5, [1..10]))", R"(true)"}, {R"(during([4..6], [1..10]))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
