// Several running instances in memory with a clock of their own: what a server does with the events of a step, without
// a database. For the tests inside flows, simulation, and checks of other engines' models. Not for threads.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/flow/step.h"

namespace fw::flow {

struct WorldInstance {
    const Flow* flow = nullptr;
    Instance state;
    std::size_t parent = kNone;  // the instance that called it, and what it waits for
    std::uint32_t wait = 0;
};

class World {
  public:
    // After every command that succeeded: the instance, its state before, the events.
    using Watch = std::function<void(std::size_t instance, const Instance& before, const Events& events)>;

    World(const Directory& directory, RecordSource& record, Instant now)
        : directory_(directory), record_(record), now_(now) {}

    // A flow that may be called, or started by messages and signals.
    void know(const Flow& flow) { known_.push_back(&flow); }
    void set_now(Instant now) { now_ = now; }
    void watch(Watch watch) { watch_ = std::move(watch); }
    void decide_with(const Decisions* decisions) { decisions_ = decisions; }
    void count_with(const Calendars* calendars) { calendars_ = calendars; }

    // Each does what follows by itself too: called flows, messages and signals sent, their answers.
    [[nodiscard]] Result<std::size_t> start(const Flow& flow, const Command& command);
    [[nodiscard]] Result<void> execute(std::size_t instance, const Command& command);
    // To the oldest that waits for it, else it starts a flow, else it is kept. Whether somebody got it.
    [[nodiscard]] Result<bool> message(const std::string& name, const feel::Value& key, const feel::Value& content,
                                       std::int64_t keep_seconds = 3600);
    // To everybody who waits now, and it starts flows.
    [[nodiscard]] Result<void> signal(const std::string& name, const feel::Value& content);
    // How often what is due has failed with this code.
    struct Failing {
        std::string_view code;
        std::size_t count = 0;
    };
    // Moves the clock on and fires what is due, in order. What fails with the code of `failing` becomes an incident, as
    // on a server.
    [[nodiscard]] Result<void> advance(const Span& span, Failing* failing = nullptr);
    [[nodiscard]] Result<void> look();  // conditions again, everywhere

    [[nodiscard]] const std::vector<WorldInstance>& instances() const { return instances_; }
    [[nodiscard]] Instant now() const { return now_; }
    [[nodiscard]] StepInputs inputs(std::size_t instance) const;

  private:
    struct Kept {
        std::string name;
        feel::Value key, content;
        Instant until = 0;
    };
    struct Task {
        std::size_t instance = 0;
        Command command;
    };
    Result<void> step(std::size_t instance, const Command& command);
    Result<void> settle();
    Result<void> fire(std::size_t instance, std::uint32_t timer, Failing* failing);
    void note(std::size_t instance, const Event& event);
    void call(std::size_t instance, const Event& event);
    void finished(std::size_t instance, const Event& event);
    void post(const std::string& name, const feel::Value& key, const feel::Value& content, std::int64_t keep_seconds);
    bool take_kept(std::size_t instance, const Event& wait);
    void broadcast(const std::string& name, const feel::Value& content, std::size_t from);
    void add_start(const Flow& flow, NodeIndex start, const feel::Value& content);

    const Directory& directory_;
    RecordSource& record_;
    Instant now_ = 0;
    const Decisions* decisions_ = nullptr;
    const Calendars* calendars_ = nullptr;
    std::vector<const Flow*> known_;
    std::vector<WorldInstance> instances_;
    std::deque<Task> tasks_;  // what still has to be done before the next thing from outside
    std::vector<Kept> kept_;
    Watch watch_;
    bool got_ = false;  // the last message found somebody
};

}  // namespace fw::flow
