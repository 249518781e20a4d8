#include "runtime/flows/runner.h"

#include <algorithm>

#include "engine/feel/feel.h"
#include "engine/json/write.h"
#include "runtime/flows/project.h"
#include "runtime/notify/inbox.h"
#include "runtime/storage/kill_point.h"

namespace fw::flows {

namespace {

using flow::CommandKind;
using flow::Incident;

bool has(const std::vector<Incident>& list, std::uint32_t number) {
    return std::any_of(list.begin(), list.end(), [&](const Incident& each) { return each.number == number; });
}

bool by_hand(CommandKind command) { return command == CommandKind::kRetry || command == CommandKind::kSkip; }

std::string_view how(CommandKind command) {
    switch (command) {
        case CommandKind::kRetry:
            return "retried";
        case CommandKind::kSkip:
            return "skipped";
        case CommandKind::kAnswer:
        case CommandKind::kFail:
        case CommandKind::kMessage:
        case CommandKind::kSignal:
            return "answered";
        default:
            return "moved";
    }
}

std::string_view kind_of(const Loaded& loaded, const Incident& incident) {
    if (incident.timer != 0) return "timer";
    if (incident.wait == 0) return loaded.flow->nodes[incident.node].kind->id == "call_activity" ? "step" : "decision";
    const flow::Wait* wait = loaded.state.wait(incident.wait);
    return wait != nullptr && wait->kind == flow::Wait::Kind::kJob ? "job" : "step";
}

}  // namespace

bool does_not_fit(const Diagnostics& why) { return !why.empty() && why.front().code == "FLOW-210"; }

bool cannot_go_on(const Diagnostics& why) {
    if (does_not_fit(why)) return true;
    return !why.empty() && why.front().code.starts_with("FLOW-3") && why.front().code != "FLOW-306";
}

Runner::Runner(const Flows& flows, Act& act) : flows_(flows), act_(act), finder_(flows.program_, flows.options_) {}

const compile::Program& Runner::program() const { return *flows_.program_; }
const records::Records* Runner::records() const { return flows_.records_; }
Id Runner::deployment() const { return flows_.deployment_; }
const std::shared_ptr<const compile::Program>& Runner::deployed() const { return flows_.program_; }

Followers Runner::followers() { return Followers(act_, finder_, flows_.deployment_, queue_); }

Loaded Runner::fresh(const flow::Flow& flow, Id record) {
    Loaded loaded;
    loaded.id = act_.ids.next();
    loaded.program = flows_.program_;
    loaded.flow = &flow;
    loaded.entity = record == 0 || flow.entity.empty() ? nullptr : program().entity(flow.entity);
    loaded.deployment = flows_.deployment_;
    loaded.record = loaded.entity == nullptr ? 0 : record;
    return loaded;
}

Result<void> Runner::settle(Outcome* outcome) {
    constexpr int kMost = 100'000;
    if (settling_) return {};
    settling_ = true;
    for (int i = 0; i < kMost && !queue_.empty(); ++i) {
        const FollowUp next = std::move(queue_.front());
        queue_.pop_front();
        if (auto done = follow(next, outcome); !done) return done;
    }
    settling_ = false;
    return {};
}

Result<void> Runner::follow(const FollowUp& next, Outcome* outcome) {
    if (next.instance == 0) return begin(next);
    auto loaded = load(next.instance);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    const CommandKind kind = next.command.kind;
    const bool delivers = kind == CommandKind::kMessage || kind == CommandKind::kSignal ||
                          kind == CommandKind::kAnswer || kind == CommandKind::kFail ||
                          kind == CommandKind::kEscalate || kind == CommandKind::kCallRefused ||
                          kind == CommandKind::kCallEnded;
    if (!loaded->state.running() || (delivers && loaded->state.wait(next.command.wait) == nullptr)) return {};
    if (kind == CommandKind::kSuspend && loaded->state.suspended) return {};
    if (kind == CommandKind::kContinue && !loaded->state.suspended) return {};
    // What a called flow brings waits until the caller is resumed.
    if (delivers && loaded->state.suspended) return followers().keep_answer(next);
    written_ = false;
    auto done = execute(*loaded, next.command, false);
    const bool refused = !done && next.told && does_not_fit(done.error());
    if (!done && delivers && !written_ && !refused && cannot_go_on(done.error()))
        return break_off(next.instance, next.command.wait, 0, done.error(), 1, &next.command);
    if (!done) return tl::unexpected(std::move(done.error()));
    if (outcome == nullptr || outcome->instance != done->instance) return {};
    outcome->version = done->version;
    outcome->status = done->status;
    return {};
}

// A flow that is called, or started by an event.
Result<void> Runner::begin(const FollowUp& next) {
    Loaded loaded = fresh(*next.flow, next.record);
    if (next.program != nullptr) {
        loaded.program = next.program;
        loaded.deployment = next.deployment;
    }
    if (next.parent != 0) {
        const auto known = act_.tx.execute("INSERT INTO fw_flow_call (child_id, parent_id, wait) VALUES (?, ?, ?)",
                                           {loaded.id, next.parent, next.wait});
        if (!known) return tl::unexpected(known.error());
    }
    auto done = execute(loaded, next.command, true);
    if (!done) return tl::unexpected(std::move(done.error()));
    return {};
}

Result<Outcome> Runner::execute(Loaded& loaded, const flow::Command& command, bool fresh) {
    const Surroundings around(act_.tx, flows_.records_, loaded, act_.caller.directory(), flows_.options_.zone,
                              act_.now);
    const std::vector<Incident> before = loaded.state.incidents;
    auto events = flow::run(*loaded.flow, loaded.state, command, around.inputs());
    if (!around.failure().empty()) return tl::unexpected(around.failure());
    if (!events) return tl::unexpected(std::move(events.error()));
    return write(loaded, *events, fresh, before, command.kind);
}

Result<Outcome> Runner::write(Loaded& loaded, const flow::Events& events, bool fresh,
                              const std::vector<Incident>& before, CommandKind command) {
    written_ = true;
    if (auto written = project(act_, flows_.records_, loaded, events, fresh); !written)
        return tl::unexpected(std::move(written.error()));
    storage::kill_point("step_written");
    if (!before.empty() || !loaded.state.incidents.empty()) {
        if (auto noted = note_incidents(loaded, before, command); !noted)
            return tl::unexpected(std::move(noted.error()));
    }
    if (auto noted = followers().note(loaded, events); !noted) return tl::unexpected(std::move(noted.error()));
    Outcome outcome;
    outcome.instance = loaded.id;
    outcome.version = loaded.version;
    outcome.status = loaded.state.status;
    if (auto settled = settle(&outcome); !settled) return tl::unexpected(std::move(settled.error()));
    outcome.resubmitted = command == CommandKind::kResubmit;
    return outcome;
}

Result<void> Runner::break_off(Id instance, std::uint32_t wait, std::uint32_t timer, const Diagnostics& why,
                               std::int64_t attempts, const flow::Command* command) {
    auto loaded = load(instance);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    flow::Command broken;
    broken.kind = CommandKind::kBreak;
    broken.wait = wait;
    broken.timer = timer;
    broken.text = why.empty() ? std::string() : why.front().code;
    const Text text = why.empty() ? Text() : why.front().text;
    broken.payload = feel::Value::context({{"en", feel::Value::string(text.en)}, {"zh", feel::Value::string(text.zh)}});
    attempts_ = attempts;
    again_ = command == nullptr ? std::string() : command_text(*command);
    auto done = execute(*loaded, broken, false);
    attempts_ = 0;
    again_.clear();
    if (!done) return tl::unexpected(std::move(done.error()));
    return {};
}

Result<void> Runner::look(Id instance) {
    auto loaded = load(instance);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    if (!loaded->state.running() || loaded->state.suspended) return {};
    flow::Command command;
    command.kind = CommandKind::kLook;
    const Surroundings around(act_.tx, flows_.records_, *loaded, act_.caller.directory(), flows_.options_.zone,
                              act_.now);
    const std::vector<Incident> before = loaded->state.incidents;
    auto events = flow::run(*loaded->flow, loaded->state, command, around.inputs());
    if (!around.failure().empty()) return tl::unexpected(around.failure());
    if (!events) return tl::unexpected(std::move(events.error()));
    if (events->empty()) return {};
    auto done = write(*loaded, *events, false, before, command.kind);
    if (!done) return tl::unexpected(std::move(done.error()));
    return {};
}

Result<void> Runner::note_incidents(const Loaded& loaded, const std::vector<Incident>& before, CommandKind command) {
    for (const Incident& each : before) {
        if (has(loaded.state.incidents, each.number)) continue;
        const auto done = act_.tx.execute(
            "UPDATE fw_incident SET state = 'solved', how = ?, solved_at = ?, solved_by = ? WHERE instance_id = ? AND "
            "number = ?",
            {by_hand(command) || loaded.state.running() ? how(command) : "ended", act_.now,
             act_.caller.person() == 0 ? storage::Param() : storage::Param(act_.caller.person()), loaded.id,
             each.number});
        if (!done) return tl::unexpected(done.error());
    }
    for (const Incident& each : loaded.state.incidents) {
        if (has(before, each.number)) continue;
        if (auto opened = open_incident(loaded, each); !opened) return opened;
    }
    return {};
}

Result<void> Runner::open_incident(const Loaded& loaded, const Incident& incident) {
    const Id id = act_.ids.next();
    const auto done = act_.tx.execute(
        "INSERT INTO fw_incident (id, instance_id, number, flow, node, kind, code, text_en, text_zh, attempts, "
        "command, entity, record_id, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)",
        {id, loaded.id, incident.number, loaded.flow->id, loaded.flow->nodes[incident.node].id,
         kind_of(loaded, incident), incident.code, incident.text, incident.text_zh, attempts_, again_,
         loaded.entity == nullptr ? std::string_view() : std::string_view(loaded.entity->id),
         loaded.record == 0 ? storage::Param() : storage::Param(loaded.record), act_.now});
    if (!done) return tl::unexpected(done.error());
    return tell_administrators(loaded, incident);
}

// Once a day for each step and reason: many instances may fail for one cause.
Result<void> Runner::tell_administrators(const Loaded& loaded, const Incident& incident) {
    std::vector<flow::Person> people;
    act_.caller.directory().administrators(people);
    const flow::Node& node = loaded.flow->nodes[incident.node];
    const auto label = [&](const Text& text, Language language) { return std::string(text.in(language)); };
    const std::string zh = label(loaded.flow->label, Language::kZh) + "：步骤“" + label(node.label, Language::kZh) +
                           "”出现异常（" + incident.code + " " + incident.text_zh + "）";
    const std::string en = label(loaded.flow->label, Language::kEn) + ": an incident at '" +
                           label(node.label, Language::kEn) + "' (" + incident.code + " " + incident.text + ")";
    for (const flow::Person person : people) {
        notify::Notice notice;
        notice.person = person;
        notice.cause = "incident:" + loaded.flow->id + ":" + node.id + ":" + incident.code + ":" +
                       std::to_string(act_.now.micros / 86'400'000'000);
        notice.kind = "notify";
        notice.text = Text(en, zh);
        notice.entity = loaded.entity == nullptr ? std::string_view() : std::string_view(loaded.entity->id);
        notice.record = loaded.record;
        if (auto told = notify::tell(act_, notice); !told) return told;
    }

    return {};
}

}  // namespace fw::flows
