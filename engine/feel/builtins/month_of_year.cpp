#include <array>

#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

}  // namespace

void add_month_of_year(Functions& registry) {
    FunctionInfo f;
    f.name = "month of year";
    f.group = FunctionGroup::kDateTime;
    f.help = {"The English name of the month.", "月份的英文名称。"};
    f.overloads.push_back({{param("date", kAny)}, kString, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const auto day = day_of(a[0]);
                               if (!day) return call.warn("FEEL-223", {"A date is needed", "需要日期"});
                               return Value::string(kMonths[static_cast<std::size_t>(civil_of(*day).month - 1)]);
                           }});
    f.examples = {{R"(month of year(@"2019-09-17"))", R"("September")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
