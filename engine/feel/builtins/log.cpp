#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_log(Functions& registry) {
    FunctionInfo f;
    f.name = "log";
    f.group = FunctionGroup::kNumeric;
    f.help = {"The natural logarithm.", "自然对数。"};
    f.overloads.push_back({{param("number", kNumber)}, kNumber, [](Call& call, const Arguments& a) -> Value {
                               if (!call.spend(16)) return {};
                               const Decimal result = a[0].as_number().log();
                               return result.is_none() ? call.warn("FEEL-203", {"There is no result for this number",
                                                                                "此数字没有对应的结果"})
                                                       : Value::number(result);
                           }});
    f.examples = {{R"(decimal(log(10), 8))", R"(2.30258509)"}, {R"(log(0))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
