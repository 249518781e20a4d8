#include "engine/base/utf8.h"
#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_string_length(Functions& registry) {
    FunctionInfo f;
    f.name = "string length";
    f.group = FunctionGroup::kString;
    f.help = {"The number of characters.", "字符的个数。"};
    f.overloads.push_back({{param("string", kString)}, kNumber, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return Value::number(static_cast<std::int64_t>(utf8::length(a[0].as_string())));
                           }});
    f.examples = {{R"(string length("foo"))", R"(3)"}, {R"(string length("合同"))", R"(2)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
