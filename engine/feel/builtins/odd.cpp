#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_odd(Functions& registry) {
    FunctionInfo f;
    f.name = "odd";
    f.group = FunctionGroup::kNumeric;
    f.help = {"Whether a whole number is odd.", "整数是否为奇数。"};
    f.overloads.push_back({{param("number", kNumber)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const Decimal n = a[0].as_number();
                               if (!n.is_integer())
                                   return call.warn("FEEL-216", {"A whole number is needed", "此处需要整数"});
                               return Value::boolean(Decimal::remainder(n, Decimal(2)).is_zero() == false);
                           }});
    f.examples = {{R"(odd(5))", R"(true)"}, {R"(odd(1.5))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
