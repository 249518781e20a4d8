#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_before(Functions& registry) {
    FunctionInfo f;
    f.name = "before";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether the first ends before the second begins.", "前者是否在后者开始之前结束。"};
    f.overloads.push_back(
        {{param("point1", kAny), param("point2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kBefore, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("point", kAny), param("range", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kBefore, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range", kAny), param("point", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kBefore, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range1", kAny), param("range2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kBefore, a[0], a[1]);
         }});
    f.examples = {{R"(before(1, 10))", R"(true)"},
                  {R"(before(1, [1..10]))", R"(false)"},
                  {R"(before(1, (1..10]))", R"(true)"},
                  {R"(before([1..5), [5..10]))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
