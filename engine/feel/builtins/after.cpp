#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/range_relations.h"

namespace fw::feel {

void add_after(Functions& registry) {
    FunctionInfo f;
    f.name = "after";
    f.group = FunctionGroup::kRange;
    f.help = {"Whether the first begins after the second ends.", "前者是否在后者结束之后开始。"};
    f.overloads.push_back(
        {{param("point1", kAny), param("point2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kAfter, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("point", kAny), param("range", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kAfter, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range", kAny), param("point", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kAfter, a[0], a[1]);
         }});
    f.overloads.push_back(
        {{param("range1", kAny), param("range2", kAny)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             return ranges::relation(call, ranges::kAfter, a[0], a[1]);
         }});
    f.examples = {
        {R"(after(10, 1))", R"(true)"}, {R"(after([1..10], 0))", R"(true)"}, {R"(after((5..10], [1..5]))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
