#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_today(Functions& registry) {
    FunctionInfo f;
    f.name = "today";
    f.group = FunctionGroup::kDateTime;
    f.help = {"The date of this evaluation.", "本次求值的日期。"};
    f.overloads.push_back(
        {{}, kDate, [](Call& call, const Arguments&) { return Value::date(date_part(call.options().now)); }});
    f.examples = {{R"(today() instance of date)", R"(true)"}};
    f.pure = false;
    registry.add(std::move(f));
}

}  // namespace fw::feel
