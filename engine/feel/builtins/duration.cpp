#include "engine/feel/builtins/builtin.h"
#include "engine/feel/calendar/text.h"

namespace fw::feel {

void add_duration(Functions& registry) {
    FunctionInfo f;
    f.name = "duration";
    f.group = FunctionGroup::kConversion;
    f.help = {"A duration from its text: P1Y6M, or P1DT2H30M.", "由文本得到时间段，如 P1Y6M 或 P1DT2H30M。"};
    f.overloads.push_back({{param("from", kAny)}, Type(), [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const Value& from = single(a[0]);
                               if (from.is(Kind::kDaysDuration) || from.is(Kind::kYearsDuration)) return from;
                               if (from.is_string()) {
                                   if (const auto d = parse_years_duration(from.as_string()))
                                       return Value::years_duration(*d);
                                   if (const auto d = parse_days_duration(from.as_string()))
                                       return Value::days_duration(*d);
                               }
                               return call.warn("FEEL-227", {"This is no duration", "这不是时间段"});
                           }});
    f.examples = {{R"(duration("P1Y14M"))", R"(@"P2Y2M")"},
                  {R"(duration("PT36H"))", R"(@"P1DT12H")"},
                  {R"(duration("P1H"))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
