// A flow as the engine runs it: nodes and edges by index, expressions compiled, kinds linked. Immutable after
// read_flow; shared between threads. Steps never look anything up by name. Sub-processes are nested bodies: all nodes
// of the flow stand in one list, each knows the body it is in.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/flow/kind.h"
#include "engine/flow/parts.h"
#include "engine/flow/read_env.h"
#include "engine/model/pack.h"

namespace fw::flow {

struct Node {
    std::string id;  // unique in the whole flow
    Text label;      // the id where none is written
    const NodeKind* kind = nullptr;
    BodyIndex body = 0;                   // it stands in …
    std::uint32_t place = 0;              // … at this place of its `nodes`
    BodyIndex inner = kNone;              // containers: what they hold
    std::vector<EdgeIndex> in, out;       // in the order of the document
    EdgeIndex next = kNone;               // out: the one normal way on (not of gateways)
    EdgeIndex otherwise = kNone;          // out: the default edge
    EdgeIndex refused = kNone;            // out: "on": "refused"
    bool plain = false;                   // leaving it is nothing but taking `next`
    bool bare = false;                    // arriving begins with the kind's `enter`
    BranchIndex branch = kNone;           // Flow::branches; kNone where unreachable, or where there are no blocks
    NodeIndex attached_to = kNone;        // boundary events: their activity
    std::vector<NodeIndex> boundaries;    // activities: the events on them, without compensation
    NodeIndex handler = kNone;            // activities: what undoes them; compensation boundary events: the same
    bool for_compensation = false;        // no edges: runs as a handler only
    std::vector<Variable> locals;         // seen by its own expressions, and by everything within
    Slot first_local = 0;                 // their first slot
    std::uint32_t inputs = 0;             // locals before this one belong to Repeat or are `variables` …
    std::uint32_t payload = 0;            // … from `inputs` on mapped by "in", from this one what an answer brings
    std::vector<Assignment> out_mapping;  // "out"
    bool inherits = false;                // neither "in" nor "out" is written
    std::unique_ptr<const EventDefinition> event;  // events, and tasks that send or receive
    std::unique_ptr<const Repeat> repeat;
    std::unique_ptr<const Human> human;  // approvals and user tasks, else null
    std::unique_ptr<const NodeDetail> detail;
    json::Value properties;  // as written
};

struct Edge {
    std::string id;  // written, or "from-to"
    NodeIndex from = 0;
    NodeIndex to = 0;
    BranchIndex branch = kNone;  // the branch a token on it is in
    bool otherwise = false;      // "default": true
    bool on_refused = false;
    model::Expr when;
    Text label;
    Range range;  // in the document
};

// Throws a compensation and goes on at once: only a token that has things undone beside ever stays there.
[[nodiscard]] bool undoes_beside(const Node& node);

// The nodes and edges of one level: the flow itself (body 0) or one sub-process.
struct Body {
    NodeIndex owner = kNone;  // the sub-process; kNone: the flow
    BodyIndex parent = kNone;
    std::vector<NodeIndex> nodes;    // in the order of the document; not those of inner bodies
    NodeIndex start = kNone;         // its start without an event, or where there is none its first start
    std::vector<NodeIndex> entries;  // where tokens are put when it is entered: starts without an event, else every
                                     // node that nothing leads to
    std::vector<NodeIndex> starts;   // every start, with and without event
    std::vector<NodeIndex> event_sub_processes;
    Slot names = 0;  // how many names its expressions see (without locals of their nodes)
};

// Inclusive and complex gateways that wait: for each node the ways into the gateway that a token there could still
// come by without passing the gateway; bit i is Node::in[i] (BPMN 13.4.3).
struct Reach {
    NodeIndex gateway = kNone;
    std::size_t words = 1;  // of 64 bits a node
    // By the place of the node in its body's `nodes`, words apart. `moves`: without what boundary events begin beside
    // an activity that goes on.
    std::vector<std::uint64_t> bits, moves;
};

// Block structure: the path of parallel branches around a node. Branch 0 is the flow itself. One token at most stands
// in a branch outside the blocks opened in it; so a token may be put back to any node of its own branch or of an
// enclosing one without leaving a join waiting. The content of a sub-process is a branch of its own.
struct Branch {
    BranchIndex parent = kNone;
    NodeIndex fork = kNone;
    std::uint32_t depth = 0;
};

// What begins a flow on a record.
enum class StartOn : std::uint8_t {
    kAction,     // the button `action`
    kCreated,    // a record that is made
    kChanged,    // each change of a record
    kCondition,  // `when` becoming true for a record
};
enum class SamePerson : std::uint8_t { kOff, kAdjacent, kFirst, kLast };
enum class Withdraw : std::uint8_t { kBeforeDecision, kAnyTime, kNever };

struct Flow {
    std::string id;  // qualified
    Text label;
    std::string entity;  // qualified; empty: a flow without a record
    StartOn start_on = StartOn::kAction;
    std::string action;  // "submit": the button that starts it; empty: not started by people
    Text action_label;
    model::Expr when;  // whether the action is offered, or the event starts it; in the scope of the entity
    // What the record's `state` becomes; empty: stays as it is.
    std::string state_running, state_returned, state_refused, state_withdrawn, state_completed, state_terminated;
    std::vector<Variable> variables;
    SamePerson same_person = SamePerson::kOff;
    Withdraw withdraw = Withdraw::kBeforeDecision;
    bool take_back = true;       // the last approver may undo his decision while nobody has gone on with it
    Span urge_every{0, 3600};    // nobody is urged twice within this time
    bool asks_at_start = false;  // a step wants people chosen by the initiator, or may not be without people
    std::vector<Node> nodes;
    std::vector<Edge> edges;
    std::vector<Body> bodies;
    std::vector<Branch> branches;
    std::vector<Reach> reaches;    // by gateway
    NodeIndex start = kNone;       // of body 0
    std::string calendar;          // qualified; of timers that say "working": true
    bool multiple_tokens = false;  // "multiple_tokens": "intended": a merge may be passed by several tokens
    // What expressions and people fields read of the record: {"customer", "name"}.
    std::vector<std::vector<std::string>> record_paths;
    std::uint64_t version = 0;    // differs where anything differs that can change how it runs
    json::Value tests;            // as written; run by test_run.h
    std::vector<Place> tests_at;  // where each of them stands; empty for a flow without a file
    json::Value properties;       // the whole model as written, with `diagram`
    std::map<std::string, NodeIndex, std::less<>> nodes_by_id;
    std::map<std::string, EdgeIndex, std::less<>> edges_by_id;

