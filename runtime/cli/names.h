// Names that commands are given and the server does not know: which, and which may have been meant.
#pragma once

#include <string>

#include "runtime/cli/client.h"

namespace fw::cli {

// The server's general 404 as a sentence about `what` ("There is no instance 12, or you may not see it."); every other
// diagnostic as it is.
[[nodiscard]] Diagnostics about(Diagnostics found, const Text& what);
[[nodiscard]] Diagnostics about_instance(Diagnostics found, const std::string& id);
[[nodiscard]] Diagnostics about_task(Diagnostics found, const std::string& id);

// CLI-041: no such entity. The members of /api/v1/app's "entities" are those that are known.
[[nodiscard]] Diagnostics no_entity(Client& client, const std::string& id);

// Fails with FLOW-422 where there is no such flow, neither deployed nor with instances, and with CLI-044 where no step
// of the flow (of no flow, without one) has this id. Empty ones are known.
[[nodiscard]] Result<void> known_flow(Client& client, const std::string& flow, const std::string& node);

}  // namespace fw::cli
