#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
void add_week_of_year(Functions& registry) {
    FunctionInfo f;
    f.name = "week of year";
    f.group = FunctionGroup::kDateTime;
    f.help = {"The number of the week within its year (ISO 8601).", "一年中的第几周（ISO 8601）。"};
    f.overloads.push_back({{param("date", kAny)}, kNumber, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const auto day = day_of(a[0]);
                               if (!day) return call.warn("FEEL-223", {"A date is needed", "需要日期"});
                               return Value::number(week_of_year(*day));
                           }});
    f.examples = {{R"(week of year(@"2019-09-17"))", R"(38)"}, {R"(week of year(@"2021-01-01"))", R"(53)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
