#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value best(Call& call, std::span<const Value> list) {
    if (list.empty() || !call.spend(list.size())) return {};
    const Value* found = &list[0];
    for (const Value& item : list) {
        const std::optional<int> order = compare(item, *found);
        if (!order) return call.warn("FEEL-206", {"These elements cannot be compared", "这些元素无法比较"});
        if (*order > 0) found = &item;
    }
    return *found;
}

}  // namespace

void add_max(Functions& registry) {
    FunctionInfo f;
    f.name = "max";
    f.group = FunctionGroup::kList;
    f.help = {"The largest element.", "最大的元素。"};
    f.overloads = list_or_items(kAny, &best);
    f.examples = {{R"(max([1, 2, 3]))", R"(3)"},
                  {R"(max(3, 1, 2))", R"(3)"},
                  {R"(max([]))", R"(null)"},
                  {R"(max([@"2026-11-21", @"2026-01-01"]))", R"(@"2026-11-21")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
