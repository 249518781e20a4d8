#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_even(Functions& registry) {
    FunctionInfo f;
    f.name = "even";
    f.group = FunctionGroup::kNumeric;
    f.help = {"Whether a whole number is even.", "整数是否为偶数。"};
    f.overloads.push_back({{param("number", kNumber)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const Decimal n = a[0].as_number();
                               if (!n.is_integer())
                                   return call.warn("FEEL-216", {"A whole number is needed", "此处需要整数"});
                               return Value::boolean(Decimal::remainder(n, Decimal(2)).is_zero() == true);
                           }});
    f.examples = {{R"(even(2))", R"(true)"}, {R"(even(5))", R"(false)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
