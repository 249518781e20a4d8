#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_includes(Functions& registry) {
    FunctionInfo f;
    f.name = "includes";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether a range contains a point or range.", "区间是否包含点或区间。"};
    f.overloads.push_back(
        {{param("range", kAny), param("point", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kIncludes, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range1", kAny), param("range2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kIncludes, a[0], a[1]);
         }});
    f.examples = {{R"(includes([1..10], 5))", R"(true)"},
                  {R"(includes([1..10], [4..6]))", R"(true)"},
                  {R"(includes([1..10), 10))", R"(false)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
