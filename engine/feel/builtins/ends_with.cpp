#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_ends_with(Functions& registry) {
    FunctionInfo f;
    f.name = "ends with";
    f.group = FunctionGroup::kString;
    f.help = {"Whether a text ends with another.", "文本是否以另一段文本结尾。"};
    f.overloads.push_back(
        {{param("string", kString), param("match", kString)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             return Value::boolean(a[0].as_string().ends_with(a[1].as_string()));
         }});
    f.examples = {{R"(ends with("foobar", "r"))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
