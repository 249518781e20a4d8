#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value deviation(Call& call, std::span<const Value> list) {
    const auto numbers = numbers_of(call, list);
    if (!numbers || !call.spend(16 + 2 * list.size())) return {};
    if (numbers->size() < 2)
        return call.warn("FEEL-217", {"A standard deviation needs two numbers or more", "标准差至少需要两个数字"});
    const Decimal count(static_cast<std::int64_t>(numbers->size()));
    Decimal sum;
    for (const Decimal n : *numbers) sum = sum + n;
    const Decimal mean = sum / count;
    Decimal squares;
    for (const Decimal n : *numbers) squares = squares + (n - mean) * (n - mean);
    return Value::number((squares / (count - Decimal(1))).sqrt());
}

}  // namespace

void add_stddev(Functions& registry) {
    FunctionInfo f;
    f.name = "stddev";
    f.group = FunctionGroup::kList;
    f.help = {"The standard deviation of a sample of at least two numbers.", "至少两个数字的样本标准差。"};
    f.overloads = list_or_items(kNumber, &deviation);
    f.examples = {{R"(stddev([2, 4, 7, 5]))", R"(2.081665999466132735282297706979931)"},
                  {R"(stddev([47]))", R"(null)"},
                  {R"(stddev([]))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
