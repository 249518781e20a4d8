// A state that no record can ever come to: not the first one, no transition, flow or script leads to it.
#include <set>

#include "engine/compile/check.h"

namespace fw::compile {

namespace {

// Scripts set `record.state` to a FEEL string: every string in the text counts as a state it may set.
void strings_in(std::string_view feel, std::set<std::string>& into) {
    for (std::size_t i = 0; i < feel.size(); ++i) {
        if (feel[i] != '"') continue;
        const std::size_t end = feel.find('"', i + 1);
        if (end == std::string_view::npos) return;
        into.emplace(feel.substr(i + 1, end - i - 1));
        i = end;
    }
}

std::set<std::string> reached_by_themselves(const Build& build, const Entity& entity) {
    std::set<std::string> states;
    for (const auto& flow : build.program->flows) {
        if (flow->entity != entity.id) continue;
        for (const std::string* state : {&flow->state_running, &flow->state_returned, &flow->state_refused,
                                         &flow->state_withdrawn, &flow->state_completed, &flow->state_terminated}) {
            states.insert(*state);
        }
        for (const flow::Node& node : flow->nodes) {
            const json::Value* set = node.properties.find("set");
            if (set == nullptr || !set->is_object()) continue;
            strings_in(set->find("record.state") != nullptr ? set->string_or("record.state") : std::string_view(),
                       states);
        }
    }
    for (const auto& automation : build.program->automations) {
        for (const automation::Step& step : automation->steps) {
            for (const automation::Assigned& each : step.values) {
                if (step.entity == entity.id && each.name == "state") strings_in(each.value.text, states);
            }
        }
    }
    return states;
}

void run(Build& build) {
    const std::vector<Source>& sources = build.of("entity");
    // A faulty flow or automation might reach it.
    if (build.program->flows.size() != build.of("flow").size()) return;
    if (build.program->automations.size() != build.of("automation").size()) return;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const Entity& entity = *build.program->entities[i];
        std::set<std::string> reached = reached_by_themselves(build, entity);
        for (const Transition& transition : entity.transitions) reached.insert(transition.to);
        const auto& written = items_of(sources[i].root(), "states");
        for (std::size_t s = 1; s < written.size(); ++s) {
            const std::string id(written[s].string_or("id"));
            if (id.empty() || reached.count(id) > 0) continue;
            build.warn(sources[i], "MODEL-201", range_of(written[s], "id"), sources[i].element + "/states/" + id,
                       format_text({"no transition, flow or automation leads to the state '{0}'",
                                    "没有状态转换、流程或自动化会到达状态“{0}”"},
                                   {id}),
                       {"add a transition, let a flow or automation set it, or remove it",
                        "请添加状态转换、由流程或自动化设置，或删除该状态"});
        }
    }
}

}  // namespace

void add_unreachable_state(Checks& registry) {
    registry.add(
        {"unreachable_state", "MODEL-201", {"States that no record can come to.", "任何记录都无法到达的状态。"}, &run});
}

}  // namespace fw::compile
