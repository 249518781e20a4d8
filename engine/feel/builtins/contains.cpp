#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_contains(Functions& registry) {
    FunctionInfo f;
    f.name = "contains";
    f.group = FunctionGroup::kString;
    f.help = {"Whether a text contains another.", "文本是否包含另一段文本。"};
    f.overloads.push_back(
        {{param("string", kString), param("match", kString)}, kBoolean, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             return Value::boolean(a[0].as_string().find(a[1].as_string()) != std::string_view::npos);
         }});
    f.examples = {{R"(contains("foobar", "ob"))", R"(true)"}, {R"(contains("foobar", "of"))", R"(false)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
