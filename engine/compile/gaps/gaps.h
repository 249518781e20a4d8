// Whether all conditions of a gateway can be false at once. Values that tell the conditions apart are made from the
// literals in them, and every combination is tried with the compiled conditions themselves: a witness is always true.
// Optional fields and variables without an initial value may be null too.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/compile/program.h"

namespace fw::compile {

struct Gap {
    enum class Answer : std::uint8_t {
        kNone,     // one condition always holds: comparisons of fields with literals, every combination was tried
        kWitness,  // none holds for these values
        kUnknown,  // something else is compared, or there are too many combinations
    };
    Answer answer = Answer::kUnknown;
    std::vector<std::pair<std::string, std::string>> values;  // "record.total" and FEEL text; "null" where it is empty
};

[[nodiscard]] Gap find_gap(const flow::Flow& flow, const Entity* entity, const std::vector<const Expr*>& conditions);

}  // namespace fw::compile
