#include "engine/flow/rerun.h"

#include <algorithm>

#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/text.h"
#include "engine/feel/feel.h"

namespace fw::flow {

namespace {

json::Value text(std::string_view value) { return json::Value::string(value); }

bool is_wait(const Event& event, Wait::Kind kind) { return event.index == static_cast<std::uint32_t>(kind); }

std::string moment_text(Instant at) {
    const feel::DateTime utc{feel::floor_div(at, 1'000'000), 0, feel::Zone::utc()};
    return feel::to_text(utc);
}

// Reads a run and says what was done in each step, in the words of tests.
class Recorder {
  public:
    Recorder(const Flow& flow, const RunRecord& run) : flow_(flow), run_(run) {}

    Result<json::Value> write(const std::string& id) {
        for (const Events& step : run_.steps) {
            for (const Event& event : step) {
                if (event.kind == EventKind::kMigrated) {
                    return fail("FLOW-268",
                                Text("the instance was moved to another version on its way: that is no test",
                                     "实例途中迁移到了另一版本，无法作为测试"));
                }
            }
            one(step);
            for (const Event& event : step) apply(state_, flow_, event);
        }
        json::Value test = json::Value::object();
        test.set("id", text(id));
        test.set("given", given());
        test.set("do", do_.is_array() ? std::move(do_) : json::Value::array());
        test.set("expect", expected());
        return test;
    }

  private:
    [[nodiscard]] std::string node(NodeIndex index) const { return flow_.nodes[index].id; }

    json::Value variables(const Events& step, std::size_t from, std::size_t to) const {
        json::Value made = json::Value::object();
        for (std::size_t i = from; i < to && i < step.size(); ++i) {
            const Event& event = step[i];
            if (event.kind != EventKind::kVariable || event.frame != 0 || event.index >= flow_.variables.size())
                continue;
            made.set(flow_.variables[event.index].id, feel::to_json(event.value));
        }
        return made;
    }

    void add(json::Value step, const Event& event) {
        if (event.by != kNobody) step.set("by", text(run_.login(event.by)));
        if (!event.text.empty() && step.find("comment") == nullptr && step.find("code") == nullptr &&
            step.find("message") == nullptr)
            step.set("comment", text(event.text));
        do_.push(std::move(step));
    }

    json::Value action(const char* verb, std::string_view at) const {
        json::Value step = json::Value::object();
        step.set(verb, text(at));
        return step;
    }

    void started(const Events& step) {
        initiator_ = step.front().person;
        started_ = clock_ = step.front().at;
        std::size_t last = 0;
        while (last < step.size() &&
               (step[last].kind == EventKind::kStarted || step[last].kind == EventKind::kVariable))
            ++last;
        variables_ = variables(step, 0, last);
    }

