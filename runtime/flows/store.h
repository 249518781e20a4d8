// Rows of instances, tasks and timers.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/compile/program.h"
#include "engine/flow/event.h"
#include "engine/flow/instance.h"
#include "runtime/flows/flows.h"

namespace fw::flows {

// Large instances as they were last seen, so that a step of one of ten thousand parallel works need not read and write
// the other ones. What is kept is believed only where the database has the very same last step; so it needs no
// transaction, and a step that was rolled back does no harm. For any thread.
class Recent {
  public:
    static constexpr std::size_t kLarge = 64 * 1024;  // bytes of a snapshot

    struct Entry {
        std::int64_t version = 0;
        std::string flow_version;
        std::string events;        // of the step that led to it, as they stand in the database
        std::size_t snapshot = 0;  // bytes of the last snapshot written …
        std::size_t behind = 0;    // … and of the events behind it
        std::shared_ptr<const flow::Instance> state;
    };
    [[nodiscard]] std::optional<Entry> find(Id instance) const;
    void keep(Id instance, Entry entry);
    void forget(Id instance);

  private:
    mutable std::mutex mutex_;
    std::list<std::pair<Id, Entry>> entries_;  // the newest first
};

// An instance with the models it runs on.
struct Loaded {
    Id id = 0;
    std::shared_ptr<const compile::Program> program;  // keeps `flow` alive
    const flow::Flow* flow = nullptr;
    const compile::Entity* entity = nullptr;  // of the program deployed now; null: no record
    Id deployment = 0;
    Id record = 0;
    std::int64_t version = 0;  // steps so far
    flow::Instance state;
    Recent* recent = nullptr;              // where it is kept if it is large
    std::size_t snapshot = 0, behind = 0;  // as in Recent::Entry
};

// The instance that called it and waits; 0: none.
[[nodiscard]] Result<Id> caller_of(storage::Reader& reader, Id instance);

// How a flow of an earlier or the present deployment is found.
class FlowFinder {
  public:
    FlowFinder(const std::shared_ptr<const compile::Program>& program, const Options& options)
        : program_(program), options_(options) {}
    [[nodiscard]] const compile::Program& program() const { return *program_; }  // deployed now
    [[nodiscard]] Recent* recent() const { return options_.recent.get(); }
    // All models of a deployment; null where they are not kept.
    [[nodiscard]] Result<std::shared_ptr<const compile::Program>> of(Reader& reader, Id deployment) const;
    [[nodiscard]] Result<void> find(Reader& reader, std::string_view flow, std::string_view version, Id deployment,
                                    Loaded& into) const;

  private:
    const std::shared_ptr<const compile::Program>& program_;
    const Options& options_;
};

[[nodiscard]] std::string version_text(const flow::Flow& flow);

// A large instance is not written whole at each step: its snapshot begins with the step it was written at, and the
// events behind that are applied when it is read.
[[nodiscard]] std::string snapshot_text(const flow::Instance& state, const flow::Flow& flow, std::int64_t version);
// The step after which an instance of `version` steps was written so.
[[nodiscard]] std::int64_t snapshot_step(std::string_view text, std::int64_t version);

// FLOW-404 where there is none. `lock`: for writing.
[[nodiscard]] Result<Loaded> load_instance(Reader& reader, const FlowFinder& finder, Id id, bool lock);

struct TaskRow {
    Id id = 0;
    Id instance = 0;
    std::uint32_t seat = 0;
    std::string flow, node, kind, status, outcome, entity;
    std::int64_t assignee = 0;
    Id record = 0;
    std::int64_t initiator = 0;
    std::int64_t round = 1;
    DateTime created_at;
    std::optional<DateTime> due_at, done_at, opened_at;
    std::int64_t done_by = 0;
};
// Column list and reader of a task; used by every query on fw_task (alias t).
[[nodiscard]] const std::string& task_columns();
[[nodiscard]] TaskRow task_row(const storage::Row& row);
[[nodiscard]] Result<std::optional<TaskRow>> load_task(Reader& reader, Id id);

[[nodiscard]] tl::unexpected<Diagnostics> not_found();

}  // namespace fw::flows
