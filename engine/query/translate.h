// FEEL conditions as SQL: filters of lists, record rules, reports. The rows for which the SQL holds are exactly those
// for which FEEL gives true (a law test compares both); what has no exact counterpart is refused (QRY-001), never
// approximated.
//
// Values never become part of the SQL text: they are parameters for its '?'. Parts that read no column (today(),
// user.id, parameters of a report) are evaluated by FEEL first.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/feel.h"
#include "engine/query/catalogue.h"

namespace fw::query {

// A slot of the expression's scope: a record that the query walks over (entity and the alias of its table), or a value
// that is known beforehand.
struct Slot {
    std::string entity;  // empty: `value`
    std::string alias;
    feel::Value value;
};

struct Options {
    Dialect dialect = Dialect::kSqlite;
    feel::EvalOptions eval;  // the clock for today() and now()
};

// `slots` are those of `scope`, which `expression` was checked against. Diagnostics have their range within the
// expression's text.
[[nodiscard]] Result<Condition> translate(const feel::CheckedExpr& expression, const feel::Scope& scope,
                                          std::span<const Slot> slots, const Catalogue& catalogue,
                                          const Options& options);

}  // namespace fw::query
