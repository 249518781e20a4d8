// "Did you mean …?": the known name nearest to what was written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"

namespace fw {

// The nearest of `known` by edit distance (transpositions count once), or "" when none is near enough to be meant.
[[nodiscard]] std::string nearest(std::string_view written, const std::vector<std::string>& known);

// "did you mean 'days'?" in both languages, or an empty Text.
[[nodiscard]] Text did_you_mean(std::string_view written, const std::vector<std::string>& known);

}  // namespace fw
