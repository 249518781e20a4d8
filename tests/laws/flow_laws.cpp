// What holds for every flow and every run of it:
//   the events, replayed, give the state; both survive JSON; no token is lost or left over; a running flow always has
//   something that can happen next, and whatever was returned, it can be brought to its end.
// FW_SEED=n runs one seed, FW_RUNS=n that many; FW_TRACE=1 prints commands and events.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

#include <gtest/gtest.h>

#include "engine/flow/step.h"
#include "engine/flow/test_run/directory.h"
#include "engine/json/write.h"
#include "tests/laws/seeds.h"
#include "tests/support/flow/loose_env.h"
#include "tests/support/flow/random_flow.h"

namespace fw {
namespace {

using flow::Command;
using flow::CommandKind;
using flow::Instance;
using flow::SeatStatus;
using test::below;

class RandomRun final : public flow::RecordSource {
  public:
    RandomRun(const flow::Flow& flow, std::uint64_t seed)
        : flow_(flow), organisation_(test::random_directory()), directory_(&organisation_), random_(seed) {}

    const feel::Value& record() override { return record_; }

    void run() {
        Command start;
        start.by = directory_.person(below(random_, 2) == 0 ? "zhou" : "wu");
        ASSERT_NO_FATAL_FAILURE(execute(start));
        for (int i = 0; i < 60 && live_.running(); ++i) ASSERT_NO_FATAL_FAILURE(execute(random_command()));
        for (int i = 0; i < 3000 && live_.running(); ++i) ASSERT_NO_FATAL_FAILURE(execute(forward()));
        ASSERT_FALSE(live_.running()) << "cannot be brought to its end";
    }

    std::size_t steps() const { return steps_; }
    std::size_t returns() const { return returns_; }

  private:
    void execute(const Command& command) {
        const flow::StepInputs inputs{now_ += 1000, feel::Zone::utc(), 7, directory_, *this};
        const auto events = flow::step(flow_, live_, command, inputs);
        if (!events) {
            ASSERT_FALSE(events.error().front().text.zh.empty());
            const std::string& code = events.error().front().code;
            ASSERT_TRUE(code.rfind("FLOW-2", 0) == 0) << format(events.error());
            return;
        }
        ++steps_;
        if (std::getenv("FW_TRACE") != nullptr) trace(command, *events);
        for (const flow::Event& event : *events) {
            flow::apply(live_, flow_, event);
            if (event.kind == flow::EventKind::kReturned) ++returns_;
        }
        history_.insert(history_.end(), events->begin(), events->end());
        ASSERT_NO_FATAL_FAILURE(laws(*events));
    }

    void trace(const Command& command, const flow::Events& events) const {
        std::string text;
        flow::append_json(text, events, flow_);
        std::printf("command %d seat %u token %u wait %u timer %u node %s: %s\n", static_cast<int>(command.kind),
                    command.seat, command.token, command.wait, command.timer,
                    command.node < flow_.nodes.size() ? flow_.nodes[command.node].id.c_str() : "-", text.c_str());
    }

    void laws(const flow::Events& events) {
        Instance replayed;
        for (const flow::Event& event : history_) flow::apply(replayed, flow_, event);
        ASSERT_EQ(replayed, live_);
        std::string text;
        flow::append_json(text, live_, flow_);
        const auto read = flow::read_instance(text, flow_);
        ASSERT_TRUE(read) << format(read.error());
        ASSERT_EQ(*read, live_) << text;
        text.clear();
        flow::append_json(text, events, flow_);
        const auto events_read = flow::read_events(text, flow_);
        ASSERT_TRUE(events_read) << format(events_read.error());
        ASSERT_EQ(*events_read, events) << text;
        if (live_.running()) {
            ASSERT_NO_FATAL_FAILURE(tokens_wait_for_something());
        } else {
            ASSERT_TRUE(live_.tokens.empty() && live_.seats.empty() && live_.timers.empty());
            ASSERT_TRUE(live_.frames.empty() && live_.waits.empty() && live_.undos.empty() && live_.gates.empty());
        }
    }

    void tokens_wait_for_something() {
        ASSERT_FALSE(live_.tokens.empty());
        bool something = false;
        for (const flow::Token& token : live_.tokens) {
            const flow::Node& node = flow_.nodes[token.node];
            const bool waits = waits_itself(token, node);
            const bool within =
                token.inner != 0 || std::any_of(live_.undos.begin(), live_.undos.end(),
                                                [&](const flow::Undo& u) { return u.by == token.number; });
            const bool joins = node.kind->routing != flow::Routing::kActivity && node.in.size() > 1;
            ASSERT_TRUE(waits || within || joins) << node.id;
            something = something || waits;
        }
        ASSERT_TRUE(something) << "only joins wait";
        for (const flow::Seat& seat : live_.seats) ASSERT_NE(live_.token(seat.token), nullptr);
        for (const flow::Timer& timer : live_.timers) {
            if (timer.token != 0) {
                ASSERT_NE(live_.token(timer.token), nullptr);
            }
        }
        ASSERT_NO_FATAL_FAILURE(frames_are_counted());
    }

