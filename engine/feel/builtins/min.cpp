#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value best(Call& call, std::span<const Value> list) {
    if (list.empty() || !call.spend(list.size())) return {};
    const Value* found = &list[0];
    for (const Value& item : list) {
        const std::optional<int> order = compare(item, *found);
        if (!order) return call.warn("FEEL-206", {"These elements cannot be compared", "这些元素无法比较"});
        if (*order < 0) found = &item;
    }
    return *found;
}

}  // namespace

void add_min(Functions& registry) {
    FunctionInfo f;
    f.name = "min";
    f.group = FunctionGroup::kList;
    f.help = {"The smallest element.", "最小的元素。"};
    f.overloads = list_or_items(kAny, &best);
    f.examples = {{R"(min([1, 2, 3]))", R"(1)"},
                  {R"(min(3, 1, 2))", R"(1)"},
                  {R"(min([]))", R"(null)"},
                  {R"(min(["b", "a"]))", R"("a")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
