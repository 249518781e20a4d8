#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_string(Functions& registry) {
    FunctionInfo f;
    f.name = "string";
    f.group = FunctionGroup::kConversion;
    f.help = {"Any value as text; null stays null.", "将任意值转换为文本；null 仍为 null。"};
    f.overloads.push_back({{param("from", kAny)}, kString, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               if (a[0].is_null()) return {};
                               std::string text = a[0].to_text();
                               return call.string_fits(text.size()) ? Value::string(text) : Value();
                           }});
    f.examples = {{R"(string(1.10))", R"("1.10")"},
                  {R"(string(null))", R"(null)"},
                  {R"(string([1, "a"]))", R"("[1, \"a\"]")"},
                  {R"(string(@"2026-11-21"))", R"("2026-11-21")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
