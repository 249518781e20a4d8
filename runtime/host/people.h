// The organisation of a data folder, read without starting a server; also beside a running one.
#pragma once

#include <memory>
#include <string>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "runtime/identity/directory.h"

namespace fw::host {

struct People {
    std::shared_ptr<const compile::Program> program;  // what is deployed
    std::shared_ptr<const identity::Directory> directory;
};

// Fails where the folder has no database, or nothing is deployed in it (HTTP-404).
[[nodiscard]] Result<People> read_people(const std::string& data);

// FLOW-083 for each approval of each flow that somebody of the organisation would find nobody else for.
[[nodiscard]] Diagnostics approver_holes(const compile::Program& program, const identity::Directory& directory);

}  // namespace fw::host
