#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_started_by(Functions& registry) {
    FunctionInfo f;
    f.name = "started by";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether a range begins with a point or range.", "区间是否以点或区间开头。"};
    f.overloads.push_back(
        {{param("range", kAny), param("point", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kStartedBy, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range1", kAny), param("range2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kStartedBy, a[0], a[1]);
         }});
    f.examples = {{R"(started by([1..10], 1))", R"(true)"}, {R"(started by([1..10], [1..5]))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
