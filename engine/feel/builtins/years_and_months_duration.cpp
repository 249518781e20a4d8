#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_years_and_months_duration(Functions& registry) {
    FunctionInfo f;
    f.name = "years and months duration";
    f.group = FunctionGroup::kConversion;
    f.help = {"The whole months from one date to another.", "两个日期之间的整月数（以年和月表示）。"};
    f.overloads.push_back(
        {{param("from", kAny), param("to", kAny)}, kYearsDuration, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             const auto from = day_of(a[0]);
             const auto to = day_of(a[1]);
             if (!from || !to) return call.warn("FEEL-223", {"Two dates are needed", "需要两个日期"});
             return Value::years_duration({months_between(*from, *to)});
         }});
    f.examples = {{R"(years and months duration(@"2024-12-22", @"2026-11-21"))", R"(@"P1Y10M")"},
                  {R"(years and months duration(@"2026-03-31", @"2026-02-28"))", R"(@"-P1M")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
