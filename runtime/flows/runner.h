// The core of every command: a step of the engine, what is written for it, and what it makes others do, inside the
// transaction of an Act.
#pragma once

#include <deque>
#include <string>

#include "engine/compile/step_inputs.h"
#include "runtime/flows/follow.h"
#include "runtime/flows/record_source.h"

namespace fw::flows {

// What a step of a loaded instance asks of the world around it. Refers to its arguments.
class Surroundings {
  public:
    Surroundings(Reader& reader, const records::Records* records, const Loaded& loaded,
                 const identity::Directory& directory, feel::Zone zone, DateTime now)
        : record_(reader, records, loaded.entity, loaded.record, *loaded.flow, now),
          decisions_(*loaded.program),
          calendars_(*loaded.program),
          inputs_{now.micros, zone, loaded.id, directory, record_, &calendars_, &decisions_} {}
    Surroundings(const Surroundings&) = delete;
    Surroundings& operator=(const Surroundings&) = delete;

    [[nodiscard]] const flow::StepInputs& inputs() const { return inputs_; }
    [[nodiscard]] const Diagnostics& failure() const { return record_.failure(); }  // of reading the record

  private:
    StoredRecord record_;
    compile::ProgramDecisions decisions_;
    compile::ProgramCalendars calendars_;
    flow::StepInputs inputs_;
};

class Runner {
  public:
    Runner(const Flows& flows, Act& act);

    // What could not be done in the background becomes an incident of the wait or timer (the other is 0). `command`:
    // what a retry does again (FollowUp as JSON), null: the job or timer itself.
    [[nodiscard]] Result<void> break_off(Id instance, std::uint32_t wait, std::uint32_t timer, const Diagnostics& why,
                                         std::int64_t attempts, const flow::Command* command = nullptr);
    // Conditions of the instance are looked at again; does nothing where none has changed.
    [[nodiscard]] Result<void> look(Id instance);

  protected:
    [[nodiscard]] Result<Loaded> load(Id id) { return load_instance(act_.tx, finder_, id, true); }
    [[nodiscard]] Loaded fresh(const flow::Flow& flow, Id record);
    [[nodiscard]] Result<Outcome> execute(Loaded& loaded, const flow::Command& command, bool fresh);
    // Writes a step that has been made. `before`: the incidents there were, `command`: what made it.
    [[nodiscard]] Result<Outcome> write(Loaded& loaded, const flow::Events& events, bool fresh,
                                        const std::vector<flow::Incident>& before, flow::CommandKind command);
    // Does what follows from a step, one after the other; what nobody waits for any more is passed over.
    [[nodiscard]] Result<void> settle(Outcome* outcome);
    [[nodiscard]] Followers followers();

    [[nodiscard]] const compile::Program& program() const;
    [[nodiscard]] const records::Records* records() const;
    [[nodiscard]] Id deployment() const;
    [[nodiscard]] const std::shared_ptr<const compile::Program>& deployed() const;

    const Flows& flows_;
    Act& act_;
    FlowFinder finder_;
    std::deque<FollowUp> queue_;  // what other instances, and this one, still have to do
    bool written_ = false;        // something, by the step under way

  private:
    [[nodiscard]] Result<void> follow(const FollowUp& next, Outcome* outcome);
    [[nodiscard]] Result<void> begin(const FollowUp& next);
    [[nodiscard]] Result<void> note_incidents(const Loaded& loaded, const std::vector<flow::Incident>& before,
                                              flow::CommandKind command);
    [[nodiscard]] Result<void> open_incident(const Loaded& loaded, const flow::Incident& incident);
    [[nodiscard]] Result<void> tell_administrators(const Loaded& loaded, const flow::Incident& incident);

    bool settling_ = false;
    std::int64_t attempts_ = 0;
    std::string again_;  // of the incident that is being made
};

// Whether what a message or signal brought is of another type than what it goes into.
[[nodiscard]] bool does_not_fit(const Diagnostics& why);
// Whether the flow, or what was brought to it, not the caller or the world, is why a step failed.
[[nodiscard]] bool cannot_go_on(const Diagnostics& why);

}  // namespace fw::flows
