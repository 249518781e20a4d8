// An action of a plugin with the records as its caller may reach them.
#pragma once

#include <string>

#include "runtime/host/host.h"

namespace fw::host {

struct ActionRun {
    std::string action;
    json::Value input;
    PersonId person = 0;  // whose rights it has; 0: the system
    Language language = Language::kEn;
    plugins::Order order;
};

// In a process of its own (plugins::Pool). Blocks; not on a writer thread.
[[nodiscard]] Result<plugins::ActionResult> run_action(Host& host, const ActionRun& run);

}  // namespace fw::host
