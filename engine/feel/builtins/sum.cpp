#include "engine/feel/builtins/builtin.h"
#include "engine/feel/eval/operators.h"

namespace fw::feel {
namespace {

Value total(Call& call, std::span<const Value> list) {
    if (list.empty() || !call.spend(list.size())) return {};
    if (list[0].is(Kind::kDaysDuration) || list[0].is(Kind::kYearsDuration)) {
        Value out = list[0];
        for (const Value& item : list.subspan(1)) {
            if (item.kind() != out.kind())
                return call.warn("FEEL-217", {"These elements have no sum", "这些元素无法求和"});
            out = eval::arithmetic(call, code::Op::kAdd, out, item);
        }
        return out;
    }
    Decimal out;
    for (const Value& item : list) {
        if (!item.is_number()) {
            return call.warn(
                "FEEL-217", format_text({"A sum needs numbers, but one element is a {0}", "求和需要数字，但其中有 {0}"},
                                        {kind_name(item.kind())}));
        }
        out = out + item.as_number();
    }
    return Value::number(out);
}

}  // namespace

void add_sum(Functions& registry) {
    FunctionInfo f;
    f.name = "sum";
    f.group = FunctionGroup::kList;
    f.help = {"The sum of numbers or of durations.", "数字或时间段之和。"};
    f.overloads = list_or_items(kAny, &total);
    f.examples = {{R"(sum([1, 2, 3]))", R"(6)"},
                  {R"(sum(1, 2.5))", R"(3.5)"},
                  {R"(sum([]))", R"(null)"},
                  {R"(sum([duration("P1D"), duration("PT12H")]))", R"(@"P1DT12H")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
