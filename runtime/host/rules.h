// Conditions that the database itself must decide: record rules of roles, filters of reports and views.
#pragma once

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "runtime/plugins/plugins.h"
#include "runtime/records/records.h"

namespace fw::host {

// One diagnostic (QRY-001 …) at its place in the model for each condition that cannot become SQL. Such a program must
// not run: its lists and reports could not obey the rule.
[[nodiscard]] Diagnostics untranslatable_rules(const compile::Program& program, const records::Records& records);

// FLOW-070: actions of service tasks that no plugin of this server has.
[[nodiscard]] Diagnostics unknown_actions(const compile::Program& program, const plugins::Plugins& plugins);

// PLUG-019, a warning for each plugin that deployed models call and that is not loaded: its actions, and who calls
// them.
[[nodiscard]] Diagnostics missing_plugins(const compile::Program& program, const plugins::Plugins& plugins);

}  // namespace fw::host
