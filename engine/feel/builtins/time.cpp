#include "engine/feel/builtins/builtin.h"
#include "engine/feel/calendar/text.h"

namespace fw::feel {
namespace {

Value no_time(Call& call) { return call.warn("FEEL-224", {"This is no time", "这不是时间"}); }

Value from_value(Call& call, const Value& value) {
    if (value.is(Kind::kTime)) return value;
    if (value.is(Kind::kDateTime)) return Value::time(time_part(value.as_date_time()));
    if (value.is(Kind::kDate)) return Value::time({0, Zone::utc()});
    if (value.is_string()) {
        if (const auto t = parse_time(value.as_string())) return Value::time(*t);
    }
    return no_time(call);
}

Value from_parts(Call& call, const Arguments& a) {
    for (std::size_t i = 0; i < 3; ++i) {
        if (!a[i].is_number()) return no_time(call);
    }
    const auto hour = a[0].as_number().to_int64();
    const auto minute = a[1].as_number().to_int64();
    const Decimal second = a[2].as_number();
    const auto nanos = (second * Decimal(kNanosPerSecond)).round(0, Rounding::kDown).to_int64();
    if (!hour || !minute || !nanos || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59 || *nanos < 0 ||
        *nanos >= 60 * kNanosPerSecond) {
        return no_time(call);
    }
    Zone zone;
    if (a[3].is(Kind::kDaysDuration)) {
        const std::int64_t offset = a[3].as_days_duration().seconds;
        if (offset > 18 * 3600 || offset < -18 * 3600) return no_time(call);
        zone = Zone::of_offset(static_cast<std::int32_t>(offset));
    }
    return Value::time({(*hour * 3600 + *minute * 60) * kNanosPerSecond + *nanos, zone});
}

}  // namespace

void add_time(Functions& registry) {
    FunctionInfo f;
    f.name = "time";
    f.group = FunctionGroup::kConversion;
    f.help = {"A time from its text, from a date and time, or from hour, minute, second and offset.",
              "由文本、日期时间或时、分、秒、时差得到时间。"};
    f.overloads.push_back({{param("from")}, kTime, [](Call& call, const Arguments& a) -> Value {
                               return from_value(call, single(a[0]));
                           }});
    f.overloads.push_back({{param("hour", kNumber), param("minute", kNumber), param("second", kNumber),
                            optional_param("offset", kDaysDuration)},
                           kTime,
                           [](Call& call, const Arguments& a) -> Value { return from_parts(call, a); },
                           false,
                           true});
    f.examples = {{R"(time("10:30:00+08:00"))", R"(@"10:30:00+08:00")"},
                  {R"(time(10, 30, 0))", R"(@"10:30:00")"},
                  {R"(time(10, 30, 0.5, duration("PT8H")))", R"(@"10:30:00.5+08:00")"},
                  {R"(time(25, 0, 0))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
