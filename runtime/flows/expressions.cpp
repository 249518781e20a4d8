#include "runtime/flows/expressions.h"

#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/zones.h"
#include "engine/feel/feel.h"

namespace fw::flows {

std::vector<std::vector<std::string>> paths_of(const model::Expr& expression) {
    std::vector<std::vector<std::string>> paths;
    if (!expression.code) return paths;
    for (std::vector<std::string> path : expression.code.reads()) {
        if (path.empty() || path.front() == "user") continue;
        if (path.front() == "record") path.erase(path.begin());
        if (!path.empty()) paths.push_back(std::move(path));
    }
    return paths;
}

feel::DateTime local_time(DateTime now, feel::Zone zone) {
    const std::int64_t seconds = feel::floor_div(now.micros, 1'000'000);
    const auto nanos = static_cast<std::int32_t>(feel::floor_mod(now.micros, 1'000'000) * 1000);
    return feel::at_utc(seconds, nanos, zone.is_none() ? feel::Zone::utc() : zone);
}

bool holds(const model::Expr& condition, const feel::Value& record, const Caller& caller, feel::Zone zone,
           DateTime now) {
    feel::EvalOptions options;
    options.now = local_time(now, zone);
    const std::vector<feel::Value> values{record, caller.context()};
    return feel::evaluate(condition.code, values, options).is_true();
}

}  // namespace fw::flows
