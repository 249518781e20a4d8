// What the commands of `formwork instance` share: their options, and how these are told to the server.
#pragma once

#include <string>
#include <vector>

#include "runtime/cli/command.h"

namespace fw::cli {

struct InstanceOptions {
    Target target;
    std::string id, flow, state = "running", node, incident, search, action, to, result, deployment, comment, ids;
    std::vector<std::string> where, variables, nodes;
    int limit = 50, token = 0, at = 0;
    bool dry_run = false, count = false, all = false;
};

// The parameters of GET /api/v1/instances, what `list` and `bulk` have in common.
[[nodiscard]] std::string filter_of(const InstanceOptions& options);
// CLI-030 where --where is not NAME, an operator, VALUE.
[[nodiscard]] Result<void> check_where(const InstanceOptions& options);
// The body of a command on an instance, the "arguments" of one on many.
[[nodiscard]] Result<json::Value> body_of(const InstanceOptions& options);

// One command on many instances: makes it, waits for its end, lists what was not possible; the exit code.
[[nodiscard]] int bulk(const InstanceOptions& options);

}  // namespace fw::cli
