#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/letter_case.h"

namespace fw::feel {

void add_upper_case(Functions& registry) {
    FunctionInfo f;
    f.name = "upper case";
    f.group = FunctionGroup::kString;
    f.help = {"The text in capital letters.", "转换为大写字母。"};
    f.overloads.push_back({{param("string", kString)}, kString, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return upper_case(a[0]);
                           }});
    f.examples = {{R"(upper case("aBc4"))", R"("ABC4")"},
                  {R"(upper case("äé"))", R"("ÄÉ")"},
                  {R"(upper case("straße"))", R"("STRASSE")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
