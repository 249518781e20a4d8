// What several list functions do alike (DMN 1.5, 10.3.4.4).
#pragma once

#include <span>
#include <vector>

#include "engine/feel/call.h"
#include "engine/feel/value.h"

namespace fw::feel {

// Appends the elements of a list; a value that is no list counts as one element. False if a limit was reached.
[[nodiscard]] bool append_all(Call& call, std::vector<Value>& out, const Value& value);

// The elements without repetitions, the first of equal ones, in order; linear by hashing.
[[nodiscard]] std::vector<Value> distinct(std::span<const Value> list);

// `decisive` if one element is so, the opposite if none is and all are boolean, null otherwise: any() and all().
[[nodiscard]] Value quantified(Call& call, std::span<const Value> list, bool decisive);

}  // namespace fw::feel
