#include <algorithm>

#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value middle(Call& call, std::span<const Value> list) {
    auto numbers = numbers_of(call, list);
    if (!numbers || numbers->empty()) return {};
    std::sort(numbers->begin(), numbers->end());
    const std::size_t half = numbers->size() / 2;
    if (numbers->size() % 2 != 0) return Value::number((*numbers)[half]);
    return Value::number(((*numbers)[half - 1] + (*numbers)[half]) / Decimal(2));
}

}  // namespace

void add_median(Functions& registry) {
    FunctionInfo f;
    f.name = "median";
    f.group = FunctionGroup::kList;
    f.help = {"The middle of the sorted numbers.", "排序后居中的数值（中位数）。"};
    f.overloads = list_or_items(kNumber, &middle);
    f.examples = {
        {R"(median([8, 2, 5, 3, 4]))", R"(4)"}, {R"(median(6, 1, 2, 3))", R"(2.5)"}, {R"(median([]))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
