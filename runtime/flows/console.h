// What is drawn of flows and looked at afterwards: the diagram of a flow, where an instance stands on it, how it got
// there step by step, and how long nodes take. JSON of docs/console.md. Reads only.
//
// Failures: FLOW-404 no such flow, deployment or instance, or not to be seen; FLOW-306 the models are gone; and what
// runtime/records answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/flows/flows.h"
#include "runtime/flows/view.h"

namespace fw::flows {

struct ReplayRequest {
    Id instance = 0;
    std::int64_t after = 0;  // steps up to this one are left out
    int limit = 200;
};

struct DurationsRequest {
    std::string_view flow;
    std::optional<DateTime> from, to;  // when the instances were started; `to` is exclusive
    int sample = 5000;                 // the newest that many instances are measured
};

class Console {
  public:
    Console(const Flows& flows, Reader& reader, const Caller& caller, DateTime now, Language language)
        : flows_(flows), reader_(reader), caller_(caller), view_(flows, reader, caller, now, language), now_(now) {}

    // Who may read records of the flow's entity may see its diagram; administrators every one, of every deployment (0:
    // the present one) and with the conditions of its edges.
    [[nodiscard]] Result<std::string> diagram(std::string_view flow, Id deployment) const;
    // The diagram of the version an instance runs on, with its tokens and the ways it has taken.
    [[nodiscard]] Result<std::string> instance_diagram(Id instance) const;
    // Every step with the tokens after it and the variables it has changed.
    [[nodiscard]] Result<std::string> replay(const ReplayRequest& request) const;
    [[nodiscard]] Result<std::string> durations(const DurationsRequest& request) const;

  private:
    struct Picture;  // a flow with the models that keep it alive
    [[nodiscard]] Result<Picture> find(std::string_view flow, Id deployment) const;
    [[nodiscard]] Result<Loaded> visible(Id instance) const;
    [[nodiscard]] json::Value draw(const compile::Program& program, const flow::Flow& flow) const;

    const Flows& flows_;
    Reader& reader_;
    const Caller& caller_;
    View view_;
    DateTime now_;
};

}  // namespace fw::flows
