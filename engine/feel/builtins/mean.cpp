#include "engine/feel/builtins/builtin.h"
#include "engine/feel/eval/operators.h"

namespace fw::feel {
namespace {

Value average(Call& call, std::span<const Value> list) {
    if (list.empty() || !call.spend(list.size())) return {};
    Value total = list[0];
    for (const Value& item : list) {
        if (item.kind() != total.kind() ||
            (!item.is_number() && !item.is(Kind::kDaysDuration) && !item.is(Kind::kYearsDuration))) {
            return call.warn("FEEL-217", {"An average needs numbers", "求平均值需要数字"});
        }
    }
    for (const Value& item : list.subspan(1)) total = eval::arithmetic(call, code::Op::kAdd, total, item);
    return eval::arithmetic(call, code::Op::kDivide, total, Value::number(static_cast<std::int64_t>(list.size())));
}

}  // namespace

void add_mean(Functions& registry) {
    FunctionInfo f;
    f.name = "mean";
    f.group = FunctionGroup::kList;
    f.help = {"The average of numbers or of durations.", "数字或时间段的平均值。"};
    f.overloads = list_or_items(kAny, &average);
    f.examples = {{R"(mean([1, 2, 6]))", R"(3)"}, {R"(mean(1, 2))", R"(1.5)"}, {R"(mean([]))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
