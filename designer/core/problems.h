// The problems list: everything the compiler says of this pack and those it builds on, each with the element it is
// about.
#pragma once

#include <string>
#include <vector>

#include "designer/core/workspace.h"
#include "engine/base/diagnostic.h"

namespace fw::designer {

struct Problem {
    Address at;  // the document, and the deepest element or property that is known
    Diagnostic diagnostic;
    bool elsewhere = false;  // in a required pack: shown, but not to be jumped to
};

// Pure and free of the workspace, so that a thread of its own may do it: sources in, diagnostics out.
[[nodiscard]] Diagnostics check_sources(const std::vector<model::PackSource>& sources);

// Diagnostics tied to documents and elements; errors first, then by document.
[[nodiscard]] std::vector<Problem> locate_problems(const Workspace& workspace, const Diagnostics& diagnostics);

[[nodiscard]] std::vector<Problem> check_workspace(const Workspace& workspace);

// The worst severity within an element, for badges; nothing if it has none.
[[nodiscard]] std::optional<Severity> worst_at(const std::vector<Problem>& problems, const Address& element);

}  // namespace fw::designer
