#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_exp(Functions& registry) {
    FunctionInfo f;
    f.name = "exp";
    f.group = FunctionGroup::kNumeric;
    f.help = {"e to the power of a number.", "e 的幂。"};
    f.overloads.push_back({{param("number", kNumber)}, kNumber, [](Call& call, const Arguments& a) -> Value {
                               if (!call.spend(16)) return {};
                               const Decimal result = a[0].as_number().exp();
                               return result.is_none() ? call.warn("FEEL-203", {"There is no result for this number",
                                                                                "此数字没有对应的结果"})
                                                       : Value::number(result);
                           }});
    f.examples = {{R"(decimal(exp(5), 8))", R"(148.41315910)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