    [[nodiscard]] const Node* find(std::string_view node) const;
    // A sent value as the variable's type; as it is (for a refusal that says so) where it does not read as that.
    [[nodiscard]] feel::Value variable_value(std::string_view variable, const json::Value& value) const;
    // Whether `inner` is `outer` or lies inside one of its blocks.
    [[nodiscard]] bool inside(BranchIndex inner, BranchIndex outer) const;
    // Starts of the flow with an event, and the events behind an event-based gateway that nothing leads to: what
    // starts it is a command kStart with that node.
    [[nodiscard]] std::vector<NodeIndex> event_starts() const;
    [[nodiscard]] const Reach* reach(NodeIndex gateway) const;
    // Body `inner` is `outer` or lies within it.
    [[nodiscard]] bool within(BodyIndex inner, BodyIndex outer) const;
};

struct ReadOptions {
    // Refuse what can be seen to go wrong (FLOW-030 … 049). Without: only what cannot be run at all, for models from
    // elsewhere (conformance).
    bool gate = true;
};

// Reads a document of kind "flow" that satisfies its descriptor, links and checks it. Every mistake is reported
// (FLOW-001 …); warnings go to `warnings`.
[[nodiscard]] Result<Flow> read_flow(const model::Document& document, const ReadEnv& env,
                                     Diagnostics* warnings = nullptr, const ReadOptions& options = {});

// One who-object or a list of them, for flows and reminders.
[[nodiscard]] std::vector<Who> read_who(const json::Value& value, const std::string& element, std::string_view entity,
                                        const ReadEnv::Names& names, const ReadEnv& env, Diagnostics& out);

}  // namespace fw::flow
