// A flow as the engine runs it: nodes and edges by index, expressions compiled, kinds linked. Immutable after
// read_flow; shared between threads. Steps never look anything up by name.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/type.h"
#include "engine/flow/who.h"
#include "engine/json/value.h"
#include "engine/model/descriptor.h"
#include "engine/model/expr.h"
#include "engine/model/pack.h"

namespace fw::flow {

using NodeIndex = std::uint32_t;
using EdgeIndex = std::uint32_t;
using BranchIndex = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xFFFFFFFFU;

struct NodeKind;

// An ISO 8601 duration: whole months and seconds apart, for months have no fixed length.
struct Span {
    std::int64_t months = 0;
    std::int64_t seconds = 0;
};

// What approvals and user tasks have in common (docs/models.md, flow; APPROVALS.md).
struct Human {
    enum class How : std::uint8_t { kAny, kAll, kInTurn, kVote };
    enum class Empty : std::uint8_t { kAdministrator, kPass, kRefuse, kPerson };
    enum class IfInitiator : std::uint8_t { kSelf, kSkip, kManager, kUnitHead };
    enum class OnTimeout : std::uint8_t { kNothing, kRemind, kPass, kRefuse, kManager };
    std::vector<Who> who;
    How how = How::kAny;
    double share = 0.5;             // kVote: passes above this share of all weights
    bool refuse_at_once = true;     // kAll: one refusal settles; otherwise when everyone has spoken
    std::vector<std::string> edit;  // fields of the record that this step opens
    Empty empty = Empty::kAdministrator;
    std::string empty_person;  // login, kPerson
    IfInitiator if_initiator = IfInitiator::kSelf;
    OnTimeout on_timeout = OnTimeout::kNothing;
    Span timeout;
};

// What only one kind of node has; read and used in that kind's file.
struct NodeDetail {
    virtual ~NodeDetail() = default;
};

struct Node {
    std::string id;
    Text label;  // the id where none is written
    const NodeKind* kind = nullptr;
    std::vector<EdgeIndex> in, out;      // in the order of the document
    EdgeIndex next = kNone;              // out: the one normal way on (not of gateways)
    EdgeIndex otherwise = kNone;         // out: the default edge
    EdgeIndex refused = kNone;           // out: "on": "refused"
    BranchIndex branch = kNone;          // Flow::branches; kNone where unreachable
    std::unique_ptr<const Human> human;  // approvals and user tasks, else null
    std::unique_ptr<const NodeDetail> detail;
    json::Value properties;  // as written
};

struct Edge {
    std::string id;  // written, or "from>to"
    NodeIndex from = 0;
    NodeIndex to = 0;
    BranchIndex branch = kNone;  // the branch a token on it is in
    bool otherwise = false;      // "default": true
    bool on_refused = false;
    model::Expr when;
    Text label;
    Range range;  // in the document
};

// Block structure: the path of parallel branches around a node. Branch 0 is the flow itself. One token at most stands
// in a branch outside the blocks opened in it; so a token may be put back to any node of its own branch or of an
// enclosing one without leaving a join waiting.
struct Branch {
    BranchIndex parent = kNone;
    NodeIndex fork = kNone;
    std::uint32_t depth = 0;
};

struct Variable {
    std::string id;
    feel::Type type;
    model::Expr initial;  // may see variables before it
};

// Names that expressions of a flow see, in this order: record, initiator, instance, then the variables.
struct Scope {
    enum : std::size_t { kRecord, kInitiator, kInstance, kFirstVariable };
};

enum class SamePerson : std::uint8_t { kOff, kAdjacent, kFirst, kLast };
enum class Withdraw : std::uint8_t { kBeforeDecision, kAnyTime, kNever };

struct Flow {
    std::string id;  // qualified
    Text label;
    std::string entity;  // qualified; empty: a flow without a record
    std::string action;  // "submit": the button that starts it; empty: not started by people
    Text action_label;
    model::Expr when;  // whether the action is offered; sees the names of Scope
    // What the record's `state` becomes; empty: stays as it is.
    std::string state_running, state_returned, state_refused, state_withdrawn, state_completed, state_terminated;
    std::vector<Variable> variables;
    SamePerson same_person = SamePerson::kOff;
    Withdraw withdraw = Withdraw::kBeforeDecision;
    std::vector<Node> nodes;
    std::vector<Edge> edges;
    std::vector<Branch> branches;
    NodeIndex start = kNone;
    // What expressions and people fields read of the record: {"customer", "name"}.
    std::vector<std::vector<std::string>> record_paths;
    std::uint64_t version = 0;  // differs where anything differs that can change how it runs
    json::Value tests;          // as written; run by test_run.h
    json::Value properties;     // the whole model as written, with `diagram`
    std::map<std::string, NodeIndex, std::less<>> nodes_by_id;
    std::map<std::string, EdgeIndex, std::less<>> edges_by_id;