    // Time passes where something of the flow could be due by it.
    void wait_until(Instant at) {
        if (at <= clock_ || (state_.timers.empty())) return;
        const std::int64_t seconds = (at - clock_ + 999'999) / 1'000'000;
        do_.push(action("wait", "PT" + std::to_string(seconds) + "S"));
        clock_ += seconds * 1'000'000;
    }

    void one(const Events& step) {
        if (step.empty()) return;
        if (step.front().kind == EventKind::kStarted) return started(step);
        wait_until(step.front().at);
        for (std::size_t i = 0; i < step.size(); ++i) {
            if (said(step, i)) return;
        }
    }

    // Whether the event at `i` is what the command of the step was.
    bool said(const Events& step, std::size_t i) {
        const Event& event = step[i];
        switch (event.kind) {
            case EventKind::kTimerFired:
                return true;
            case EventKind::kSeatAgreed:
            case EventKind::kSeatRefused: {
                const bool approves = flow_.nodes[event.node].kind->approves;
                json::Value made = action(event.kind == EventKind::kSeatRefused ? "refuse"
                                          : approves                            ? "approve"
                                                                                : "complete",
                                          node(event.node));
                json::Value set = variables(step, 0, i);
                if (!set.members().empty()) made.set("variables", std::move(set));
                add(std::move(made), event);
                return true;
            }
            case EventKind::kSeatHanded:
                return handed(event);
            case EventKind::kSeatAdded:
                return event.origin == Origin::kAdded && added(step, i);
            case EventKind::kSeatClosed: {
                if (event.reason != Reason::kRemoval) return false;
                json::Value made = action("remove", node(event.node));
                made.set("to", text(run_.login(event.person)));
                add(std::move(made), event);
                return true;
            }
            case EventKind::kReturned: {
                json::Value made = action("return", node(event.from));
                made.set("to", text(event.node == flow_.start ? "initiator" : node(event.node)));
                if (event.straight) made.set("resume", text("straight"));
                add(std::move(made), event);
                return true;
            }
            case EventKind::kTakenBack:
                return flag("take_back", event);
            case EventKind::kResubmitted:
                return flag("resubmit", event);
            case EventKind::kWithdrawn:
                return flag("withdraw", event);
            case EventKind::kTerminated:
                return flag("terminate", event, true);
            case EventKind::kUrged:
                return flag("urge", event);
            case EventKind::kCommented: {
                json::Value made = action("comment", event.text);
                do_.push(std::move(made));
                return true;
            }
            case EventKind::kPlaced:
                return event.reason == Reason::kJump && jumped(event);
            case EventKind::kCaught:
                return event.wait != 0 && caught(event);
            case EventKind::kWaitGone:
                return failed(step, i);
            case EventKind::kInstanceBegun:
                if (i != 0) return false;
                do_.push(action("enable", node(event.node)));
                return true;
            case EventKind::kEdited: {
                json::Value made = json::Value::object();
                made.set("set", variables(step, i, step.size()));
                do_.push(std::move(made));
                return true;
            }
            case EventKind::kLooked: {
                json::Value made = json::Value::object();
                made.set("set", variables(step, 0, i));
                do_.push(std::move(made));
                return true;
            }
            case EventKind::kIncident:
            case EventKind::kSuspended:
            case EventKind::kContinued:
                return true;
            default:
                return false;
        }
    }

    bool flag(const char* verb, const Event& event, bool administrator = false) {
        json::Value made = json::Value::object();
        made.set(verb, json::Value::boolean(true));
        if (administrator) made.set("administrator", json::Value::boolean(true));
        add(std::move(made), event);
        return true;
    }

    bool handed(const Event& event) {
        if (event.reason == Reason::kTimeout) return true;
        if (event.reason == Reason::kAnswer) {
            add(action(event.index == 2 ? "refuse" : "approve", node(event.node)), event);
            return true;
        }
        json::Value made = action(event.reason == Reason::kDelegation ? "delegate" : "transfer", node(event.node));
        made.set("to", text(run_.login(event.person)));
        add(std::move(made), event);
        return true;
    }

    bool added(const Events& step, std::size_t i) {
        json::Value people = json::Value::array();
        for (std::size_t k = i; k < step.size(); ++k) {
            if (step[k].kind == EventKind::kSeatAdded && step[k].origin == Origin::kAdded)
                people.push(text(run_.login(step[k].person)));
        }
        json::Value made = action("add", node(step[i].node));
        made.set("to", std::move(people));
        const auto position = static_cast<Position>(step[i].index);
        made.set("place", text(position == Position::kBefore  ? "before"
                               : position == Position::kAfter ? "after"
                                                              : "beside"));
        add(std::move(made), step[i]);
        return true;
    }

    bool jumped(const Event& event) {
        const Token* token = state_.token(event.token);
        if (token == nullptr) return true;
        json::Value made = action("jump", node(token->node));
        made.set("to", text(node(event.node)));
        do_.push(std::move(made));
        return true;
    }

    bool caught(const Event& event) {
        const Wait* wait = state_.wait(event.wait);
        if (wait == nullptr) return true;
        json::Value made = json::Value::object();
        switch (wait->kind) {
            case Wait::Kind::kMessage:
                made.set("message", text(wait->name));
                if (!wait->key.is_null()) made.set("key", feel::to_json(wait->key));
                break;
            case Wait::Kind::kSignal:
                made.set("signal", text(wait->name));
                break;
            case Wait::Kind::kCondition:
                return true;
            default:
                made.set("answer", text(node(wait->node)));
        }
        if (!event.value.is_null()) made.set("content", feel::to_json(event.value));
        do_.push(std::move(made));
        return true;
    }

    bool failed(const Events& step, std::size_t i) {
        const Event& event = step[i];
        const bool job = is_wait(event, Wait::Kind::kJob) || is_wait(event, Wait::Kind::kCall);
        if (!job || event.reason != Reason::kDecision || i + 1 >= step.size()) return false;
        if (step[i + 1].kind == EventKind::kRefused && is_wait(event, Wait::Kind::kCall)) {
            do_.push(action("refused", node(event.node)));
            return true;
        }
        if (step[i + 1].kind != EventKind::kThrown) return false;
        json::Value made = action("fail", node(event.node));
        made.set("code", text(step[i + 1].text));
        do_.push(std::move(made));
        return true;
    }

    json::Value given() {
        json::Value made = json::Value::object();
        if (!run_.record.members().empty()) made.set("record", run_.record);
        made.set("initiator", text(run_.login(initiator_)));
        if (!variables_.members().empty()) made.set("variables", std::move(variables_));
        made.set("now", text(moment_text(started_)));
        if (!run_.directory.is_null()) made.set("directory", run_.directory);
        return made;
    }

    json::Value expected() const {
        json::Value made = json::Value::object();
        made.set("status", text(status_name(state_.status)));
        if (state_.status == Status::kCompleted && state_.ended_by != kNone)
            made.set("ended", text(node(state_.ended_by)));
        if (state_.running()) {
            json::Value waiting = json::Value::object();
            for (const Seat& seat : state_.seats) {
                if (seat.status != SeatStatus::kWaiting || seat.person == kNobody) continue;
                const std::string at = node(seat.node);
                json::Value list = waiting.find(at) == nullptr ? json::Value::array() : *waiting.find(at);
                list.push(text(run_.login(seat.person)));
                waiting.set(at, std::move(list));
            }
            if (!waiting.members().empty()) made.set("waiting", std::move(waiting));
        }
        json::Value values = json::Value::object();
        for (std::size_t i = 0; i < state_.variables.size() && i < flow_.variables.size(); ++i) {
            if (!state_.variables[i].is_null()) values.set(flow_.variables[i].id, feel::to_json(state_.variables[i]));
        }
        if (!values.members().empty()) made.set("variables", std::move(values));
        if (state_.round > 1) made.set("round", json::Value::number(static_cast<std::int64_t>(state_.round)));
        return made;
    }

    const Flow& flow_;
    const RunRecord& run_;
    Instance state_;
    json::Value do_, variables_ = json::Value::object();
    Person initiator_ = kNobody;
    Instant started_ = 0, clock_ = 0;
};

// What was decided at each step of a run, in order.
struct Memory {
    struct Decision {
        bool refused = false;
        Person by = kNobody;
        std::vector<std::pair<std::string, feel::Value>> variables;
    };
    std::map<std::string, std::vector<Decision>> decisions;
    std::map<std::string, std::vector<feel::Value>> brought;
    Command start;
};

Memory remember(const Flow& was, const std::vector<Events>& steps) {
    Memory memory;
    Instance state;
    for (const Events& step : steps) {
        std::vector<std::pair<std::string, feel::Value>> set;
        bool open = true;   // only what the command itself set
        bool sent = false;  // a signal that the instance hears itself will be sent again
        for (const Event& event : step) {
            if (event.kind == EventKind::kVariable && event.frame == 0 && open)
                set.emplace_back(was.variables[event.index].id, event.value);
            if (event.kind == EventKind::kStarted) memory.start.by = event.person;
            const bool agreed = event.kind == EventKind::kSeatAgreed;
            if (agreed || event.kind == EventKind::kSeatRefused) {
                memory.decisions[was.nodes[event.node].id].push_back({!agreed, event.by, set});
                open = false;
            }
            if (event.kind == EventKind::kSignalSent) sent = true;
            const Wait* wait = event.kind == EventKind::kCaught ? state.wait(event.wait) : nullptr;
            if (wait != nullptr && !(sent && wait->kind == Wait::Kind::kSignal))
                memory.brought[was.nodes[event.node].id].push_back(event.value);
            if (event.kind == EventKind::kMoved || event.kind == EventKind::kSeatAdded) {
                if (memory.start.variables.empty() && &step == &steps.front()) memory.start.variables = set;
                open = false;
            }
            apply(state, was, event);
        }
    }
    return memory;
}

class Player {
  public:
    Player(const Flow& flow, Memory memory, const StepInputs& inputs)
        : flow_(flow), memory_(std::move(memory)), inputs_(inputs), now_(inputs.now) {}

