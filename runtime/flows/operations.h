// What administrators do with one instance (docs/operations-flows.md).
#pragma once

#include <optional>
#include <string_view>

#include "runtime/flows/runner.h"

namespace fw::flows {

class Operations : public Runner {
  public:
    using Runner::Runner;
    // suspend, resume, set, jump, terminate, retry, skip, migrate, begin
    [[nodiscard]] static bool knows(std::string_view action);

    struct Done {
        bool dry_run = false;  // nothing has been written
        Loaded after;
        Diagnostics notes{};  // what is possible, and yet to be known before
    };
    // With `dry_run` in the body (or `check`) nothing is written. FLOW-422 where the body is wrong.
    [[nodiscard]] Result<Done> perform(Id instance, std::string_view action, const json::Value& body,
                                       std::optional<std::int64_t> version, bool check = false);

    // An incident by its own id: retry or skip.
    [[nodiscard]] Result<Done> perform_on_incident(Id incident, std::string_view action, const json::Value& body);

  private:
    [[nodiscard]] Result<void> allowed(const Loaded& loaded, std::string_view action) const;
    [[nodiscard]] Result<std::vector<flow::Command>> commands(const Loaded& loaded, std::string_view action,
                                                              const json::Value& body) const;
    [[nodiscard]] Result<std::vector<flow::Command>> solving(const Loaded& loaded, std::string_view action,
                                                             const json::Value& body, flow::Command command) const;
    [[nodiscard]] Result<Done> migrate(Loaded loaded, const json::Value& body, bool check);
    [[nodiscard]] Result<void> try_out(Loaded& loaded, const flow::Command& command) const;
};

// FLOW-422 where 'dry_run' or what is said is of a wrong type.
[[nodiscard]] Result<void> check_types(const json::Value& body);

}  // namespace fw::flows
