#include <array>

#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                   "Friday", "Saturday", "Sunday"};

}  // namespace

void add_day_of_week(Functions& registry) {
    FunctionInfo f;
    f.name = "day of week";
    f.group = FunctionGroup::kDateTime;
    f.help = {"The English name of the day of the week.", "星期几的英文名称。"};
    f.overloads.push_back({{param("date", kAny)}, kString, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const auto day = day_of(a[0]);
                               if (!day) return call.warn("FEEL-223", {"A date is needed", "需要日期"});
                               return Value::string(kDays[static_cast<std::size_t>(weekday(*day) - 1)]);
                           }});
    f.examples = {{R"(day of week(@"2019-09-17"))", R"("Tuesday")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
