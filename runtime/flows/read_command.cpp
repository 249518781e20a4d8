#include "runtime/flows/read_command.h"

#include <algorithm>

#include "engine/base/blank.h"
#include "runtime/flows/extras.h"
#include "runtime/flows/store.h"

namespace fw::flows {

using flow::CommandKind;

std::string comment_of(const json::Value& body) {
    const std::string_view comment = body.string_or("comment");
    const std::string_view said = comment.empty() ? body.string_or("text") : comment;
    return blank(said) ? std::string() : std::string(said);
}

Result<void> texts(const json::Value& body, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        const json::Value* value = body.find(key);
        if (value == nullptr || value->is_null()) continue;
        if (value->is_string() && value->as_string().size() <= 20'000) continue;
        return fail("FLOW-422",
                    format_text({"'{0}' must be a text of at most 20,000 bytes", "“{0}”必须是不超过 20,000 字节的文本"},
                                {key}));
    }
    return {};
}

Result<void> read_variables(const json::Value* variables, const flow::Flow& flow, flow::Command& command) {
    if (variables == nullptr || variables->is_null()) return {};
    if (!variables->is_object()) return fail("FLOW-422", {"'variables' must be an object", "“variables”必须是对象"});
    const bool starting = command.kind == CommandKind::kStart || command.kind == CommandKind::kResubmit;
    for (const json::Member& each : variables->members()) {
        const auto known = std::find_if(flow.variables.begin(), flow.variables.end(),
                                        [&](const flow::Variable& variable) { return variable.id == each.key; });
        if (known != flow.variables.end() && !(starting ? known->from_start : known->from_tasks)) {
            return fail("FLOW-230", format_text({"the variable '{0}' is set by the flow; nobody may give it here",
                                                 "变量“{0}”由流程自身设置，此处不允许填写"},
                                                {each.key}));
        }
        command.variables.emplace_back(each.key, flow.variable_value(each.key, each.value));
    }
    return {};
}

Result<void> read_choices(const json::Value* choices, const flow::Flow& flow, flow::Command& command) {
    if (choices == nullptr || choices->is_null()) return {};
    if (!choices->is_object())
        return fail("FLOW-422",
                    {"'choices' is an object: step to list of people", "“choices”应为对象：步骤到人员列表"});
    for (const json::Member& each : choices->members()) {
        const auto node = flow.nodes_by_id.find(each.key);
        flow::Chosen chosen{node == flow.nodes_by_id.end() ? flow::kNone : node->second, {}};
        if (!each.value.is_array() || each.value.items().size() > 1000)
            return fail("FLOW-422", {"'choices' holds lists of people", "“choices”中应为人员列表"});
        for (const json::Value& person : each.value.items()) {
            auto id = sent_id(person, "choices");
            if (!id) return tl::unexpected(std::move(id.error()));
            chosen.people.push_back(*id);
        }
        command.choices.push_back(std::move(chosen));
    }
    return {};
}

Result<void> read_people(const json::Value& body, flow::Command& command) {
    const std::string_view place = body.string_or("place", "beside");
    if (place != "before" && place != "after" && place != "beside") {
        return fail("FLOW-422", {"'place' is \"before\", \"after\" or \"beside\"",
                                 "“place”必须是 \"before\"、\"after\" 或 \"beside\""});
    }
    using flow::Position;
    command.position = place == "before" ? Position::kBefore : place == "after" ? Position::kAfter : Position::kBeside;
    const json::Value* to = body.find("to");
    if (to == nullptr) return {};
    const auto add = [&](const json::Value& each) -> Result<void> {
        auto id = sent_id(each, "to");
        if (!id) return tl::unexpected(std::move(id.error()));
        command.people.push_back(*id);
        return {};
    };
    if (!to->is_array()) return add(*to);
    for (const json::Value& each : to->items()) {
        if (auto added = add(each); !added) return added;
    }
    return {};
}

Result<void> read_command(std::string_view action, const json::Value& body, const flow::Flow& flow,
                          flow::Command& command) {
    if (auto checked = texts(body, {"comment", "text", "resume", "place"}); !checked) return checked;
    command.text = comment_of(body);
    const bool several = action == "add" || action == "copy";
    if (const json::Value* sent = body.find("to"); sent != nullptr && !several && !sent->is_string())
        return fail("FLOW-422", {"'to' must be a text", "“to”必须是文本"});
    const std::string_view to = body.string_or("to");
    if (action == "approve") {
        command.kind = CommandKind::kApprove;
    } else if (action == "refuse") {
        command.kind = CommandKind::kRefuse;
    } else if (action == "complete") {
        command.kind = CommandKind::kComplete;
    } else if (action == "comment") {
        command.kind = CommandKind::kComment;
    } else if (action == "take-back") {
        command.kind = CommandKind::kTakeBack;
    } else if (action == "copy") {
        command.kind = CommandKind::kCopy;
        return read_people(body, command);
    } else if (action == "transfer") {
        command.kind = CommandKind::kTransfer;
        command.person = storage::parse_id(to).value_or(flow::kNobody);
    } else if (action == "delegate") {
        command.kind = CommandKind::kDelegate;
        command.person = storage::parse_id(to).value_or(flow::kNobody);
    } else if (action == "remove") {
        command.kind = CommandKind::kRemove;
        command.person = storage::parse_id(to).value_or(flow::kNobody);
    } else if (action == "add") {
        command.kind = CommandKind::kAdd;
        return read_people(body, command);
    } else if (action == "return") {
        command.kind = CommandKind::kReturn;
        const auto node = flow.nodes_by_id.find(to);
        command.node = to == "initiator" || to.empty()  ? flow.start
                       : node == flow.nodes_by_id.end() ? flow::kNone
                                                        : node->second;
        const std::string_view resume = body.string_or("resume", "again");
        if (resume != "again" && resume != "straight")
            return fail("FLOW-422",
                        {"'resume' is \"again\" or \"straight\"", "“resume”必须是 \"again\" 或 \"straight\""});
        command.straight = resume == "straight";
    } else {
        return not_found();
    }
    return read_variables(body.find("variables"), flow, command);
}

}  // namespace fw::flows
