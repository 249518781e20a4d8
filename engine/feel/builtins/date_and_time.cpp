#include "engine/feel/builtins/builtin.h"
#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"

namespace fw::feel {
namespace {

Value no_date_time(Call& call) { return call.warn("FEEL-226", {"This is no date and time", "这不是日期时间"}); }

Value from_value(Call& call, const Value& value) {
    if (value.is(Kind::kDateTime)) return value;
    if (value.is(Kind::kDate)) return Value::date_time({value.as_date().days * kSecondsPerDay, 0, Zone::none()});
    if (value.is_string()) {
        if (const auto t = parse_date_time(value.as_string())) return Value::date_time(*t);
        if (const auto d = parse_date(value.as_string()))
            return Value::date_time({d->days * kSecondsPerDay, 0, Zone::none()});
    }
    return no_date_time(call);
}

// Whole seconds and nanoseconds of the day, or nothing.
std::optional<Time> time_of(const Arguments& a) {
    const auto hour = a[3].as_number().to_int64();
    const auto minute = a[4].as_number().to_int64();
    const auto nanos = (a[5].as_number() * Decimal(kNanosPerSecond)).round(0, Rounding::kDown).to_int64();
    if (!hour || !minute || !nanos || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59 || *nanos < 0 ||
        *nanos >= 60 * kNanosPerSecond) {
        return std::nullopt;
    }
    return Time{(*hour * 3600 + *minute * 60) * kNanosPerSecond + *nanos, Zone::none()};
}

Value from_parts(Call& call, const Arguments& a) {
    for (std::size_t i = 0; i < 6; ++i) {
        if (!a[i].is_number()) return no_date_time(call);
    }
    const auto year = a[0].as_number().to_int64();
    const auto month = a[1].as_number().to_int64();
    const auto day = a[2].as_number().to_int64();
    auto time = time_of(a);
    if (!year || !month || !day || !time || *month < 1 || *month > 12 || *day < 1 || *day > 31)
        return no_date_time(call);
    const auto date = date_of({*year, static_cast<int>(*month), static_cast<int>(*day)});
    if (!date) return no_date_time(call);
    if (a[6].is(Kind::kDaysDuration)) {
        const std::int64_t offset = a[6].as_days_duration().seconds;
        if (offset > 18 * 3600 || offset < -18 * 3600) return no_date_time(call);
        time->zone = Zone::of_offset(static_cast<std::int32_t>(offset));
    } else if (a[6].is_string()) {
        const auto zone = find_zone(a[6].as_string());
        if (!zone) return call.warn("FEEL-225", {"There is no such time zone", "没有这个时区"});
        time->zone = *zone;
    }
    return Value::date_time(join(*date, *time));
}

}  // namespace

void add_date_and_time(Functions& registry) {
    FunctionInfo f;
    f.name = "date and time";
    f.group = FunctionGroup::kConversion;
    f.help = {"A date and time from its text, from a date and a time, or from its parts.",
              "由文本、日期与时间或各组成部分得到日期时间。"};
    f.overloads.push_back({{param("from")}, kDateTime, [](Call& call, const Arguments& a) -> Value {
                               return from_value(call, single(a[0]));
                           }});
    f.overloads.push_back(
        {{param("date"), param("time", kTime)}, kDateTime, [](Call& call, const Arguments& a) -> Value {
             const auto day = day_of(a[0]);
             return day ? Value::date_time(join(*day, a[1].as_time())) : no_date_time(call);
         }});
    f.overloads.push_back({{param("date and time", kDateTime), param("timezone", kString)},
                           kDateTime,
                           [](Call& call, const Arguments& a) -> Value {
                               const auto zone = find_zone(a[1].as_string());
                               if (!zone) return call.warn("FEEL-225", {"There is no such time zone", "没有这个时区"});
                               DateTime t = a[0].as_date_time();
                               const auto utc = utc_seconds(t);
                               if (utc) return Value::date_time(at_utc(*utc, t.nanos, *zone));
                               t.zone = *zone;
                               return Value::date_time(t);
                           }});
    f.overloads.push_back(
        {{param("year", kNumber), param("month", kNumber), param("day", kNumber), param("hour", kNumber),
          param("minute", kNumber), param("second", kNumber), optional_param("offset", kDaysDuration)},
         kDateTime,
         [](Call& call, const Arguments& a) -> Value { return from_parts(call, a); },
         false,
         true});
    f.overloads.push_back(
        {{param("year", kNumber), param("month", kNumber), param("day", kNumber), param("hour", kNumber),
          param("minute", kNumber), param("second", kNumber), param("timezone", kString)},
         kDateTime,
         [](Call& call, const Arguments& a) -> Value { return from_parts(call, a); }});
    f.examples = {{R"(date and time("2026-11-21T10:30:00@Asia/Shanghai").time offset)", R"(@"PT8H")"},
                  {R"(date and time(@"2026-11-21", @"10:30:00"))", R"(@"2026-11-21T10:30:00")"},
                  {R"(date and time(2026, 11, 21, 10, 30, 0))", R"(@"2026-11-21T10:30:00")"},
                  {R"(date and time("2026-11-21"))", R"(@"2026-11-21T00:00:00")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
