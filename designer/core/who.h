// Whom a step is for, as people choose it: a list of sentences such as "Role: finance" (docs/models.md, `who`).
#pragma once

#include <string>
#include <vector>

#include "designer/core/workspace.h"
#include "engine/base/text.h"
#include "engine/json/value.h"

namespace fw::designer {

struct WhoKind {
    enum class Argument : std::uint8_t { kNone, kNumber, kRole, kField, kPerson, kExpression };
    std::string key;  // the member that says which kind it is
    Text label;
    Argument argument = Argument::kNone;
};

[[nodiscard]] const std::vector<WhoKind>& who_kinds();

struct WhoEntry {
    const WhoKind* kind = nullptr;
    std::string argument;  // "finance", "1", "top"; empty for those without
    json::Value source;    // as it was read: what the two above do not say (a weight, a range) is kept
};

[[nodiscard]] std::vector<WhoEntry> read_who(const json::Value* value);
// One entry as an object, several as a list, none as null.
[[nodiscard]] json::Value write_who(const std::vector<WhoEntry>& entries);
// "Everyone with role: finance; Manager, n-th level: 1"
[[nodiscard]] Text describe_who(const json::Value* value);
// The same in few words, for a box on the canvas: "Finance", "Direct manager".
[[nodiscard]] Text name_who(const Workspace& workspace, const json::Value* value);

}  // namespace fw::designer
