#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_coincides(Functions& registry) {
    FunctionInfo f;
    f.name = "coincides";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether both are the same point or range.", "两个点或区间是否相同。"};
    f.overloads.push_back(
        {{param("point1", kAny), param("point2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kCoincides, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range1", kAny), param("range2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kCoincides, a[0], a[1]);
         }});
    f.examples = {{R"(coincides(5, 5))", R"(true)"},
                  {R"(coincides([1..5], [1..5]))", R"(true)"},
                  {R"(coincides((1..5), [1..5]))", R"(false)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
