#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_substring_before(Functions& registry) {
    FunctionInfo f;
    f.name = "substring before";
    f.group = FunctionGroup::kString;
    f.help = {"The part of a text before the first occurrence of another; empty if it does not occur.",
              "首次出现另一段文本之前的部分；未出现则为空文本。"};
    f.overloads.push_back(
        {{param("string", kString), param("match", kString)}, kString, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             const std::string_view text = a[0].as_string();
             const std::size_t at = text.find(a[1].as_string());
             return Value::string(at == std::string_view::npos ? std::string_view() : text.substr(0, at));
         }});
    f.examples = {{R"(substring before("foobar", "bar"))", R"("foo")"},
                  {R"(substring before("foobar", "xyz"))", R"("")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
