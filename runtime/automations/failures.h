// What automations could not do, not even at the last attempt, and what administrators do about it: try again, or go on
// without. Two kinds, one list (docs/operations-flows.md):
//   action   a step's action, which left with the commit: a dead row of fw_outbox. What follows it in the automation
//            did not wait for it, so there is nothing to go on with.
//   run      a scheduled automation for one record, of which nothing is stored: a row of fw_automation_job with
//            `dead_at`, whose timer never comes. It goes away when its schedule comes again for that record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/json/value.h"
#include "runtime/automations/automations.h"

namespace fw::automations {

struct FailureRequest {
    std::string automation;  // qualified or plain; empty: all
    int limit = 50;
    std::string after;
};

class Failures {
  public:
    explicit Failures(const Automations& all) : all_(all) {}

    // {"failures": […], "next", "count"}, newest first. HTTP-404 for an automation that there is not.
    [[nodiscard]] Result<std::string> list(storage::Reader& reader, const access::Caller& caller,
                                           const FailureRequest& request, DateTime now, Language language) const;

    // "retry": the action again, with the key it had; the run again. "skip": the action is left undone; the run is done
    // without the step that has failed, and not at all where no step is to blame. `reason` is kept in the history of
    // the record. AUTO-404 no such failure; AUTO-409 somebody was quicker, or its automation is gone.
    [[nodiscard]] Result<void> solve(Act& act, Id failure, std::string_view action, std::string_view reason) const;

    // A run has failed, for the last time where `last`: then it waits here, and the administrators are told. The row of
    // fw_timer has the attempts and the error.
    [[nodiscard]] Result<void> note(Act& act, Id run, std::string_view step, const Diagnostics& why, bool last) const;

    // A schedule has come again for these records: what had failed of it before is given up for the new run.
    [[nodiscard]] Result<void> replace(Act& act, std::string_view automation, const std::vector<Id>& records) const;

  private:
    struct Row;
    [[nodiscard]] static Result<std::vector<Row>> rows(storage::Reader& reader, const std::string& where,
                                                       storage::Params params);
    static void read_order(const json::Value& payload, Row& row);
    [[nodiscard]] static Result<std::string> known(storage::Reader& reader, const compile::Program& program,
                                                   const std::string& automation);
    [[nodiscard]] Result<void> solve_run(Act& act, const Row& row, bool retry) const;
    [[nodiscard]] Result<void> audit(Act& act, const Row& row, bool retry, std::string_view reason) const;
    [[nodiscard]] const std::string& entity_of(const Row& row) const;

    const Automations& all_;
};

// Steps that a run leaves out, as the database keeps them: "task,tell".
[[nodiscard]] bool is_skipped(std::string_view skipped, std::string_view step);

[[nodiscard]] Result<void> forget_run(storage::Transaction& tx, Id run);

}  // namespace fw::automations
