#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/letter_case.h"

namespace fw::feel {

void add_lower_case(Functions& registry) {
    FunctionInfo f;
    f.name = "lower case";
    f.group = FunctionGroup::kString;
    f.help = {"The text in small letters.", "转换为小写字母。"};
    f.overloads.push_back({{param("string", kString)}, kString, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return lower_case(a[0]);
                           }});
    f.examples = {{R"(lower case("aBc4"))", R"("abc4")"}, {R"(lower case("ΟΔΟΣ"))", R"("οδος")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