    bool waits_itself(const flow::Token& token, const flow::Node& node) const {
        if (node.human != nullptr && token.inner == 0) {
            const auto seats = live_.seats_of(token.number);
            return std::any_of(seats.begin(), seats.end(), [&](const flow::Seat& seat) {
                return seat.node == token.node && seat.status == SeatStatus::kWaiting;
            });
        }
        if (node.kind->starts) return live_.returned;
        return std::any_of(live_.timers.begin(), live_.timers.end(),
                           [&](const flow::Timer& t) { return t.token == token.number; }) ||
               std::any_of(live_.waits.begin(), live_.waits.end(),
                           [&](const flow::Wait& w) { return w.token == token.number; }) ||
               std::any_of(live_.seats.begin(), live_.seats.end(),
                           [&](const flow::Seat& s) { return s.token == token.number; });
    }

    void frames_are_counted() {
        std::map<std::uint32_t, std::uint32_t> tokens;
        for (const flow::Token& token : live_.tokens) {
            ++tokens[token.scope];
            if (token.scope != 0) {
                ASSERT_NE(live_.frame(token.scope), nullptr);
            }
            if (token.inner != 0) {
                ASSERT_NE(live_.frame(token.inner), nullptr);
            }
        }
        for (const flow::Frame& frame : live_.frames) {
            ASSERT_EQ(frame.tokens, tokens[frame.number]);
            if (!frame.done) {
                ASSERT_NE(live_.token(frame.token), nullptr);
            }
        }
        for (const flow::Wait& wait : live_.waits) {
            if (wait.token != 0) {
                ASSERT_NE(live_.token(wait.token), nullptr);
            }
        }
    }

    std::vector<const flow::Seat*> waiting() const {
        std::vector<const flow::Seat*> list;
        for (const flow::Seat& seat : live_.seats) {
            if (seat.status == SeatStatus::kWaiting) list.push_back(&seat);
        }
        return list;
    }

    Command on_seat(const flow::Seat& seat, CommandKind kind) {
        Command command;
        command.kind = kind;
        command.seat = seat.number;
        command.by = seat.person;
        command.text = "why";
        if (!flow_.nodes[seat.node].kind->approves && kind == CommandKind::kApprove)
            command.kind = CommandKind::kComplete;
        return command;
    }

    Command on_wait(const flow::Wait& wait) {
        Command command;
        command.wait = wait.number;
        command.kind = wait.kind == flow::Wait::Kind::kMessage  ? CommandKind::kMessage
                       : wait.kind == flow::Wait::Kind::kSignal ? CommandKind::kSignal
                                                                : CommandKind::kAnswer;
        return command;
    }

    Command random_command() {
        if (!live_.waits.empty() && below(random_, 4) == 0) {
            Command command = on_wait(live_.waits[below(random_, static_cast<std::uint32_t>(live_.waits.size()))]);
            if (below(random_, 4) == 0) command.kind = CommandKind::kFail;
            if (below(random_, 6) == 0) command.kind = CommandKind::kEscalate;
            if (below(random_, 8) == 0) command.wait += 1;
            return command;
        }
        const auto open = waiting();
        Command command;
        command.by = static_cast<flow::Person>(1 + below(random_, 6));
        if (live_.last.seat != 0 && below(random_, 6) == 0) {
            command.kind = CommandKind::kTakeBack;
            command.seat = live_.last.seat;
            command.by = live_.last.by;
            if (!open.empty() && below(random_, 4) == 0) command.opened = {open.back()->number};
            return command;
        }
        const std::uint32_t dice = below(random_, 20);
        if (!open.empty() && dice < 16) {
            const flow::Seat& seat = *open[below(random_, static_cast<std::uint32_t>(open.size()))];
            if (dice < 9) command = on_seat(seat, CommandKind::kApprove);
            if (dice == 9) command = on_seat(seat, CommandKind::kRefuse);
            if (dice >= 10 && dice < 14) {
                command = on_seat(seat, CommandKind::kReturn);
                const auto targets = flow::return_targets(flow_, live_, seat.number);
                command.node = targets[below(random_, static_cast<std::uint32_t>(targets.size()))].node;
                command.straight = below(random_, 2) == 0;
            }
            if (dice >= 14) {
                command = on_seat(seat, CommandKind::kTransfer);
                command.person = static_cast<flow::Person>(1 + below(random_, 6));
            }
            if (below(random_, 6) == 0) {
                const CommandKind kinds[] = {CommandKind::kDelegate, CommandKind::kAdd, CommandKind::kRemove};
                command = on_seat(seat, kinds[below(random_, 3)]);
                command.person = static_cast<flow::Person>(1 + below(random_, 6));
                command.people = {command.person};
                command.position = static_cast<flow::Position>(1 + below(random_, 3));
            }
            if (below(random_, 8) == 0) command.by = static_cast<flow::Person>(1 + below(random_, 6));
            if (below(random_, 3) == 0)
                command.variables = {{"n", feel::Value::number(std::int64_t{below(random_, 100)})}};
            return command;
        }
        if (!live_.timers.empty() && dice < 18) {
            command.kind = CommandKind::kTimer;
            command.timer = live_.timers[below(random_, static_cast<std::uint32_t>(live_.timers.size()))].number;
            return command;
        }
        if (live_.returned) {
            command.kind = CommandKind::kResubmit;
            command.by = live_.initiator;
            return command;
        }
        if (dice == 18 && below(random_, 2) == 0) {
            const CommandKind kinds[] = {CommandKind::kLook, CommandKind::kUrge, CommandKind::kComment,
                                         CommandKind::kEnable};
            command.kind = kinds[below(random_, 4)];
            command.by = live_.initiator;
            command.token = live_.tokens[below(random_, static_cast<std::uint32_t>(live_.tokens.size()))].number;
            command.node = below(random_, static_cast<std::uint32_t>(flow_.nodes.size()));
            if (command.kind == CommandKind::kLook)
                command.variables = {{"n", feel::Value::number(std::int64_t{below(random_, 100)})}};
            return command;
        }
        if (dice == 19 && below(random_, 16) == 0) {
            command.kind = CommandKind::kTerminate;
            command.administrator = true;
            return command;
        }
        if (dice == 19 && below(random_, 4) == 0) {
            command.kind = CommandKind::kWithdraw;
            command.by = live_.initiator;
            return command;
        }
        command.kind = CommandKind::kJump;
        command.administrator = true;
        command.token = live_.tokens[below(random_, static_cast<std::uint32_t>(live_.tokens.size()))].number;
        command.node = below(random_, static_cast<std::uint32_t>(flow_.nodes.size()));
        return command;
    }

