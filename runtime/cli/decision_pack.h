// Compiling packs for commands that work without a server.
#pragma once

#include <memory>
#include <string>

#include "engine/compile/program.h"

namespace fw::cli {

// The pack in a folder with the built-in packs it requires.
[[nodiscard]] Result<std::shared_ptr<const compile::Program>> compile_pack_folder(const std::string& folder);

}  // namespace fw::cli
