// Packs for commands that work without a server, and the tests inside their models.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "engine/compile/program.h"
#include "runtime/storage/deadline.h"

namespace fw::cli {

// Adds the built-in packs that these require and that are not among them.
void add_built_in(std::vector<model::PackSource>& packs);

// The pack in a folder with the built-in packs it requires.
[[nodiscard]] Result<std::shared_ptr<const compile::Program>> compile_pack_folder(const std::string& folder);

// How long an evaluation on the command line may take.
inline constexpr std::chrono::seconds kPatience{60};
// The clock of this machine and `deadline`, which must outlive what is evaluated.
[[nodiscard]] feel::EvalOptions options_now(const storage::Deadline& deadline);

// Runs the tests inside decision models, prints how many passed and which rules they reach; what failed, with places.
[[nodiscard]] Diagnostics run_decision_tests(const compile::Program& program);
// The same with the tests inside flows.
[[nodiscard]] Diagnostics run_model_tests(const compile::Program& program);

}  // namespace fw::cli