    [[nodiscard]] const Node* find(std::string_view node) const;
    // A sent value as the variable's type; as it is (for a refusal that says so) where it does not read as that.
    [[nodiscard]] feel::Value variable_value(std::string_view variable, const json::Value& value) const;
    // Whether `inner` is `outer` or lies inside one of its blocks.
    [[nodiscard]] bool inside(BranchIndex inner, BranchIndex outer) const;
};

// How a flow's surroundings are asked for while it is read. Each question adds its own diagnostics, with the place of
// `value` and `element` ("flow:sales.contract_approval/nodes/big"). `names` are those of Scope, with their types.
class ReadEnv {
  public:
    using Names = std::vector<std::pair<std::string, feel::Type>>;
    virtual ~ReadEnv() = default;
    [[nodiscard]] virtual model::Expr expression(const json::Value& value, const std::string& element,
                                                 const Names& names, const feel::Type& expected,
                                                 Diagnostics& out) const = 0;
    // In the scope of the entity instead: its fields by name, `record`, `user`.
    [[nodiscard]] virtual model::Expr entity_expression(const json::Value& value, const std::string& element,
                                                        std::string_view entity, const feel::Type& expected,
                                                        Diagnostics& out) const = 0;
    [[nodiscard]] virtual model::Template text(const json::Value& value, const std::string& element, const Names& names,
                                               Diagnostics& out) const = 0;
    // The qualified id, or "" (and a diagnostic) where there is no such model.
    [[nodiscard]] virtual std::string entity(const json::Value& id, const std::string& element,
                                             Diagnostics& out) const = 0;
    [[nodiscard]] virtual std::string role(const json::Value& id, const std::string& element,
                                           Diagnostics& out) const = 0;
    // Whether the entity has the field or state (`value` is its id); adds a diagnostic with a suggestion where not.
    virtual bool field(std::string_view entity, const json::Value& id, const std::string& element,
                       Diagnostics& out) const = 0;
    virtual bool state(std::string_view entity, const json::Value& id, const std::string& element,
                       Diagnostics& out) const = 0;
    // The FEEL types of a record of the entity (any for "") and of a person.
    [[nodiscard]] virtual feel::Type record_type(std::string_view entity) const = 0;
    [[nodiscard]] virtual feel::Type person_type() const = 0;
    [[nodiscard]] virtual std::string pack() const = 0;  // of the flow being read
    // The place of a range of the document being read.
    [[nodiscard]] virtual Place place(Range range, const std::string& element) const = 0;
};

// Reads a document of kind "flow" that satisfies its descriptor, links and checks it. Every mistake is reported
// (FLOW-001 …); warnings go to `warnings`.
[[nodiscard]] Result<Flow> read_flow(const model::Document& document, const ReadEnv& env,
                                     Diagnostics* warnings = nullptr);

// One who-object or a list of them, for flows and reminders.
[[nodiscard]] std::vector<Who> read_who(const json::Value& value, const std::string& element, std::string_view entity,
                                        const ReadEnv::Names& names, const ReadEnv& env, Diagnostics& out);

class NodeReader;
class Run;
struct Timer;

// A kind of node: one .cpp in engine/flow/kinds. A null hook means "nothing to do".
struct NodeKind {
    std::string id;                  // "approval"
    model::ElementType description;  // label, help, icon, own properties (a variant of element "node")
    bool gateway = false;            // may have several normal edges in and out
    bool joins = false;              // waits for a token on each edge in
    bool forks = false;              // puts a token on each edge out
    bool starts = false, ends = false;
    bool approves = false;                                   // people agree or refuse here (not: do work)
    void (*read)(NodeReader& reader, Node& node) = nullptr;  // own properties
    void (*enter)(Run& run, std::uint32_t token) = nullptr;  // a token has arrived; null: it goes on
    void (*fire)(Run& run, const Timer& timer) = nullptr;    // a timer of this node is due
    bool (*stops)(const Node& node) = nullptr;               // ends: whether it ends all other paths too
    EdgeIndex (*ahead)(Run& run, NodeIndex node) = nullptr;  // prediction: the way it would go now; null: `next`
};

class NodeKinds {
  public:
    void add(NodeKind kind);  // ids are unique (FW_CHECK)
    [[nodiscard]] const NodeKind* find(std::string_view id) const;
    [[nodiscard]] const std::map<std::string, NodeKind, std::less<>>& all() const { return kinds_; }

  private:
    std::map<std::string, NodeKind, std::less<>> kinds_;
};

// All node kinds; made once, then read-only.
[[nodiscard]] const NodeKinds& node_kinds();

// Element types that node kinds need beside their own: "node_timeout".
[[nodiscard]] std::vector<model::ElementType> node_elements();

}  // namespace fw::flow
