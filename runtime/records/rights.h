// Whether a caller may do what is asked with a stored record.
#pragma once

#include "engine/base/diagnostic.h"
#include "runtime/access/access.h"
#include "runtime/records/evaluator.h"
#include "runtime/records/records.h"

namespace fw::records {

using access::Caller;

// He, or somebody he stands in for, has or had a task on the record.
[[nodiscard]] bool has_task(storage::Reader& reader, const Caller& caller, const Entity& entity, Id id);
// Fields that a record does not show to somebody who reads it because of tasks and copies only: what the steps that ask
// him now hide, else what every task and copy he has had hides. None where his roles let him read it.
[[nodiscard]] std::vector<std::string> hidden_fields(const Caller& caller, Evaluator& evaluator, Draft& draft);
// Fields of a record that the caller may not see, by his roles or by the steps he reads it for; all where he may not
// read it.
[[nodiscard]] Result<std::vector<std::string>> hidden_from(const Records& records, storage::Reader& reader,
                                                           const Caller& caller, const Entity& entity, Id id,
                                                           DateTime now);
[[nodiscard]] bool allows(const access::Rule& rule, const Caller& caller, Evaluator& evaluator, Draft& draft);
// REC-020 for what does not exist and for what may not be seen: the same sentence.
[[nodiscard]] Result<Draft> load_readable(Loader& loader, Evaluator& evaluator, const Caller& caller,
                                          const EntityModel& entity, Id id);
// Whether the caller may refer to the record and be shown its title: readable, or a person or unit. True where there is
// none.
[[nodiscard]] bool may_refer(Loader& loader, Evaluator& evaluator, const Caller& caller, const EntityModel& entity,
                             Id id);
[[nodiscard]] bool is_locked(const Draft& draft);
// Why the caller cannot make the transition now; empty where it can.
[[nodiscard]] Text refused_transition(const compile::Transition& transition, const Caller& caller, Evaluator& evaluator,
                                      Draft& draft);

}  // namespace fw::records
