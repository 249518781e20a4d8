#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
void add_day_of_year(Functions& registry) {
    FunctionInfo f;
    f.name = "day of year";
    f.group = FunctionGroup::kDateTime;
    f.help = {"The number of the day within its year.", "一年中的第几天。"};
    f.overloads.push_back({{param("date", kAny)}, kNumber, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const auto day = day_of(a[0]);
                               if (!day) return call.warn("FEEL-223", {"A date is needed", "需要日期"});
                               return Value::number(day_of_year(*day));
                           }});
    f.examples = {{R"(day of year(@"2019-09-17"))", R"(260)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