    // Agree with everything, and let time pass.
    Command forward() {
        Command command;
        if (const auto open = waiting(); !open.empty()) {
            command = on_seat(*open.front(), CommandKind::kApprove);
            command.administrator = true;
            command.variables = {{"n", feel::Value::number(std::int64_t{0})}};
            if (command.by == flow::kNobody) command.by = 5;
            return command;
        }
        if (live_.returned) {
            command.kind = CommandKind::kResubmit;
            command.by = live_.initiator;
            return command;
        }
        for (const flow::Wait& wait : live_.waits) {
            if (wait.kind == flow::Wait::Kind::kJob || wait.kind == flow::Wait::Kind::kCall) return on_wait(wait);
        }
        // Whatever else is waited for, in any order; messages of event sub-processes that go on beside would come for
        // ever, and a condition may never hold.
        std::vector<const flow::Wait*> waits;
        for (const flow::Wait& wait : live_.waits) {
            const bool beside =
                wait.token == 0 || !flow_.nodes[wait.node].event || !flow_.nodes[wait.node].event->interrupting;
            if (!beside) waits.push_back(&wait);
        }
        const std::size_t choices = std::max<std::size_t>(1, waits.size() + live_.timers.size());
        const std::size_t choice = below(random_, static_cast<std::uint32_t>(choices));
        if (choice < waits.size() && waits[choice]->kind == flow::Wait::Kind::kCondition) {
            command.kind = CommandKind::kEdit;
            command.administrator = true;
            command.variables = {{"n", feel::Value::number(std::int64_t{99})}};
            return command;
        }
        if (choice < waits.size()) return on_wait(*waits[choice]);
        command.kind = CommandKind::kTimer;
        command.timer = live_.timers.empty() ? 0 : live_.timers[choice - waits.size()].number;
        return command;
    }

    const flow::Flow& flow_;
    json::Value organisation_;
    flow::TestDirectory directory_;
    test::Random random_;
    Instance live_;
    flow::Events history_;
    feel::Value record_;
    flow::Instant now_ = 1'700'000'000'000'000;
    std::size_t steps_ = 0, returns_ = 0;
};

void hold_for_random_runs(bool elements) {
    const std::uint64_t first = test::first_seed(), runs = test::runs(1000);
    std::size_t steps = 0, returns = 0;
    for (std::uint64_t seed = first; seed < first + runs; ++seed) {
        SCOPED_TRACE("FW_SEED=" + std::to_string(seed));
        test::Random random(seed);
        const json::Value model = test::random_flow(random, 5 + below(random, 40), elements);
        const auto flow = test::read_flow_value(model);
        ASSERT_TRUE(flow) << format(flow.error()) << json::write_compact(model);
        for (int i = 0; i < 3; ++i) {
            RandomRun run(*flow, seed * 31 + static_cast<std::uint64_t>(i));
            ASSERT_NO_FATAL_FAILURE(run.run()) << json::write_compact(model);
            steps += run.steps();
            returns += run.returns();
        }
    }
    testing::Test::RecordProperty("steps", static_cast<int>(steps));
    if (runs > 1 && !elements) {
        EXPECT_GT(returns, 0U);
    }
}

TEST(FlowLaws, HoldForRandomRunsOfRandomFlows) { hold_for_random_runs(false); }
TEST(FlowLaws, HoldForEveryElement) { hold_for_random_runs(true); }

}  // namespace
}  // namespace fw
