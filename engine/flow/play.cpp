// A run that has happened, played through a flow.
#include <algorithm>

#include "engine/flow/rerun.h"

namespace fw::flow {

namespace {

// What was decided at each step of a run, in order.
struct Memory {
    struct Decision {
        bool refused = false;
        Person person = kNobody;  // whose seat it was
        Person by = kNobody;
        std::string text;
        feel::Value extras;
        std::vector<std::pair<std::string, feel::Value>> variables;
        std::size_t place = 0;  // among all of the run
    };
    std::map<std::string, std::vector<Decision>> decisions;  // by step, in order
    std::map<std::string, std::vector<feel::Value>> brought;
    Command start;
};

Memory remember(const Flow& was, const std::vector<Events>& steps) {
    Memory memory;
    Instance state;
    std::size_t place = 0;
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
                memory.decisions[was.nodes[event.node].id].push_back(
                    {!agreed, event.person, event.by, event.text, event.value, set, place++});
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
        std::erase_if(start.variables, [&](const auto& each) { return !has(each.first); });
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
    [[nodiscard]] bool has(const std::string& variable) const {
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
        if (const Seat* seat = next_seat()) return decide(*seat);
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

    // What the person of a seat decided there.
    Memory::Decision* remembered(const Seat& seat) {
        for (Memory::Decision& each : memory_.decisions[flow_.nodes[seat.node].id]) {
            if (each.person == seat.person) return &each;
        }
        return nullptr;
    }

    // Who acts next: in the order they acted then, before those who did not.
    const Seat* next_seat() {
        const Seat* found = nullptr;
        std::size_t place = 0;
        for (const Seat& seat : state_.seats) {
            if (seat.status != SeatStatus::kWaiting) continue;
            const Memory::Decision* known = remembered(seat);
            const std::size_t at = known == nullptr ? std::string::npos : known->place;
            if (found != nullptr && at >= place) continue;
            found = &seat;
            place = at;
        }
        return found;
    }

    // Where another person is asked than then: what was decided by one who is not asked now.
    Memory::Decision* of_another(const Seat& seat) {
        const auto asked = [&](Person person) {
            return std::any_of(state_.seats.begin(), state_.seats.end(), [&](const Seat& each) {
                const bool open = each.status == SeatStatus::kWaiting || each.status == SeatStatus::kQueued ||
                                  each.status == SeatStatus::kHeld;
                return open && each.node == seat.node && each.token == seat.token && each.person == person;
            });
        };
        for (Memory::Decision& each : memory_.decisions[flow_.nodes[seat.node].id]) {
            if (!asked(each.person)) return &each;
        }
        return nullptr;
    }

    bool decide(const Seat& seat) {
        const Node& node = flow_.nodes[seat.node];
        Command command;
        command.kind = node.kind->approves ? CommandKind::kApprove : CommandKind::kComplete;
        command.seat = seat.number;
        command.by = seat.person;
        command.administrator = seat.person == kNobody;
        command.text = "…";  // where nothing is remembered, words and a signature are taken as given
        if (node.human->sign) command.extras = feel::Value::context({{"signature", feel::Value::string("…")}});
        Memory::Decision* known = remembered(seat);
        if (known == nullptr) known = of_another(seat);
        if (known == nullptr) return execute(command);
        if (known->refused && node.kind->approves) command.kind = CommandKind::kRefuse;
        if (!known->text.empty()) command.text = known->text;
        if (known->extras.is_context() && known->extras.find("signature") != nullptr) command.extras = known->extras;
        if (seat.person == kNobody) command.by = known->by;
        command.variables = known->variables;
        std::erase_if(command.variables, [&](const auto& each) { return !has(each.first); });
        auto& decisions = memory_.decisions[node.id];
        decisions.erase(decisions.begin() + (known - decisions.data()));
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

Played play(const Flow& flow, const std::vector<Events>& steps, const Flow& was, const StepInputs& inputs) {
    return Player(flow, remember(was, steps), inputs).play();
}

}  // namespace fw::flow
