#include "engine/feel/builtins/builtin.h"
#include "engine/feel/calendar/arithmetic.h"

namespace fw::feel {

void add_abs(Functions& registry) {
    FunctionInfo f;
    f.name = "abs";
    f.group = FunctionGroup::kNumeric;
    f.help = {"The value without its sign.", "绝对值。"};
    f.overloads.push_back({{param("n", kNumber)}, kNumber, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return Value::number(a[0].as_number().abs());
                           }});
    f.overloads.push_back(
        {{param("n", kAny)}, Type(), [](Call& call, const Arguments& a) -> Value {
             (void)call;
             const Value& n = single(a[0]);
             if (n.is(Kind::kDaysDuration)) {
                 const DaysDuration d = n.as_days_duration();
                 return Value::days_duration(d.seconds < 0 ? negated(d) : d);
             }
             if (n.is(Kind::kYearsDuration)) {
                 const std::int64_t months = n.as_years_duration().months;
                 return Value::years_duration({months < 0 ? -months : months});
             }
             if (n.is_number()) return Value::number(n.as_number().abs());
             return call.warn("FEEL-213", {"abs: 'n' must be a number or a duration", "abs：参数“n”应为数字或时间段"});
         }});
    f.examples = {{R"(abs(-10))", R"(10)"}, {R"(abs(@"-PT5H"))", R"(@"PT5H")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
