// Running flows over a database: a command of a person becomes a step of the engine, and the step's snapshot, events,
// tasks, timers, messages and record changes are written in the transaction of the Act, or nothing is. One Flows per
// deployed Program; immutable, shared between threads.
//
// Failures: FLOW-404 no such flow, instance or task, or not to be seen: 404 · FLOW-203, 212, 217, 277 not yours: 403 ·
// FLOW-201, 202, 204 … 208, 211, 213 … 216, 219, 221 … 224, 226 … 229, 231, 250 … 269, 273 … 281, 3xx not possible now:
// 409 · FLOW-412 stale: 412 · others what was sent is wrong: 422, and what runtime/records answers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "engine/flow/step.h"
#include "engine/json/value.h"
#include "runtime/access/act.h"
#include "runtime/files/files.h"
#include "runtime/records/records.h"

namespace fw::flows {

using access::Act;
using access::Caller;
using storage::DateTime;
using storage::Id;
using storage::Reader;

class Recent;  // store.h

struct Options {
    feel::Zone zone = feel::Zone::utc();  // of the company
    // The program of an earlier deployment, for instances that began under it (may keep a cache).
    std::function<Result<std::shared_ptr<const compile::Program>>(Reader&, Id deployment)> load_program;
    std::shared_ptr<Recent> recent;  // made where it is null; may be shared by all flows of one database
};

// Whether the caller may act for that person now (an absence names him as stand-in).
[[nodiscard]] bool stands_in(const Caller& caller, std::int64_t person, DateTime now);

struct StartRequest {
    const flow::Flow* flow = nullptr;
    Id record = 0;
    std::optional<std::int64_t> version;  // of the record (If-Match): REC-021 unless it is the current one
    std::string comment;
    const json::Value* variables = nullptr;  // an object
    const json::Value* choices = nullptr;    // an object: whom the initiator names, by step
    const json::Value* extras = nullptr;     // an object with "files", "mentions"
};

// {"comment", "to", "resume", "record": {edited fields}, "variables", "text"} of docs/http.md; unknown members are
// FLOW-422.
struct ActionRequest {
    std::string_view action;
    const json::Value* body = nullptr;    // an object; null: nothing was sent
    std::optional<std::int64_t> version;  // of the instance (If-Match): FLOW-412 unless it is the current one
};

struct Outcome {
    Id instance = 0;
    Id task = 0;
    std::int64_t version = 0;  // of the instance
    flow::Status status = flow::Status::kRunning;
    bool resubmitted = false;
};

struct BoxRequest {
    std::string box = "todo";  // todo, waiting (suspended, or for those asked first), done, started, copied; newest first
    bool unread = false;       // copied: only those not read yet
    int limit = 50;
    std::string after;
};

struct InstanceRequest {
    std::string flow;   // qualified or plain; empty: all
    std::string state;  // running, ended, suspended, incident, or one of the outcomes; empty: all
    Id record = 0;
    // The rest is for administrators (docs/operations-flows.md).
    std::string node, incident, search;
    Id version = 0, initiator = 0;
    std::string started_from, started_to, ended_from, ended_to;
    std::vector<std::pair<std::string, std::string>> variables;  // "limit", ">=100"
    std::string sort;                                            // started_at, -started_at (as without)
    bool count = false;
    int limit = 50;
    std::string after;
};

struct IncidentRequest {
    std::string flow, node, code, state;  // state: open, solved; empty: all
    Id instance = 0;
    int limit = 50;
    std::string after;
};

// A button of a record: a flow that can be started on it.
struct StartAction {
    const flow::Flow* flow = nullptr;
    bool enabled = false;
    Text reason;  // why not
};

class Flows {
  public:
    Flows(std::shared_ptr<const compile::Program> program, Id deployment, const records::Records* records,
          Options options);

    // --- writing
    // Starts the flow on the record, or resubmits the instance that was returned to its initiator.
    [[nodiscard]] Result<Outcome> start(Act& act, const StartRequest& request) const;
    // approve, refuse, complete, return, transfer, delegate, add, remove, take-back, copy, comment, read
    [[nodiscard]] Result<Outcome> act_on_task(Act& act, Id task, const ActionRequest& request) const;
    // withdraw, urge, comment, copy; administrators: terminate, jump
    [[nodiscard]] Result<Outcome> act_on_instance(Act& act, Id instance, const ActionRequest& request) const;
    // A timer is due: does its work and deletes its row. A row that is gone already is no failure.
    [[nodiscard]] Result<void> fire(Act& act, Id instance, std::uint32_t timer) const;

    // A message for one that waits for it (the oldest with its key), or that starts a flow; kept for `keep_seconds`
    // where nobody does. Whether somebody got it.
    [[nodiscard]] Result<bool> message(Act& act, std::string_view name, const json::Value& key,
                                       const json::Value& content, std::int64_t keep_seconds = 3600) const;
    // A signal for everybody who waits for it now; how many did.
    [[nodiscard]] Result<std::int64_t> signal(Act& act, std::string_view name, const json::Value& content) const;
    // What the job of a service task gives back: its result, or the code of an error. FLOW-229 where nobody waits.
    [[nodiscard]] Result<void> answer(Act& act, Id instance, std::uint32_t wait, const json::Value& result,
                                      std::string_view error = {}) const;
    // What came for an instance while it was suspended, as the outbox kept it.
    [[nodiscard]] Result<void> bring(Act& act, Id instance, std::string_view command) const;

