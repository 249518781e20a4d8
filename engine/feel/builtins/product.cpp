#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value multiplied(Call& call, std::span<const Value> list) {
    const auto numbers = numbers_of(call, list);
    if (!numbers || numbers->empty()) return {};
    Decimal out(1);
    for (const Decimal n : *numbers) out = out * n;
    return out.is_none() ? call.warn("FEEL-203", {"The result is out of range", "结果超出范围"}) : Value::number(out);
}

}  // namespace

void add_product(Functions& registry) {
    FunctionInfo f;
    f.name = "product";
    f.group = FunctionGroup::kList;
    f.help = {"The product of numbers.", "数字之积。"};
    f.overloads = list_or_items(kNumber, &multiplied);
    f.examples = {{R"(product([2, 3, 4]))", R"(24)"}, {R"(product(2, 3, 4))", R"(24)"}, {R"(product([]))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
