// A flow that is run by commands in memory, with all that happened.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "engine/flow/step.h"
#include "engine/flow/test_run/directory.h"
#include "tests/support/flow/loose_env.h"

namespace fw::test {

class SmallRun final : public flow::RecordSource {
  public:
    explicit SmallRun(std::string_view model) : directory_(nullptr) {
        auto read = read_flow_text(model);
        if (!read) ADD_FAILURE() << format(read.error());
        if (read) flow_ = std::move(*read);
        flow::Command start;
        start.by = directory_.person("initiator");
        EXPECT_EQ(execute(start), "");
    }

    const feel::Value& record() override { return record_; }

    // The code of what was refused; "" where it was done.
    std::string execute(const flow::Command& command) {
        auto events = flow::step(flow_, state_, command, inputs());
        if (!events) {
            refused_ = events.error().front();
            return refused_.code;
        }
        for (const flow::Event& event : *events) flow::apply(state_, flow_, event);
        steps_.push_back(std::move(*events));
        return "";
    }

    std::string decide(flow::CommandKind kind, std::string_view node, std::string_view login, std::string to = {},
                       bool straight = false) {
        flow::Command command;
        command.kind = kind;
        command.by = directory_.person(login);
        command.text = "because";
        command.straight = straight;
        if (!to.empty()) command.node = flow_.nodes_by_id.at(to);
        for (const flow::Seat& seat : state_.seats) {
            const bool his = flow_.nodes[seat.node].id == node && seat.person == command.by;
            if (his && seat.status == flow::SeatStatus::kWaiting) command.seat = seat.number;
        }
        return execute(command);
    }

    std::string approve(std::string_view node, std::string_view login) {
        return decide(flow::CommandKind::kApprove, node, login);
    }
    std::string refuse(std::string_view node, std::string_view login) {
        return decide(flow::CommandKind::kRefuse, node, login);
    }

    void pass(std::int64_t seconds) { now_ += seconds * 1'000'000; }
    void decide_with(const flow::Decisions& decisions) { decisions_ = &decisions; }

    [[nodiscard]] flow::StepInputs inputs() {
        return {now_, feel::Zone::utc(), 1, directory_, *this, nullptr, decisions_};
    }
    [[nodiscard]] const flow::Flow& flow() const { return flow_; }
    [[nodiscard]] const flow::Instance& state() const { return state_; }
    [[nodiscard]] const std::vector<flow::Events>& steps() const { return steps_; }
    [[nodiscard]] const flow::TestDirectory& directory() const { return directory_; }
    [[nodiscard]] const Diagnostic& refused() const { return refused_; }

  private:
    flow::Flow flow_;
    flow::TestDirectory directory_;
    feel::Value record_ = feel::Value::context({});
    flow::Instance state_;
    std::vector<flow::Events> steps_;
    flow::Instant now_ = 1'767'600'000'000'000;
    const flow::Decisions* decisions_ = nullptr;
    Diagnostic refused_;
};

}  // namespace fw::test
