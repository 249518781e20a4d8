#include "runtime/flows/expressions.h"

#include "engine/feel/budget.h"
#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/zones.h"
#include "engine/feel/shape.h"
#include "engine/flow/who.h"

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

Result<bool> condition_holds(const model::Expr& condition, const feel::Value& record, const Caller& caller,
                             feel::Zone zone, DateTime now) {
    feel::Budget budget(local_time(now, zone));
    const std::vector<feel::Value> values{record, caller.context()};
    const bool holds = budget.evaluate(condition.code, values).is_true();
    if (auto why = budget.exhausted()) return fail(std::move(*why));
    return holds;
}

bool holds(const model::Expr& condition, const feel::Value& record, const Caller& caller, feel::Zone zone,
           DateTime now) {
    return condition_holds(condition, record, caller, zone, now).value_or(false);
}

namespace {

feel::Value in_state(const feel::Value& record, const std::string& state) {
    if (!record.is_context() || state.empty()) return record;
    std::vector<std::pair<std::string, feel::Value>> members;
    const feel::ContextView view = record.as_context();
    for (std::size_t i = 0; i < view.size(); ++i) {
        if (view.key(i) != "state") members.emplace_back(view.key(i), view.value(i));
    }
    members.emplace_back("state", feel::Value::string(state));
    return feel::Value::context(std::move(members));
}

}  // namespace

Result<bool> keeps(const records::Records& records, Reader& reader, const compile::Entity& entity, Id record,
                   std::int64_t person) {
    static const std::vector<std::vector<std::string>> kPaths{{"owner", "id"}};
    auto context = records.context(reader, entity, record, kPaths);
    if (!context) return tl::unexpected(std::move(context.error()));
    const feel::Value* owner = context->find("owner");
    return owner != nullptr && flow::person_of(*owner) == person;
}

Result<Text> why_not(const records::Records& records, Reader& reader, const compile::Entity& entity,
                     const flow::Flow& flow, Id record, const Caller& caller, feel::Zone zone, DateTime now) {
    std::vector<std::vector<std::string>> paths{{"state"}};
    for (const compile::Check& check : entity.checks) {
        for (std::vector<std::string>& path : paths_of(check.check)) paths.push_back(std::move(path));
    }
    auto context = records.context(reader, entity, record, paths);
    if (!context) return tl::unexpected(std::move(context.error()));
    feel::Budget budget(local_time(now, zone));
    const std::vector<feel::Value> values{in_state(*context, flow.state_running), caller.context(), feel::Value()};
    Text said;
    for (const compile::Check& check : entity.checks) {
        if (check.message.empty() || !budget.evaluate(check.check.code, values).is_false()) continue;
        said.en += (said.en.empty() ? "" : "; ") + check.message.en;
        said.zh += (said.zh.empty() ? "" : "；") + check.message.zh;
    }
    if (said.empty()) return Text("not possible as the record is now", "记录当前的状态不允许此操作");
    return said;
}

}  // namespace fw::flows
