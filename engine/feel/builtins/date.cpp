#include "engine/feel/builtins/builtin.h"
#include "engine/feel/calendar/text.h"

namespace fw::feel {

void add_date(Functions& registry) {
    FunctionInfo f;
    f.name = "date";
    f.group = FunctionGroup::kConversion;
    f.help = {"A date from its text, from a date and time, or from year, month and day.",
              "由文本、日期时间或年月日得到日期。"};
    f.overloads.push_back({{param("from")}, kDate, [](Call& call, const Arguments& a) -> Value {
                               if (const auto day = day_of(a[0])) return Value::date(*day);
                               const Value& from = single(a[0]);
                               if (from.is_string()) {
                                   if (const auto d = parse_date(from.as_string())) return Value::date(*d);
                               }
                               return call.warn("FEEL-223", {"This is no date", "这不是日期"});
                           }});
    f.overloads.push_back(
        {{param("year", kNumber), param("month", kNumber), param("day", kNumber)},
         kDate,
         [](Call& call, const Arguments& a) -> Value {
             const auto year = whole(call, a[0]);
             const auto month = whole(call, a[1]);
             const auto day = whole(call, a[2]);
             if (!year || !month || !day) return {};
             if (*month < 1 || *month > 12 || *day < 1 || *day > 31)
                 return call.warn("FEEL-223", {"There is no such date", "没有这样的日期"});
             const auto d = date_of({*year, static_cast<int>(*month), static_cast<int>(*day)});
             return d ? Value::date(*d) : call.warn("FEEL-223", {"There is no such date", "没有这样的日期"});
         }});
    f.examples = {{R"(date("2026-11-21"))", R"(@"2026-11-21")"},
                  {R"(date(2026, 2, 29))", R"(null)"},
                  {R"(date(2024, 2, 29).day)", R"(29)"},
                  {R"(date(@"2026-11-21T10:00:00"))", R"(@"2026-11-21")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
