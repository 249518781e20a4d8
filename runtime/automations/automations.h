// Automations (engine/automation) at work: in the transaction of the change that sets them going, with the rights of
// the system. Conditions are looked at right after the change, of all automations; then each is done, if its condition
// still holds, in the order of their ids, and what a step changes is followed before the next step. A failure fails the
// whole command: AUTO-301 says which automation and step (422), AUTO-302 that they set each other going too often.
//
// Scheduled ones: a time that is due puts one job a record into the database (fw_automation_job, fw_timer); each job is
// done in a transaction of its own, which removes it – so exactly once inside the database, after a restart as well.
// One that fails three times waits for an administrator (failures.h), and they are told.
//
// Actions leave by the outbox: at least once, with the same key for each attempt (jobs::Actions).
//
// One Automations per deployed Program; immutable, shared between threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "runtime/access/act.h"
#include "runtime/flows/flows.h"
#include "runtime/records/records.h"

namespace fw::automations {

using access::Act;
using storage::DateTime;
using storage::Id;

class Automations {
  public:
    // Both outlive it.
    Automations(std::shared_ptr<const compile::Program> program, const records::Records& records,
                const flows::Flows& flows)
        : program_(std::move(program)), records_(records), flows_(flows) {}

    // To be called at the end of every command, in its transaction: what the changed records set going, automations and
    // flows. May be called before, too, where a failure belongs to a part of the command: what has been followed is not
    // followed again.
    [[nodiscard]] Result<void> after(Act& act) const;

    // Times of automations, after a deployment: keeps those that are as they were.
    [[nodiscard]] Result<void> plan(storage::Transaction& tx, storage::IdSource& ids, DateTime now) const;
    // A time is due (a row of fw_timer with kind 'schedule').
    [[nodiscard]] Result<void> fire_schedule(Act& act, Id schedule) const;
    // One record of a scheduled automation (a row of fw_timer with kind 'automation'). `at` becomes the step that has
    // failed, and empty where none is to blame.
    [[nodiscard]] Result<void> fire_job(Act& act, Id job, std::string& at) const;

    // Tells the administrators, once a day for each automation and reason.
    [[nodiscard]] Result<void> tell_failure(Act& act, std::string_view automation, const Diagnostics& why) const;

    [[nodiscard]] const compile::Program& program() const { return *program_; }
    [[nodiscard]] const records::Records& records() const { return records_; }
    [[nodiscard]] const flows::Flows& flows() const { return flows_; }

  private:
    std::shared_ptr<const compile::Program> program_;
    const records::Records& records_;
    const flows::Flows& flows_;
};

}  // namespace fw::automations
