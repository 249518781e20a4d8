// Automations as they run (docs/models.md): when something happens to a record of an entity, steps are done for it, in
// order. Immutable after reading; part of compile::Program. Knows no database: runtime/automations does the steps.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/type.h"
#include "engine/flow/cycle.h"
#include "engine/flow/who.h"
#include "engine/model/expr.h"

namespace fw::automation {

struct StepKind;

// Names that expressions of an automation see, by slot: the record (opened: `total` is `record.total`), who made the
// change (a person, or null), and, where a change triggers it, the record's fields as they were before.
struct Scope {
    enum : std::size_t { kRecord, kInitiator, kOld };
};

enum class On : std::uint8_t {
    kCreate,    // a record is made
    kUpdate,    // a record is changed
    kState,     // … comes into another state
    kSchedule,  // a time comes: every record for which `when` holds
};

struct Assigned {
    std::string name;  // of a field, a variable or an argument
    model::Expr value;
};

struct Step {
    std::string id;
    const StepKind* kind = nullptr;
    model::Expr when;     // only if; empty: always
    std::string through;  // set: the reference field that leads to the record; empty: the record itself
    std::string entity;   // set, create: qualified, whose fields `values` are
    std::string flow;     // start_flow: qualified
    std::string action;   // action
    std::vector<Assigned> values;
    std::vector<flow::Who> who;  // notify
    model::Template text;
    std::int64_t retries = 3;  // action
    flow::Span retry_after{0, 10};
    flow::Span time_limit{0, 60};
    Place place;
};

struct Automation {
    std::string id;  // qualified
    Text label;
    std::string entity;  // qualified; of the records it watches
    On on = On::kCreate;
    std::vector<std::string> fields;    // kUpdate: one of these has changed; empty: any
    std::vector<std::string> from, to;  // kState; empty: any
    std::optional<flow::Cycle> every;   // kSchedule
    std::string rule;                   // … as written
    model::Expr when;
    std::vector<Step> steps;
    std::unique_ptr<const feel::RecordType> old;  // of Scope::kOld; null where there is none
    // What its expressions read of the record, and of the record before: {"customer", "name"}.
    std::vector<std::vector<std::string>> paths, old_paths;
    Place place;

    [[nodiscard]] bool has_old() const { return on == On::kUpdate || on == On::kState; }
};

}  // namespace fw::automation
