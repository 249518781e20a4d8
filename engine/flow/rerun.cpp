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
        find_failing_times();
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
        if (const feel::Value* signature = event.value.is_context() ? event.value.find("signature") : nullptr) {
            json::Value extras = json::Value::object();
            extras.set("signature", feel::to_json(*signature));
            step.set("extras", std::move(extras));
        }
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

    void find_failing_times() {
        for (const Events& step : run_.steps) {
            for (const Event& event : step) {
                if (event.kind == EventKind::kIncident && event.timer != 0) failing_[event.timer] = event.text;
            }
        }
    }

    [[nodiscard]] bool broken(std::uint32_t timer) const {
        return std::any_of(state_.incidents.begin(), state_.incidents.end(),
                           [&](const Incident& each) { return each.timer == timer; });
    }

    // The time that the step is about: it fires, or it has failed for good.
    static const Event* due_event(const Events& step) {
        const Event& first = step.front();
        const bool about = first.kind == EventKind::kTimerFired || first.kind == EventKind::kIncident;
        return about && first.timer != 0 ? &first : nullptr;
    }

    // Whole seconds up to `until`, but not so far that a time would fire before it did: it was tried again and again,
    // or the instance was suspended.
    [[nodiscard]] std::int64_t seconds_before_others(Instant until, const Timer* own) const {
        constexpr std::int64_t kSecond = 1'000'000;
        std::int64_t seconds = (until - clock_ + kSecond - 1) / kSecond;
        for (const Timer& each : state_.timers) {
            const bool may_fire = each.due <= clock_ + seconds * kSecond && !broken(each.number);
            if (!may_fire || &each == own) continue;
            const std::int64_t before = each.due > clock_ ? (each.due - clock_ - 1) / kSecond : 0;
            if (own == nullptr || clock_ + before * kSecond >= own->due) seconds = std::min(seconds, before);
        }
        return seconds;
    }

    // The code of a time that fails by then, if one does.
    [[nodiscard]] std::string fails_until(Instant until) const {
        for (const Timer& each : state_.timers) {
            const auto failing = failing_.find(each.number);
            if (each.due <= until && failing != failing_.end() && !broken(each.number)) return failing->second;
        }
        return {};
    }

    // Time passes where something of the flow could be due by it.
    void wait_for(const Events& step) {
        if (state_.timers.empty()) return;
        const Event* due = due_event(step);
        const Timer* own = due == nullptr ? nullptr : state_.timer(due->timer);
        const std::int64_t seconds = seconds_before_others(step.front().at, own);
        if (seconds <= 0) return;
        json::Value made = action("wait", "PT" + std::to_string(seconds) + "S");
        clock_ += seconds * 1'000'000;
        if (const std::string code = fails_until(clock_); !code.empty()) made.set("error", text(code));
        do_.push(std::move(made));
    }

    void one(const Events& step) {
        if (step.empty()) return;
        if (step.front().kind == EventKind::kStarted) return started(step);
        wait_for(step);
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
            case EventKind::kIncidentGone:
                return solved(step, i);
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

    // A job is done again without a word of it; its answer comes as a step of its own.
    bool solved(const Events& step, std::size_t i) {
        const Event& event = step[i];
        if (event.wait != 0) return event.straight;
        do_.push(action(event.straight ? "retry" : "skip", node(event.node)));
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
        if (step[i + 1].kind == EventKind::kIncident && is_wait(event, Wait::Kind::kCall)) {
            json::Value ended = action("ended", node(event.node));
            ended.set("code", text(step[i + 1].text));
            do_.push(std::move(ended));
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
    std::map<std::uint32_t, std::string> failing_;  // times that became an incident, with its code
};

}  // namespace

Result<json::Value> recorded_test(const Flow& flow, const std::string& id, const RunRecord& run) {
    return Recorder(flow, run).write(id);
}

}  // namespace fw::flow
