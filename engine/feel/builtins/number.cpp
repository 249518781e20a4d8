#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value read(Call& call, const Arguments& a) {
    const auto wrong = [&] { return call.warn("FEEL-221", {"This text is no number", "此文本不是数字"}); };
    if (!a[0].is_string()) return wrong();
    const std::string_view grouping = a[1].is_string() ? a[1].as_string() : std::string_view();
    const std::string_view decimal = a[2].is_string() ? a[2].as_string() : std::string_view(".");
    const bool good_grouping = grouping.empty() || grouping == " " || grouping == "," || grouping == ".";
    if (!good_grouping || (decimal != "." && decimal != ",") || grouping == decimal) {
        return call.warn("FEEL-222", {"The separators are \" \", \",\" or \".\", and not the same",
                                      "分隔符只能是“ ”、“,”或“.”，且不能相同"});
    }
    std::string plain;
    for (const char c : a[0].as_string()) {
        if (!grouping.empty() && c == grouping[0]) continue;
        plain += c == decimal[0] ? '.' : c == '.' ? 'x' : c;
    }
    const auto number = Decimal::parse(plain);
    return number ? Value::number(*number) : wrong();
}

}  // namespace

void add_number(Functions& registry) {
    FunctionInfo f;
    f.name = "number";
    f.group = FunctionGroup::kConversion;
    f.help = {"A number from its text, with the signs that group digits and part the decimals.",
              "从文本得到数字，可指明千位分隔符和小数点。"};
    f.overloads.push_back({{param("from", kString), optional_param("grouping separator", kString),
                            optional_param("decimal separator", kString)},
                           kNumber,
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return read(call, a);
                           },
                           false,
                           true});
    f.examples = {{R"(number("1 000,50", " ", ","))", R"(1000.50)"},
                  {R"(number("1,000.50", ",", "."))", R"(1000.50)"},
                  {R"(number("12"))", R"(12)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
