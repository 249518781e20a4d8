// Whether a caller may do what is asked with a stored record.
#pragma once

#include "engine/base/diagnostic.h"
#include "runtime/access/access.h"
#include "runtime/records/evaluator.h"

namespace fw::records {

using access::Caller;

[[nodiscard]] bool has_task(storage::Reader& reader, Id person, const Entity& entity, Id id);
[[nodiscard]] bool allows(const access::Rule& rule, const Caller& caller, Evaluator& evaluator, Draft& draft);
// REC-020 for what does not exist and for what may not be seen: the same sentence.
[[nodiscard]] Result<Draft> load_readable(Loader& loader, Evaluator& evaluator, const Caller& caller,
                                          const EntityModel& entity, Id id);
[[nodiscard]] bool is_locked(const Draft& draft);
// Why the caller cannot make the transition now; empty where it can.
[[nodiscard]] Text refused_transition(const compile::Transition& transition, const Caller& caller, Evaluator& evaluator,
                                      Draft& draft);

}  // namespace fw::records