    // --- operations (docs/operations-flows.md); the answers are JSON
    [[nodiscard]] static bool is_operation(std::string_view action);
    // With "dry_run" nothing is written and what is not possible is an answer, not a failure.
    [[nodiscard]] Result<std::string> operate(Act& act, Id instance, const ActionRequest& request,
                                              Language language) const;
    [[nodiscard]] Result<std::string> solve(Act& act, Id incident, std::string_view action, const json::Value& body,
                                            Language language) const;
    // What the background could not do, after its last attempt: an incident of the wait or timer (the other is 0).
    [[nodiscard]] Result<void> break_off(Act& act, Id instance, std::uint32_t wait, std::uint32_t timer,
                                         const Diagnostics& why, std::int64_t attempts) const;

    // Ended instances older than `before` lose steps, tasks and solved incidents; how many of at most `most` there
    // were.
    [[nodiscard]] Result<std::int64_t> forget(Act& act, DateTime before, int most) const;

    // --- what starts flows by itself
    // To be called for each change of a record (a place in the Act's news), in its transaction: flows that it starts,
    // conditions that waited for it. Called by automations::Automations::after.
    [[nodiscard]] Result<void> after(Act& act, std::size_t change) const;
    // Starts the flow for an automation; does nothing where it runs on the record already. FLOW-222 where the flow's
    // own condition does not hold. `initiator`: nobody is the caller.
    [[nodiscard]] Result<void> start_for(Act& act, const flow::Flow& flow, Id record, flow::Person initiator,
                                         std::vector<std::pair<std::string, feel::Value>> variables) const;
    // Times that start flows, after a deployment: keeps those that are as they were.
    [[nodiscard]] Result<void> plan_starts(storage::Transaction& tx, storage::IdSource& ids, DateTime now) const;
    // A time that starts a flow is due (a row of fw_timer with kind 'start').
    [[nodiscard]] Result<void> fire_start(Act& act, Id schedule) const;

    // --- reading: JSON of docs/http.md
    [[nodiscard]] Result<std::string> tasks(Reader& reader, const Caller& caller, const BoxRequest& request,
                                            DateTime now, Language language) const;
    [[nodiscard]] Result<std::string> task(Reader& reader, const Caller& caller, Id task, DateTime now,
                                           Language language) const;
    // Whether the caller would be the first to look at this task (or copy) of his: then `read` is to be done on it.
    [[nodiscard]] Result<bool> unopened(Reader& reader, const Caller& caller, Id task, DateTime now) const;
    [[nodiscard]] Result<std::string> instances(Reader& reader, const Caller& caller, const InstanceRequest& request,
                                                DateTime now, Language language) const;
    [[nodiscard]] Result<std::string> instance(Reader& reader, const Caller& caller, Id instance, DateTime now,
                                               Language language) const;
    // For administrators.
    [[nodiscard]] Result<std::string> incidents(Reader& reader, const Caller& caller, const IncidentRequest& request,
                                                DateTime now, Language language) const;
    [[nodiscard]] Result<std::string> history(Reader& reader, const Caller& caller, Id instance, std::int64_t after,
                                              int limit, DateTime now, Language language) const;
    // After step `at` (0: now).
    [[nodiscard]] Result<std::string> state(Reader& reader, const Caller& caller, Id instance, std::int64_t at,
                                            DateTime now, Language language) const;
    // {"at"?, "do": […]}: what would happen, in memory.
    [[nodiscard]] Result<std::string> fork(Reader& reader, const Caller& caller, Id instance, const json::Value& body,
                                           DateTime now, Language language) const;
    [[nodiscard]] Result<std::string> test_of(Reader& reader, const Caller& caller, Id instance, DateTime now,
                                              Language language) const;
    // The last instances of a flow, played through `changed`.
    [[nodiscard]] Result<std::string> what_if(Reader& reader, const Caller& caller, const flow::Flow& flow,
                                              const std::shared_ptr<const compile::Program>& changed, int last,
                                              DateTime now, Language language) const;
    [[nodiscard]] Result<std::string> versions(Reader& reader, const Caller& caller, const flow::Flow& flow,
                                               DateTime now, Language language) const;
    // All instances of a record, newest first; the caller must be allowed to read the record.
    [[nodiscard]] Result<std::string> trail(Reader& reader, const Caller& caller, const compile::Entity& entity,
                                            Id record, DateTime now, Language language) const;
    // {"trail": [predicted entries], "choices": [steps for which he names people]}: whom the flow would ask if the
    // caller started or resubmitted it now; nothing is stored.
    [[nodiscard]] Result<std::string> preview(Reader& reader, const Caller& caller, const flow::Flow& flow, Id record,
                                              DateTime now, Language language) const;
    // {"task": …, "instance": {"id", "state"}}: the answer to act_on_task, read in the same transaction.
    [[nodiscard]] Result<std::string> answer(Reader& reader, const Caller& caller, const Outcome& outcome, DateTime now,
                                             Language language) const;
    [[nodiscard]] Result<std::vector<StartAction>> start_actions(Reader& reader, const Caller& caller,
                                                                 const compile::Entity& entity,
                                                                 const records::Shown& shown, DateTime now) const;

    // A file of an instance, for those who may see that; one not attached yet, for its owner. FILE-404.
    [[nodiscard]] Result<files::File> file(Reader& reader, const Caller& caller, Id file, DateTime now) const;

    // --- for checks: replays the events of an instance; fails with FLOW-310 where they do not give the snapshot.
    [[nodiscard]] Result<void> verify(Reader& reader, Id instance) const;

    [[nodiscard]] const compile::Program& program() const { return *program_; }
    [[nodiscard]] const Options& options() const { return options_; }

  private:
    friend class Runner;
    friend class Session;
    friend class View;
    std::shared_ptr<const compile::Program> program_;
    Id deployment_ = 0;
    const records::Records* records_;  // null: flows without records only
    Options options_;
};

}  // namespace fw::flows
