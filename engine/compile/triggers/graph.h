// The trigger graph (FEATURES H4): what automations and flows change, and what that sets going.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/compile/build.h"
#include "engine/compile/triggers/dependence.h"

namespace fw::compile {

struct FieldWrite {
    std::string field;
    std::string text;             // FEEL
    const Expr* value = nullptr;  // over the trigger's record; null in flows
    std::optional<feel::Value> constant;
};

// What one step may do to records of one entity.
struct RecordChange {
    const Entity* entity = nullptr;
    bool creates = false;
    bool same_record = false;  // it is the one that set the node going
    bool first = false;        // nothing else can have happened since the node was set going
    std::vector<FieldWrite> writes;
    std::set<std::string> changed;    // with what is computed from that
    std::vector<const Expr*> guards;  // held before
    std::vector<std::string> states;  // the record was in one of these before; empty: any
    Text label;                       // "step 'mark' sets demo.ticket.status"
    Place place;
    flow::NodeIndex node = flow::kNone;  // of flows; kNone: done as the flow starts
};

// What sets a node going.
struct RecordTrigger {
    enum class Kind : std::uint8_t { kCreate, kUpdate, kState, kCondition };
    Kind kind = Kind::kCreate;
    const Entity* entity = nullptr;
    std::set<std::string> fields;  // kUpdate, kCondition: one of these; kUpdate: empty is any
    std::vector<std::string> from, to;
    std::vector<const Expr*> conditions;
};

struct TriggerNode {
    std::string id;
    bool automation = false;
    const Entity* entity = nullptr;
    std::vector<RecordChange> changes;
    std::vector<RecordTrigger> triggers;
    struct Call {
        std::string flow;
        Text label;
        Place place;
    };
    std::vector<Call> calls;  // flows it starts outright
};

struct TriggerEdge {
    std::size_t from = 0, to = 0;
    const RecordChange* change = nullptr;  // null: started outright
    const RecordTrigger* trigger = nullptr;
    Text label;
    Place place;
};

struct TriggerGraph {
    std::vector<TriggerNode> nodes;  // the Program's automations, then its flows
    std::vector<TriggerEdge> edges;
};

[[nodiscard]] TriggerGraph trigger_graph(const Build& build, const Dependence& dependence);

// The edges that can be taken again and again for ever: those taken away that settle down (docs/models.md, automation).
[[nodiscard]] std::vector<const TriggerEdge*> endless_edges(const TriggerGraph& graph, const Dependence& dependence);

}  // namespace fw::compile
