// Service tasks of flows and actions of automations: they run outside of any transaction, on threads of their own, at
// least once with a stable key; the answer goes back into the flow. A failure is tried again as the task says, then it
// becomes an incident. Neither an action that hangs nor one that crashes stops anything else.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/json/value.h"
#include "runtime/jobs/jobs.h"

namespace fw::jobs {

struct ActionJob {
    Id row = 0;       // of the outbox
    std::string key;  // the same for every attempt: for the outside world to tell repetitions
    std::string action, node;
    json::Value arguments;
    Id instance = 0;
    std::uint32_t wait = 0;
    std::int64_t initiator = 0;                                   // of the flow; the action has this person's rights
    std::int64_t attempts = 0;                                    // before this one
    std::int64_t retries = 3, retry_after = 10, time_limit = 60;  // seconds
    std::string automation;  // whose step it is, instead of a flow's: nobody waits for its answer
    std::string command;     // something that was kept for a suspended instance, instead of an action
};

struct ActionAnswer {
    json::Value result;
    std::string error;  // an error code: the flow goes on at the boundary event that catches it
};

// Runs one action; may take as long as its own limit. Called from several threads.
using RunAction = std::function<Result<ActionAnswer>(const ActionJob&)>;

class Actions {
  public:
    Actions(Platform& platform, RunAction run, int threads = 4);
    ~Actions();
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;

    void start();
    void stop();  // waits for the actions under way
    void wake();
    // Does everything that is due now and returns: for tests.
    [[nodiscard]] Result<void> run_once();
    // Commands on many instances (flows::Bulk) are worked through here too.
    [[nodiscard]] Result<bool> run_bulk();
    // History that is no longer kept (fw_meta: history_days) is removed.
    [[nodiscard]] Result<void> forget();

  private:
    void look();
    void work();
    [[nodiscard]] Result<std::vector<ActionJob>> due(DateTime& next);
    [[nodiscard]] Result<void> perform(const ActionJob& job);
    [[nodiscard]] Result<void> act_and_wait(std::function<Result<void>(Act&)> work);
    [[nodiscard]] Result<void> perform_step(const ActionJob& job);  // of an automation
    [[nodiscard]] Result<void> try_again(const ActionJob& job, const Diagnostics& why);
    [[nodiscard]] Result<void> failed(const ActionJob& job, const flows::Flows& flows, const Diagnostics& why);

    Platform& platform_;
    RunAction run_;
    int wanted_;
    std::mutex mutex_;
    std::condition_variable news_, work_;
    DateTime next_forget_{0};
    bool woken_ = false, ending_ = false;
    std::set<Id> taken_;
    std::deque<ActionJob> queue_;
    std::thread looker_;
    std::vector<std::thread> workers_;
};

}  // namespace fw::jobs
