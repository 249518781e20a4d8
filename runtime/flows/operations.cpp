#include "runtime/flows/operations.h"

#include <algorithm>

#include "engine/base/blank.h"
#include "engine/feel/feel.h"
#include "engine/flow/migrate.h"
#include "runtime/flows/view.h"

namespace fw::flows {

namespace {

using flow::Command;
using flow::CommandKind;

constexpr std::string_view kActions[] = {"suspend", "resume", "set",     "jump", "terminate",
                                         "retry",   "skip",   "migrate", "begin"};

bool flag(const json::Value& body, std::string_view name) {
    const json::Value* found = body.find(name);
    return found != nullptr && found->is_boolean() && found->as_boolean();
}

tl::unexpected<Diagnostics> wrong(std::string element, Text text) {
    Diagnostic made;
    made.code = "FLOW-422";
    made.place.element = std::move(element);
    made.text = std::move(text);
    return fail(std::move(made));
}

}  // namespace

// A wrong type is never taken for "no": what was to be tried only would be done.
Result<void> check_types(const json::Value& body) {
    if (const json::Value* dry = body.find("dry_run"); dry != nullptr && !dry->is_boolean())
        return wrong("dry_run", {"'dry_run' is true or false", "“dry_run”应为 true 或 false"});
    for (const char* name : {"comment", "text"}) {
        const json::Value* said = body.find(name);
        if (said != nullptr && !said->is_string() && !said->is_null())
            return wrong(name, format_text({"'{0}' must be a text", "“{0}”应为文本"}, {name}));
    }
    return {};
}

namespace {

Result<void> check_body(std::string_view action, const json::Value& body) {
    struct Own {
        std::string_view action;
        std::initializer_list<std::string_view> keys;
    };
    static const Own kOwn[] = {{"set", {"variables"}},
                               {"jump", {"to", "token"}},
                               {"retry", {"incident"}},
                               {"skip", {"incident", "result"}},
                               {"migrate", {"deployment", "nodes"}},
                               {"begin", {"node", "token"}}};
    for (const json::Member& member : body.members()) {
        bool known = member.key == "comment" || member.key == "text" || member.key == "dry_run";
        for (const Own& each : kOwn) {
            if (each.action == action)
                known = known || std::find(each.keys.begin(), each.keys.end(), member.key) != each.keys.end();
        }
        if (!known) {
            return wrong(member.key, format_text({"'{0}' is not expected here", "此处不应有“{0}”"}, {member.key}));
        }
    }
    if (auto typed = check_types(body); !typed) return typed;
    const std::string_view comment = body.string_or("comment", body.string_or("text"));
    if (comment.size() > 20'000)
        return wrong("comment", {"'comment' has at most 20,000 bytes", "“comment”不得超过 20,000 字节"});
    return {};
}

flow::NodeIndex node_of(const Loaded& loaded, std::string_view id) {
    const auto found = loaded.flow->nodes_by_id.find(id);
    return found == loaded.flow->nodes_by_id.end() ? flow::kNone : found->second;
}

std::uint32_t number(const json::Value& body, std::string_view name) {
    const json::Value* found = body.find(name);
    return found != nullptr && found->is_number() ? static_cast<std::uint32_t>(found->as_int64().value_or(0)) : 0;
}

// The token that is meant where none is named: the only one, or the one at an ad-hoc sub-process.
std::uint32_t token_for(const Loaded& loaded, const json::Value& body, flow::NodeIndex begun) {
    if (const std::uint32_t named = number(body, "token"); named != 0) return named;
    if (begun == flow::kNone) return loaded.state.tokens.size() == 1 ? loaded.state.tokens.front().number : 0;
    for (const flow::Token& token : loaded.state.tokens) {
        if (loaded.flow->nodes[token.node].inner == loaded.flow->nodes[begun].body) return token.number;
    }
    return 0;
}

tl::unexpected<Diagnostics> which_token(const Loaded& loaded) {
    constexpr std::size_t kMost = 20;
    std::string en, zh;
    for (std::size_t i = 0; i < loaded.state.tokens.size() && i < kMost; ++i) {
        const flow::Token& token = loaded.state.tokens[i];
        const Text& label = loaded.flow->nodes[token.node].label;
        const std::string number = std::to_string(token.number);
        const std::uint32_t which = repeated_instance(loaded.state, token);
        const bool all = stands_for_all(loaded.state, token);
        const std::string of = which == 0 ? "" : std::to_string(which);
        en += (i == 0 ? "" : ", ") + number + " at '" + std::string(label.in(Language::kEn)) + "'" +
              (all          ? " (all instances)"
               : of.empty() ? ""
                            : " (instance " + of + ")");
        zh += (i == 0 ? "" : "、") + number + "（“" + std::string(label.in(Language::kZh)) + "”" +
              (all          ? "，全部实例"
               : of.empty() ? ""
                            : "，第 " + of + " 个实例") +
              "）";
    }
    if (loaded.state.tokens.size() > kMost) en += " …", zh += "……";
    return wrong("token", Text("several tokens stand: say in 'token' which one jumps: " + en,
                               "当前有多个令牌：请在“token”中指明要跳转的令牌：" + zh));
}

}  // namespace

bool Operations::knows(std::string_view action) {
    return std::find(std::begin(kActions), std::end(kActions), action) != std::end(kActions);
}

Result<void> Operations::allowed(const Loaded& loaded, std::string_view action) const {
    if (act_.caller.administrator()) return {};
    if (action != "begin") {
        auto seen = loaded.state.initiator == act_.caller.person();
        if (!seen) {
            auto mine =
                act_.tx.query_integer("SELECT id FROM fw_task WHERE instance_id = ? AND assignee_id = ? LIMIT 1",
                                      {loaded.id, act_.caller.person()});
            if (!mine) return tl::unexpected(std::move(mine.error()));
            seen = mine->has_value();
        }
        if (!seen) return not_found();
        return fail("FLOW-217", {"only an administrator may do this", "只有管理员可以执行此操作"});
    }
    if (loaded.state.initiator == act_.caller.person()) return {};
    auto mine = act_.tx.query_integer("SELECT id FROM fw_task WHERE instance_id = ? AND assignee_id = ? LIMIT 1",
                                      {loaded.id, act_.caller.person()});
    if (!mine) return tl::unexpected(std::move(mine.error()));
    if (!*mine) return not_found();
    return {};
}

Result<std::vector<Command>> Operations::solving(const Loaded& loaded, std::string_view action, const json::Value& body,
                                                 Command command) const {
    command.kind = action == "retry" ? CommandKind::kRetry : CommandKind::kSkip;
    if (const json::Value* result = body.find("result")) command.payload = feel::from_json(*result);
    std::vector<Command> list;
    const json::Value* wanted = body.find("incident");
    Id id = 0;
    if (wanted != nullptr && !wanted->is_null()) {
        id = wanted->is_string() ? storage::parse_id(wanted->as_string()).value_or(-1) : -1;
        auto found = act_.tx.query_integer(
            "SELECT number FROM fw_incident WHERE id = ? AND instance_id = ? AND state = 'open'", {id, loaded.id});
        if (!found) return tl::unexpected(std::move(found.error()));
        command.incident = static_cast<std::uint32_t>(found->value_or(0));
        list.push_back(std::move(command));
        return list;
    }
    for (const flow::Incident& each : loaded.state.incidents) {
        command.incident = each.number;
        list.push_back(command);
    }
    if (list.empty()) return fail("FLOW-252", {"there is no incident to solve", "没有需要处理的异常事件"});
    return list;
}

Result<std::vector<Command>> Operations::commands(const Loaded& loaded, std::string_view action,
                                                  const json::Value& body) const {
    Command command;
    command.by = act_.caller.person();
    command.administrator = act_.caller.administrator();
    command.text = body.string_or("comment", body.string_or("text"));
    if (action == "retry" || action == "skip") return solving(loaded, action, body, std::move(command));
    if (action == "suspend") {
        if (loaded.state.suspended) return fail("FLOW-250", {"this flow is suspended already", "该流程已处于挂起状态"});
        command.kind = CommandKind::kSuspend;
    } else if (action == "resume") {
        command.kind = CommandKind::kContinue;
    } else if (action == "terminate") {
        command.kind = CommandKind::kTerminate;
        if (blank(command.text)) return fail("FLOW-283", {"say why the flow is ended", "请填写终止原因"});
    } else if (action == "jump") {
        command.kind = CommandKind::kJump;
        command.node = node_of(loaded, body.string_or("to"));
        command.token = token_for(loaded, body, flow::kNone);
        if (command.token == 0 && loaded.state.tokens.size() > 1) return which_token(loaded);
    } else if (action == "begin") {
        command.kind = CommandKind::kEnable;
        command.node = node_of(loaded, body.string_or("node"));
        if (command.node != flow::kNone) command.token = token_for(loaded, body, command.node);
    } else {
        command.kind = CommandKind::kEdit;
        const json::Value* variables = body.find("variables");
        if (variables == nullptr || !variables->is_object() || variables->members().empty())
            return wrong("variables", {"'variables' must be an object with values", "“variables”必须是含有值的对象"});
        for (const json::Member& each : variables->members())
            command.variables.emplace_back(each.key, loaded.flow->variable_value(each.key, each.value));
    }
    return std::vector<Command>{std::move(command)};
}

Result<void> Operations::try_out(Loaded& loaded, const Command& command) const {
    const Surroundings around(act_.tx, records(), loaded, act_.caller.directory(), flows_.options().zone, act_.now);
    auto events = flow::run(*loaded.flow, loaded.state, command, around.inputs());
    if (!around.failure().empty()) return tl::unexpected(around.failure());
    if (!events) return tl::unexpected(std::move(events.error()));
    return {};
}

Result<Operations::Done> Operations::perform(Id instance, std::string_view action, const json::Value& body,
                                             std::optional<std::int64_t> version, bool check) {
    if (!knows(action)) return not_found();
    if (!body.is_object() && !body.is_null())
        return wrong("", {"the body must be a JSON object", "请求体必须是 JSON 对象"});
    static const json::Value kEmpty = json::Value::object();
    const json::Value& sent = body.is_object() ? body : kEmpty;
    auto loaded = load(instance);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    if (auto may = allowed(*loaded, action); !may) return tl::unexpected(std::move(may.error()));
    if (version && *version != loaded->version)
        return fail("FLOW-412", {"the flow has gone on meanwhile", "流程已发生变化"});
    if (auto checked = check_body(action, sent); !checked) return tl::unexpected(std::move(checked.error()));
    check = check || flag(sent, "dry_run");
    if (action == "migrate") return migrate(std::move(*loaded), sent, check);
    auto list = commands(*loaded, action, sent);
    if (!list) return tl::unexpected(std::move(list.error()));
    for (const Command& each : *list) {
        // What an earlier one has solved along with it.
        if (each.incident != 0 && &each != &list->front() && loaded->state.incident(each.incident) == nullptr) continue;
        if (check) {
            if (auto tried = try_out(*loaded, each); !tried) return tl::unexpected(std::move(tried.error()));
            continue;
        }
        auto done = execute(*loaded, each, false);
        if (!done) return tl::unexpected(std::move(done.error()));
        auto again = load(instance);
        if (!again) return tl::unexpected(std::move(again.error()));
        loaded = std::move(again);
    }
    return Done{check, std::move(*loaded)};
}

Result<Operations::Done> Operations::perform_on_incident(Id incident, std::string_view action,
                                                         const json::Value& body) {
    if (action != "retry" && action != "skip") return not_found();
    auto instance = act_.tx.query_integer("SELECT instance_id FROM fw_incident WHERE id = ?", {incident});
    if (!instance) return tl::unexpected(std::move(instance.error()));
    if (!*instance) return not_found();
    json::Value with = body.is_object() ? body : json::Value::object();
    with.set("incident", json::Value::string(storage::id_text(incident)));
    return perform(**instance, action, with, std::nullopt);
}

Result<Operations::Done> Operations::migrate(Loaded loaded, const json::Value& body, bool check) {
    Loaded target;
    target.id = loaded.id;
    target.program = deployed();
    target.deployment = deployment();
    if (const std::string_view wanted = body.string_or("deployment"); !wanted.empty()) {
        const auto id = storage::parse_id(wanted);
        if (!id) return wrong("deployment", {"'deployment' is the number of a deployment", "“deployment”应为部署编号"});
        if (*id != deployment() && flows_.options().load_program) {
            auto program = flows_.options().load_program(act_.tx, *id);
            if (!program) return tl::unexpected(std::move(program.error()));
            target.program = *program;
            target.deployment = *id;
        }
    }
    target.flow = target.program == nullptr ? nullptr : target.program->flow(loaded.flow->id);
    if (target.flow == nullptr) {
        return fail("FLOW-266",
                    format_text({"flow '{0}' is not in that deployment", "该部署中没有流程“{0}”"}, {loaded.flow->id}));
    }
    if (target.flow == loaded.flow || version_text(*target.flow) == version_text(*loaded.flow))
        return fail("FLOW-267", {"it runs on this version already", "实例已在此版本上运行"});
    flow::Migration how;
    how.by = act_.caller.person();
    how.text = body.string_or("comment");
    how.before = feel::Value::context({{"deployment", feel::Value::string(storage::id_text(loaded.deployment))},
                                       {"version", feel::Value::string(version_text(*loaded.flow))}});
    if (const json::Value* nodes = body.find("nodes"); nodes != nullptr && nodes->is_object()) {
        for (const json::Member& each : nodes->members()) {
            if (!each.value.is_string())
                return wrong("nodes", {"'nodes' maps ids to ids", "“nodes”应为编号到编号的映射"});
            how.nodes[each.key] = each.value.as_string();
        }
    }
    target.entity = loaded.entity;
    target.record = loaded.record;
    target.version = loaded.version;
    target.state = std::move(loaded.state);
    const std::vector<flow::Incident> before = target.state.incidents;
    Diagnostics lost = flow::lost_values(*loaded.flow, target.state, *target.flow);
    const Surroundings around(act_.tx, records(), target, act_.caller.directory(), flows_.options().zone, act_.now);
    auto events = flow::migrate(*loaded.flow, target.state, *target.flow, how, around.inputs());
    if (!around.failure().empty()) return tl::unexpected(around.failure());
    if (!events) return tl::unexpected(std::move(events.error()));
    if (!check) {
        auto done = write(target, *events, false, before, CommandKind::kJump);
        if (!done) return tl::unexpected(std::move(done.error()));
        auto again = load(target.id);
        if (!again) return tl::unexpected(std::move(again.error()));
        target = std::move(*again);
    }
    return Done{check, std::move(target), std::move(lost)};
}

}  // namespace fw::flows
