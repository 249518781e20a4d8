// What is sent to a server and what it answers (docs/http.md, Deployments), without any network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "designer/core/workspace.h"

namespace fw::designer {

struct DeployChange {
    enum class Kind : std::uint8_t { kAdded, kChanged, kRemoved, kRenamed };
    Kind kind = Kind::kChanged;
    std::string model, id, element;
    Text text;
};

struct DataEffect {
    Text text;
    std::int64_t rows = 0;
    bool destructive = false;
};

struct DeployAnswer {
    Diagnostics diagnostics;
    std::vector<DeployChange> changes;
    std::vector<DataEffect> data;
    std::string id;  // of the deployment made
    [[nodiscard]] bool destructive() const;
};

// The body of POST /deployments, /check and /diff: this pack's models as saving would write them.
[[nodiscard]] std::string deployment_body(const Workspace& workspace, bool allow_data_loss);
// Reads an answer of any of them; an answer that is no such JSON gives one diagnostic saying so.
[[nodiscard]] DeployAnswer read_answer(std::string_view body);
// A sentence for an HTTP status with a problem document or without.
[[nodiscard]] Text sentence_for(int status, std::string_view body);

// "http://host:port" from what people type: adds the scheme, cuts paths; empty if it is no address.
[[nodiscard]] std::string server_address(std::string_view typed);

}  // namespace fw::designer
