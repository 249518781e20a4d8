#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_starts_with(Functions& registry) {
    FunctionInfo f;
    f.name = "starts with";
    f.group = FunctionGroup::kString;
    f.help = {"Whether a text begins with another.", "文本是否以另一段文本开头。"};
    f.overloads.push_back(
        {{param("string", kString), param("match", kString)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             return Value::boolean(a[0].as_string().starts_with(a[1].as_string()));
         }});
    f.examples = {{R"(starts with("foobar", "fo"))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
