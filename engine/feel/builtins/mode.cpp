#include <algorithm>

#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value most_frequent(Call& call, std::span<const Value> list) {
    auto numbers = numbers_of(call, list);
    if (!numbers) return {};
    std::sort(numbers->begin(), numbers->end());
    std::vector<Value> out;
    std::size_t best = 0;
    for (std::size_t i = 0; i < numbers->size();) {
        std::size_t end = i + 1;
        while (end < numbers->size() && (*numbers)[end] == (*numbers)[i]) ++end;
        if (end - i > best) out.clear();
        if (end - i >= best) out.push_back(Value::number((*numbers)[i]));
        best = std::max(best, end - i);
        i = end;
    }
    return Value::list(std::move(out));
}

}  // namespace

void add_mode(Functions& registry) {
    FunctionInfo f;
    f.name = "mode";
    f.group = FunctionGroup::kList;
    f.help = {"The numbers that occur most often, sorted.", "出现次数最多的数字，按升序排列。"};
    f.overloads = list_or_items(Type::list(kNumber), &most_frequent);
    f.examples = {
        {R"(mode([6, 3, 9, 6, 6]))", R"([6])"}, {R"(mode([6, 1, 9, 6, 1]))", R"([1, 6])"}, {R"(mode([]))", R"([])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
