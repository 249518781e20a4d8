#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_sqrt(Functions& registry) {
    FunctionInfo f;
    f.name = "sqrt";
    f.group = FunctionGroup::kNumeric;
    f.help = {"The square root.", "平方根。"};
    f.overloads.push_back({{param("number", kNumber)}, kNumber, [](Call& call, const Arguments& a) -> Value {
                               if (!call.spend(4)) return {};
                               const Decimal result = a[0].as_number().sqrt();
                               return result.is_none() ? call.warn("FEEL-203", {"There is no result for this number",
                                                                                "此数字没有对应的结果"})
                                                       : Value::number(result);
                           }});
    f.examples = {{R"(sqrt(16))", R"(4)"}, {R"(sqrt(-3))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
