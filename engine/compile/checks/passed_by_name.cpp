// What a step passes by name to the decision it asks or the flow it calls: a name that is none there would be lost
// without a word, and the decision made without it.
#include <algorithm>
#include <functional>

#include "engine/base/suggest.h"
#include "engine/compile/check.h"
#include "engine/decision/inputs.h"
#include "engine/flow/kinds/business_rule_task.h"
#include "engine/flow/kinds/call_activity.h"

namespace fw::compile {

namespace {

bool among(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

struct Step {
    Build& build;
    const Source& source;
    const flow::Node& node;
    [[nodiscard]] std::string place() const { return source.element + "/nodes/" + node.id; }
};

// `known`: what is taken; `taker`: who takes it.
void look_at_names(const Step& step, const std::vector<std::string>& known, const Text& taker,
                   const std::function<bool(std::string_view)>& taken) {
    const json::Value* in = step.node.properties.find("in");
    if (in == nullptr || !in->is_object()) return;
    for (const json::Member& member : in->members()) {
        if (among(known, member.key) || taken(member.key)) continue;
        step.build.error(
            step.source, "FLOW-084", member.value.range(), step.place() + "/in/" + member.key,
            format_text({taker.en + " takes nothing called '{0}'", taker.zh + "没有名为“{0}”的输入"}, {member.key}),
            did_you_mean(member.key, known));
    }
}

void look_at_decision(const Step& step, const flow::Flow& flow, const DecisionEntry& entry) {
    const decision::DecisionModel& model = *entry.model;
    const std::vector<std::string> known = decision::input_names(model, entry.result);
    look_at_names(step, known, {"the decision '" + entry.id + "'", "决策“" + entry.id + "”"},
                  [&](std::string_view name) { return decision::has_input(model, name); });
    const json::Value* in = step.node.properties.find("in");
    const auto given = [&](std::string_view name) {
        if (!step.node.inherits) return in != nullptr && in->find(name) != nullptr;
        return std::any_of(flow.variables.begin(), flow.variables.end(),
                           [&](const flow::Variable& each) { return each.id == name; });
    };
    for (std::size_t i = 0; i + 1 < known.size(); i += 2) {
        if (step.node.body != 0 || given(known[i]) || given(known[i + 1])) continue;
        step.build.warn(step.source, "FLOW-084", step.node.properties.range(), step.place(),
                        format_text({"nothing gives the input '{0}' of the decision '{1}': it is null there",
                                     "未提供决策“{1}”的输入“{0}”：其值将为 null"},
                                    {known[i], entry.id}),
                        {"give it in 'in'", "请在“in”中提供"});
    }
}

void look_at(Build& build, const Source& source, const flow::Flow& flow, const flow::Node& node) {
    const Step step{build, source, node};
    if (const auto* rule = dynamic_cast<const flow::Rule*>(node.detail.get())) {
        if (const DecisionEntry* entry = build.program->decision(rule->decision)) look_at_decision(step, flow, *entry);
    }
    if (const auto* call = dynamic_cast<const flow::Call*>(node.detail.get())) {
        const flow::Flow* called = build.program->flow(call->flow);
        if (called == nullptr) return;
        std::vector<std::string> names;
        for (const flow::Variable& each : called->variables) names.push_back(each.id);
        look_at_names(step, names, {"the flow '" + called->id + "'", "流程“" + called->id + "”"},
                      [](std::string_view) { return false; });
    }
}

void run(Build& build) {
    each_flow(build, [&](const Source& source, const flow::Flow& flow) {
        for (const flow::Node& node : flow.nodes) look_at(build, source, flow, node);
    });
}

}  // namespace

void add_passed_by_name(Checks& registry) {
    registry.add({"passed_by_name",
                  "FLOW-084",
                  {"Names that a step passes to a decision or a called flow which does not take them.",
                   "步骤传给决策或被调用流程、但对方并不接收的名称。"},
                  &run});
}

}  // namespace fw::compile
