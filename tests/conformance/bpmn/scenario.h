// One scenario on BPMN files: what is done, and what an engine must do (../shared/conformance/bpmn/README.md).
// Files are imported and run on the engine's pure step with a clock of their own; the same run, twice, is the same.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fw::test {

// What differs from what is expected, one line each; empty: the case passes. BPMN files stand in `folder`.
[[nodiscard]] std::vector<std::string> run_scenario(const std::filesystem::path& file,
                                                    const std::filesystem::path& folder);

// The case files of a folder, sorted.
[[nodiscard]] std::vector<std::filesystem::path> scenarios_in(const std::filesystem::path& folder);

}  // namespace fw::test
