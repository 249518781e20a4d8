#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_finished_by(Functions& registry) {
    FunctionInfo f;
    f.name = "finished by";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether a range ends with a point or range.", "区间是否以点或区间结尾。"};
    f.overloads.push_back(
        {{param("range", kAny), param("point", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kFinishedBy, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range1", kAny), param("range2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kFinishedBy, a[0], a[1]);
         }});
    f.examples = {{R"(finished by([1..10], 10))", R"(true)"}, {R"(finished by([1..10], [5..10]))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
