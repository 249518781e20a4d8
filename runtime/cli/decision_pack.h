// Packs and decisions for commands that work without a server.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "engine/compile/program.h"
#include "runtime/storage/deadline.h"

namespace fw::cli {

// The pack in a folder with the built-in packs it requires.
[[nodiscard]] Result<std::shared_ptr<const compile::Program>> compile_pack_folder(const std::string& folder);

// How long an evaluation on the command line may take.
inline constexpr std::chrono::seconds kPatience{60};
// The clock of this machine and `deadline`, which must outlive what is evaluated.
[[nodiscard]] feel::EvalOptions options_now(const storage::Deadline& deadline);

// Runs the tests inside decision models, prints how many passed and which rules they reach; what failed, with places.
[[nodiscard]] Diagnostics run_decision_tests(const compile::Program& program);

}  // namespace fw::cli
