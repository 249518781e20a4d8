// Times in which somebody is away and another may act for him (代理): both may act, and what the stand-in does counts
// as the absent one's. People set their own, administrators everybody's.
//
// Failures: FLOW-404 none, or not his · FLOW-290 no such stand-in · FLOW-291 the time is none · AUTH-403.
#pragma once

#include <string>

#include "runtime/flows/flows.h"

namespace fw::flows {

// {"absences": [{"id", "person", "stand_in", "from", "to", "note", "active"}]}: of a person (0: of everybody), those to
// come and those of the last 90 days; and those in which the caller stands in: "standing_in": [{…}].
[[nodiscard]] Result<std::string> absences(Reader& reader, const Caller& caller, Id person, DateTime now);
// {"person"?, "stand_in", "from", "to", "note"?}; moments, or days of the company's zone ("to" is the last one). The
// new one as JSON.
[[nodiscard]] Result<std::string> add_absence(Act& act, const json::Value& body, feel::Zone zone);
// Ends it now where it has begun, and forgets it where not.
[[nodiscard]] Result<void> end_absence(Act& act, Id id);

}  // namespace fw::flows
