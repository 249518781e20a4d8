// Rows of instances, tasks and timers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/compile/program.h"
#include "engine/flow/event.h"
#include "engine/flow/instance.h"
#include "runtime/flows/flows.h"

namespace fw::flows {

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
};

// How a flow of an earlier or the present deployment is found.
class FlowFinder {
  public:
    FlowFinder(const std::shared_ptr<const compile::Program>& program, const Options& options)
        : program_(program), options_(options) {}
    [[nodiscard]] const compile::Program& program() const { return *program_; }  // deployed now
    [[nodiscard]] Result<void> find(Reader& reader, std::string_view flow, std::string_view version, Id deployment,
                                    Loaded& into) const;

  private:
    const std::shared_ptr<const compile::Program>& program_;
    const Options& options_;
};

[[nodiscard]] std::string version_text(const flow::Flow& flow);

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
