// The elements that DMN knows. Only for this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fw::dmn {

// Every element of the MODEL namespace in DMN 1.1 to 1.5, sorted.
[[nodiscard]] const std::vector<std::string>& all_elements();
[[nodiscard]] bool is_element(std::string_view local);
// Whether DMN has it there although it means nothing for running the model: `parent` is "definitions", "decision" or
// "businessKnowledgeModel".
[[nodiscard]] bool is_kept_in(std::string_view parent, std::string_view local);

}  // namespace fw::dmn
