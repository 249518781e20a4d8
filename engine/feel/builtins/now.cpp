#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_now(Functions& registry) {
    FunctionInfo f;
    f.name = "now";
    f.group = FunctionGroup::kDateTime;
    f.help = {"The date and time of this evaluation.", "本次求值的日期和时间。"};
    f.overloads.push_back(
        {{}, kDateTime, [](Call& call, const Arguments&) { return Value::date_time(call.options().now); }});
    f.examples = {{R"(now() instance of date and time)", R"(true)"}};
    f.pure = false;
    registry.add(std::move(f));
}

}  // namespace fw::feel
