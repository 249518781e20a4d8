// What a step of one instance makes others do, in the same transaction: messages find who waits for them or start
// flows, signals reach everybody, called flows begin, and answer when they end.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "engine/flow/event.h"
#include "engine/flow/step.h"
#include "runtime/flows/store.h"

namespace fw::flows {

// A command that still has to be done.
struct FollowUp {
    Id instance = 0;  // 0: `flow` is started
    const flow::Flow* flow = nullptr;
    Id parent = 0;           // of a called flow …
    std::uint32_t wait = 0;  // … and what the parent waits for
    Id record = 0;
    flow::Command command;
    std::shared_ptr<const compile::Program> program;  // of `flow`, where it is not the deployed one …
    Id deployment = 0;                                // … and its deployment
    bool told = false;  // somebody waits for the answer: content that does not fit is refused, not an incident
};

// Of a command that delivers something: its kind, wait, text and payload.
[[nodiscard]] std::string command_text(const flow::Command& command);
[[nodiscard]] Result<flow::Command> read_command_text(std::string_view text);

// When nothing is due: year 9999.
inline constexpr DateTime kNever{253'402'300'799'000'000};
[[nodiscard]] std::string job_key(Id instance, std::uint32_t wait);  // of the outbox: the same for every attempt

class Followers {
  public:
    Followers(Act& act, const FlowFinder& finder, Id deployment, std::deque<FollowUp>& queue)
        : act_(act), finder_(finder), program_(finder.program()), deployment_(deployment), queue_(queue) {}

    // Keeps the rows of waits and adds what follows from the events of one step.
    [[nodiscard]] Result<void> note(const Loaded& loaded, const flow::Events& events);
    // Whether somebody got it.
    [[nodiscard]] Result<bool> message(std::string_view name, const feel::Value& key, const feel::Value& content,
                                       std::int64_t keep_seconds);
    [[nodiscard]] Result<std::int64_t> signal(std::string_view name, const feel::Value& content, Id from);
    // What came for an instance that is suspended is brought when it is resumed.
    [[nodiscard]] Result<void> keep_answer(const FollowUp& next);

  private:
    [[nodiscard]] Result<void> suspend(const Loaded& loaded, flow::CommandKind kind);
    [[nodiscard]] Result<void> resume(const Loaded& loaded);
    [[nodiscard]] Result<void> try_again(const Loaded& loaded, const flow::Event& event);
    [[nodiscard]] Result<void> take_kept(const Loaded& loaded, std::uint32_t wait, const std::string& name,
                                         const feel::Value& key);
    [[nodiscard]] Result<Id> child_of(Id parent, std::uint32_t wait);
    [[nodiscard]] Result<void> one(const Loaded& loaded, const flow::Event& event);
    [[nodiscard]] Result<void> wait_set(const Loaded& loaded, const flow::Event& event);
    [[nodiscard]] Result<void> wait_gone(const Loaded& loaded, const flow::Event& event);
    [[nodiscard]] Result<void> call(const Loaded& loaded, const flow::Event& event);
    [[nodiscard]] Result<void> order_job(const Loaded& loaded, const flow::Event& event);
    [[nodiscard]] Result<void> answer_parent(const Loaded& loaded, const flow::Event& event);
    [[nodiscard]] Result<void> escalate(const Loaded& loaded, const flow::Event& event);
    [[nodiscard]] Result<void> execute(std::string_view sql, storage::Params params);
    void start(const flow::Flow& flow, flow::NodeIndex node, const feel::Value& content);

    Act& act_;
    const FlowFinder& finder_;
    const compile::Program& program_;  // deployed now …
    Id deployment_;                    // … by this
    std::deque<FollowUp>& queue_;
};

[[nodiscard]] std::string key_text(const feel::Value& key);  // "" for null

}  // namespace fw::flows
