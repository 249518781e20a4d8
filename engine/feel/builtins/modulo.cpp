#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_modulo(Functions& registry) {
    FunctionInfo f;
    f.name = "modulo";
    f.group = FunctionGroup::kNumeric;
    f.help = {"The remainder of a division; it has the sign of the divisor.", "除法的余数，符号与除数相同。"};
    f.overloads.push_back(
        {{param("dividend", kNumber), param("divisor", kNumber)}, kNumber, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             if (a[1].as_number().is_zero()) return call.warn("FEEL-205", {"Division by zero", "除数为零"});
             return Value::number(Decimal::modulo(a[0].as_number(), a[1].as_number()));
         }});
    f.examples = {{R"(modulo(12, 5))", R"(2)"}, {R"(modulo(-12, 5))", R"(3)"}, {R"(modulo(10.1, 4.5))", R"(1.1)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
