// Packs for commands that work without a server, and the tests inside their models.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "engine/compile/program.h"
#include "engine/feel/functions.h"
#include "runtime/storage/deadline.h"

namespace fw::cli {

// Adds the built-in packs that these require and that are not among them.
void add_built_in(std::vector<model::PackSource>& packs);

// The functions of FEEL with those of the plugins in a folder; "": none. The plugins live as long as their functions
// do. PLUG-017 where there is no such folder.
[[nodiscard]] Result<feel::Functions> functions_with(const std::string& plugins);

// The pack in a folder with the built-in packs it requires.
[[nodiscard]] Result<std::shared_ptr<const compile::Program>> compile_pack_folder(const std::string& folder,
                                                                                  const feel::Functions& functions);
// A function that nobody knows may be a plugin's: says so where no folder of plugins was named.
[[nodiscard]] Diagnostics with_plugins_hinted(Diagnostics found, const std::string& plugins);

// How long an evaluation on the command line may take.
inline constexpr std::chrono::seconds kPatience{60};
// The clock of this machine and `deadline`, which must outlive what is evaluated.
[[nodiscard]] feel::EvalOptions options_now(const storage::Deadline& deadline);

// Runs the tests inside decision models, prints how many passed and which rules they reach; what failed, with places.
[[nodiscard]] Diagnostics run_decision_tests(const compile::Program& program);
// The same with the tests inside flows.
[[nodiscard]] Diagnostics run_model_tests(const compile::Program& program);

}  // namespace fw::cli