    Played play() {
        Command start = memory_.start;
        std::erase_if(start.variables, [&](const auto& each) { return !known(each.first); });
        if (!execute(start)) return std::move(played_);
        constexpr int kMost = 2'000;
        for (int i = 0; i < kMost && state_.running(); ++i) {
            if (!next()) break;
        }
        if (!state_.running()) {
            played_.outcome = state_.status == Status::kCompleted && state_.ended_by != kNone
                                  ? flow_.nodes[state_.ended_by].id
                                  : std::string(status_name(state_.status));
            played_.ended_at = now_;
        } else if (played_.stopped.empty()) {
            played_.stopped = Text("it waits for something that did not happen then", "流程在等待当时未发生的事情");
        }
        for (auto& [node, people] : played_.asked) {
            std::sort(people.begin(), people.end());
            people.erase(std::unique(people.begin(), people.end()), people.end());
        }
        return std::move(played_);
    }

  private:
    [[nodiscard]] bool known(const std::string& variable) const {
        return std::any_of(flow_.variables.begin(), flow_.variables.end(),
                           [&](const Variable& each) { return each.id == variable; });
    }

    bool execute(const Command& command) {
        StepInputs inputs{now_,           inputs_.zone,      inputs_.instance, inputs_.directory,
                          inputs_.record, inputs_.calendars, inputs_.decisions};
        auto events = step(flow_, state_, command, inputs);
        if (!events) {
            played_.stopped = events.error().front().text;
            return false;
        }
        for (const Event& event : *events) {
            note(event);
            apply(state_, flow_, event);
        }
        return true;
    }

