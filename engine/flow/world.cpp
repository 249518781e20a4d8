#include "engine/flow/world.h"

#include <algorithm>

#include "engine/feel/shape.h"

namespace fw::flow {

namespace {

bool fits(const Wait& wait, const std::string& name, const feel::Value& key) {
    return wait.kind == Wait::Kind::kMessage && wait.name == name && (wait.key.is_null() || wait.key == key);
}

// It has failed and waits for an administrator.
bool broken(const Instance& state, const Timer& timer) {
    return std::any_of(state.incidents.begin(), state.incidents.end(),
                       [&](const Incident& each) { return each.timer == timer.number; });
}

feel::Value variables_of(const WorldInstance& instance) {
    std::vector<std::pair<std::string, feel::Value>> entries;
    const std::vector<Variable>& variables = instance.flow->variables;
    for (std::size_t i = 0; i < variables.size() && i < instance.state.variables.size(); ++i) {
        entries.emplace_back(variables[i].id, instance.state.variables[i]);
    }
    return feel::Value::context(std::move(entries));
}

const Variable* variable(const Flow& flow, std::string_view name) {
    for (const Variable& each : flow.variables) {
        if (each.id == name) return &each;
    }
    return nullptr;
}

}  // namespace

StepInputs World::inputs(std::size_t instance) const {
    return {now_,       feel::Zone::utc(), static_cast<std::int64_t>(instance) + 1, directory_, record_,
            calendars_, decisions_};
}

Result<void> World::step(std::size_t index, const Command& command) {
    const Instance before = instances_[index].state;
    auto events = flow::step(*instances_[index].flow, before, command, inputs(index));
    if (!events) return tl::unexpected(std::move(events.error()));
    for (const Event& event : *events) apply(instances_[index].state, *instances_[index].flow, event);
    if (watch_) watch_(index, before, *events);
    for (const Event& event : *events) note(index, event);
    return {};
}

Result<void> World::settle() {
    constexpr int kMost = 100'000;
    for (int i = 0; i < kMost && !tasks_.empty(); ++i) {
        const Task task = std::move(tasks_.front());
        tasks_.pop_front();
        const bool start = task.command.kind == CommandKind::kStart;
        const Instance& state = instances_[task.instance].state;
        if (!start && !state.running()) continue;
        // What has stopped waiting in the meantime is no mistake.
        const bool delivers = task.command.kind == CommandKind::kMessage || task.command.kind == CommandKind::kSignal ||
                              task.command.kind == CommandKind::kAnswer || task.command.kind == CommandKind::kFail ||
                              task.command.kind == CommandKind::kEscalate ||
                              task.command.kind == CommandKind::kCallRefused ||
                              task.command.kind == CommandKind::kCallEnded;
        if (delivers && state.wait(task.command.wait) == nullptr) continue;
        if (auto done = step(task.instance, task.command); !done) return done;
    }
    tasks_.clear();
    return {};
}

Result<std::size_t> World::start(const Flow& flow, const Command& command) {
    const std::size_t index = instances_.size();
    instances_.push_back({&flow, {}, kNone, 0});
    auto done = step(index, command);
    if (done) done = settle();
    if (!done) return tl::unexpected(std::move(done.error()));
    return index;
}

Result<void> World::execute(std::size_t instance, const Command& command) {
    auto done = step(instance, command);
    return done ? settle() : std::move(done);
}

void World::note(std::size_t index, const Event& event) {
    switch (event.kind) {
        case EventKind::kWaitSet:
            if (event.index == static_cast<std::uint32_t>(Wait::Kind::kCall)) call(index, event);
            if (event.index == static_cast<std::uint32_t>(Wait::Kind::kMessage)) (void)take_kept(index, event);
            break;
        case EventKind::kWaitGone:
            if (event.index != static_cast<std::uint32_t>(Wait::Kind::kCall) || event.reason == Reason::kDecision)
                break;
            for (std::size_t i = 0; i < instances_.size(); ++i) {
                if (instances_[i].parent != index || instances_[i].wait != event.wait) continue;
                Command stop;
                stop.kind = CommandKind::kTerminate;
                stop.administrator = true;
                tasks_.push_back({i, std::move(stop)});
            }
            break;
        case EventKind::kMessageSent: {
            const feel::Value* keep = event.value.find("keep");
            const std::int64_t seconds =
                keep != nullptr && keep->is_number() ? keep->as_number().to_int64().value_or(3600) : 3600;
            const feel::Value* key = event.value.find("key");
            const feel::Value* content = event.value.find("content");
            post(event.text, key == nullptr ? feel::Value() : *key, content == nullptr ? feel::Value() : *content,
                 seconds);
            break;
        }
        case EventKind::kSignalSent:
            broadcast(event.text, event.value, index);
            break;
        case EventKind::kThrown: {
            const bool up = event.reason == Reason::kNobodyFound && instances_[index].parent != kNone &&
                            event.order == static_cast<std::uint16_t>(Trigger::kEscalation);
            if (!up) break;
            Command escalate;
            escalate.kind = CommandKind::kEscalate;
            escalate.wait = instances_[index].wait;
            escalate.text = event.text;
            tasks_.push_back({instances_[index].parent, std::move(escalate)});
            break;
        }
        case EventKind::kFinished:
            finished(index, event);
            break;
        default:
            break;
    }
}

void World::call(std::size_t index, const Event& event) {
    const auto found =
        std::find_if(known_.begin(), known_.end(), [&](const Flow* flow) { return flow->id == event.text; });
    const std::size_t plain = event.text.rfind('.');
    const auto other = std::find_if(known_.begin(), known_.end(), [&](const Flow* flow) {
        return plain != std::string::npos ? flow->id == event.text.substr(plain + 1)
                                          : flow->id.substr(flow->id.rfind('.') + 1) == event.text;
    });
    const Flow* flow = found != known_.end() ? *found : other != known_.end() ? *other : nullptr;
    if (flow == nullptr) return;
    Command start;
    start.by = instances_[index].state.initiator;
    if (event.value.is_context()) {
        const feel::ContextView view = event.value.as_context();
        for (std::size_t i = 0; i < view.size(); ++i) {
            if (variable(*flow, view.key(i)) != nullptr) start.variables.emplace_back(view.key(i), view.value(i));
        }
    }
    instances_.push_back({flow, {}, index, event.wait});
    tasks_.push_back({instances_.size() - 1, std::move(start)});
}

void World::finished(std::size_t index, const Event& event) {
    const WorldInstance& done = instances_[index];
    if (done.parent == kNone) return;
    tasks_.push_back({done.parent, answer_to_caller(*done.flow, event, done.wait, variables_of(done))});
}

void World::add_start(const Flow& flow, NodeIndex start, const feel::Value& content) {
    Command command;
    command.node = start;
    command.payload = content;
    instances_.push_back({&flow, {}, kNone, 0});
    tasks_.push_back({instances_.size() - 1, std::move(command)});
}

void World::post(const std::string& name, const feel::Value& key, const feel::Value& content,
                 std::int64_t keep_seconds) {
    got_ = true;
    for (std::size_t i = 0; i < instances_.size(); ++i) {
        for (const Wait& wait : instances_[i].state.waits) {
            if (!fits(wait, name, key)) continue;
            const bool taken = std::any_of(tasks_.begin(), tasks_.end(), [&](const Task& task) {
                return task.instance == i && task.command.wait == wait.number;
            });
            if (taken) continue;
            Command deliver;
            deliver.kind = CommandKind::kMessage;
            deliver.wait = wait.number;
            deliver.payload = content;
            tasks_.push_back({i, std::move(deliver)});
            return;
        }
    }
    for (const Flow* flow : known_) {
        for (const NodeIndex start : flow->event_starts()) {
            const EventDefinition& event = *flow->nodes[start].event;
            if (event.trigger == Trigger::kMessage && event.name == name) return add_start(*flow, start, content);
        }
    }
    got_ = false;
    if (keep_seconds > 0) kept_.push_back({name, key, content, now_ + keep_seconds * 1'000'000});
}

bool World::take_kept(std::size_t index, const Event& event) {
    Wait wait;
    wait.name = event.text;
    wait.key = event.value;
    for (auto kept = kept_.begin(); kept != kept_.end(); ++kept) {
        if (kept->until <= now_ || !fits(wait, kept->name, kept->key)) continue;
        Command deliver;
        deliver.kind = CommandKind::kMessage;
        deliver.wait = event.wait;
        deliver.payload = kept->content;
        tasks_.push_back({index, std::move(deliver)});
        kept_.erase(kept);
        return true;
    }
    return false;
}

void World::broadcast(const std::string& name, const feel::Value& content, std::size_t from) {
    for (std::size_t i = 0; i < instances_.size(); ++i) {
        if (i == from) continue;  // heard there at once
        for (const Wait& wait : instances_[i].state.waits) {
            if (wait.kind != Wait::Kind::kSignal || wait.name != name) continue;
            Command deliver;
            deliver.kind = CommandKind::kSignal;
            deliver.wait = wait.number;
            deliver.payload = content;
            tasks_.push_back({i, std::move(deliver)});
        }
    }
    for (const Flow* flow : known_) {
        for (const NodeIndex start : flow->event_starts()) {
            const EventDefinition& event = *flow->nodes[start].event;
            if (event.trigger == Trigger::kSignal && event.name == name) add_start(*flow, start, content);
        }
    }
}

Result<bool> World::message(const std::string& name, const feel::Value& key, const feel::Value& content,
                            std::int64_t keep_seconds) {
    post(name, key, content, keep_seconds);
    const bool got = got_;
    if (auto done = settle(); !done) return tl::unexpected(std::move(done.error()));
    return got;
}

Result<void> World::signal(const std::string& name, const feel::Value& content) {
    broadcast(name, content, kNone);
    return settle();
}

Result<void> World::look() {
    for (std::size_t i = 0; i < instances_.size(); ++i) {
        if (!instances_[i].state.running()) continue;
        Command look;
        look.kind = CommandKind::kLook;
        tasks_.push_back({i, std::move(look)});
    }
    return settle();
}

Result<void> World::fire(std::size_t index, std::uint32_t timer, Failing* failing) {
    Command fire;
    fire.kind = CommandKind::kTimer;
    fire.timer = timer;
    auto done = execute(index, fire);
    if (done || failing == nullptr || done.error().front().code != failing->code) return done;
    if (instances_[index].state.timer(timer) == nullptr) return done;
    const Diagnostic why = done.error().front();
    ++failing->count;
    fire.kind = CommandKind::kBreak;
    fire.text = why.code;
    fire.payload =
        feel::Value::context({{"en", feel::Value::string(why.text.en)}, {"zh", feel::Value::string(why.text.zh)}});
    return execute(index, fire);
}

Result<void> World::advance(const Span& span, Failing* failing) {
    const Instant until = plus(now_, span, feel::Zone::utc());
    while (true) {
        std::size_t at = kNone;
        const Timer* next = nullptr;
        for (std::size_t i = 0; i < instances_.size(); ++i) {
            for (const Timer& timer : instances_[i].state.timers) {
                if (timer.due > until || (next != nullptr && timer.due >= next->due)) continue;
                if (broken(instances_[i].state, timer)) continue;
                next = &timer;
                at = i;
            }
        }
        if (next == nullptr) break;
        now_ = std::max(now_, next->due);
        if (auto done = fire(at, next->number, failing); !done) return done;
    }
    now_ = until;
    return {};
}

}  // namespace fw::flow
