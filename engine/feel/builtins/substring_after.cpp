#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_substring_after(Functions& registry) {
    FunctionInfo f;
    f.name = "substring after";
    f.group = FunctionGroup::kString;
    f.help = {"The part of a text after the first occurrence of another; empty if it does not occur.",
              "首次出现另一段文本之后的部分；未出现则为空文本。"};
    f.overloads.push_back(
        {{param("string", kString), param("match", kString)}, kString, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             const std::string_view text = a[0].as_string();
             const std::size_t at = text.find(a[1].as_string());
             return Value::string(at == std::string_view::npos ? std::string_view()
                                                               : text.substr(at + a[1].as_string().size()));
         }});
    f.examples = {{R"(substring after("foobar", "ob"))", R"("ar")"}, {R"(substring after("", "a"))", R"("")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