    void note(const Event& event) {
        if ((event.kind == EventKind::kSeatAdded || event.kind == EventKind::kSeatAsked) && event.person != kNobody)
            played_.asked[flow_.nodes[event.node].id].push_back(event.person);
        const NodeIndex done = finished_node(flow_, event);
        if (done == kNone) return;
        const Node& node = flow_.nodes[done];
        if (node.human != nullptr || node.kind->ends) played_.path.push_back(node.id);
    }

    // The next thing that happens; false: nothing can.
    bool next() {
        if (state_.returned) {
            Command again;
            again.kind = CommandKind::kResubmit;
            again.by = state_.initiator;
            return execute(again);
        }
        for (const Seat& seat : state_.seats) {
            if (seat.status == SeatStatus::kWaiting) return decide(seat);
        }
        for (const Wait& wait : state_.waits) {
            const std::string& node = flow_.nodes[wait.node].id;
            const auto brought = memory_.brought.find(node);
            const bool there = brought != memory_.brought.end() && !brought->second.empty();
            const bool job = wait.kind == Wait::Kind::kJob || wait.kind == Wait::Kind::kCall;
            if (!there && !job) continue;
            if (wait.kind == Wait::Kind::kCondition) continue;
            Command command;
            command.kind = wait.kind == Wait::Kind::kMessage  ? CommandKind::kMessage
                           : wait.kind == Wait::Kind::kSignal ? CommandKind::kSignal
                                                              : CommandKind::kAnswer;
            command.wait = wait.number;
            if (there) {
                command.payload = brought->second.front();
                brought->second.erase(brought->second.begin());
            }
            return execute(command);
        }
        const Timer* first = nullptr;
        for (const Timer& timer : state_.timers) {
            if (first == nullptr || timer.due < first->due) first = &timer;
        }
        if (first == nullptr) return false;
        now_ = std::max(now_, first->due);
        Command fire;
        fire.kind = CommandKind::kTimer;
        fire.timer = first->number;
        return execute(fire);
    }

    bool decide(const Seat& seat) {
        const Node& node = flow_.nodes[seat.node];
        Command command;
        command.kind = node.kind->approves ? CommandKind::kApprove : CommandKind::kComplete;
        command.seat = seat.number;
        command.by = seat.person;
        command.administrator = seat.person == kNobody;
        auto& decisions = memory_.decisions[node.id];
        auto chosen = std::find_if(decisions.begin(), decisions.end(),
                                   [&](const Memory::Decision& each) { return each.by == seat.person; });
        if (chosen == decisions.end()) chosen = decisions.begin();
        if (chosen != decisions.end()) {
            if (chosen->refused && node.kind->approves) command.kind = CommandKind::kRefuse;
            command.variables = chosen->variables;
            std::erase_if(command.variables, [&](const auto& each) { return !known(each.first); });
            decisions.erase(chosen);
        }
        return execute(command);
    }

    const Flow& flow_;
    Memory memory_;
    const StepInputs& inputs_;
    Instance state_;
    Instant now_;
    Played played_;
};

}  // namespace

Result<json::Value> recorded_test(const Flow& flow, const std::string& id, const RunRecord& run) {
    return Recorder(flow, run).write(id);
}

Played play(const Flow& flow, const std::vector<Events>& steps, const Flow& was, const StepInputs& inputs) {
    return Player(flow, remember(was, steps), inputs).play();
}

}  // namespace fw::flow
