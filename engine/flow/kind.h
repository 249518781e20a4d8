// A kind of node: one .cpp in engine/flow/kinds. Everybody else reads this description.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/flow/parts.h"
#include "engine/json/value.h"
#include "engine/model/descriptor.h"

namespace fw::flow {

struct Node;
class NodeReader;
class Run;
struct Timer;
struct Wait;

// How a node treats the tokens that meet and part at it (BPMN 10.6 and 13.4).
enum class Routing : std::uint8_t {
    kActivity,    // each token passes for itself; leaves along every way whose condition holds, else the default
    kExclusive,   // each token passes for itself; leaves along the first way whose condition holds, else the default
    kParallel,    // waits for a token on each way in; leaves along every way
    kInclusive,   // waits for every token that can still arrive; leaves along every way whose condition holds
    kEventBased,  // leaves along the way whose event happens first
    kComplex,     // waits until its `activate` holds, takes what comes later out of the way
};

struct NodeKind {
    std::string id;                  // "approval"
    model::ElementType description;  // label, help, icon, own properties (a variant of element "node")
    bool gateway = false;            // may have several normal edges in and out
    Routing routing = Routing::kActivity;
    bool joins = false;  // waits for a token on each edge in
    bool forks = false;  // puts a token on each edge out
    bool starts = false, ends = false;
    bool activity = false;                 // work: may have boundary events, repeat, have local values, be compensated
    bool container = false;                // has nodes and edges of its own (Node::inner)
    bool by_event = false;                 // a container that nothing leads to: an event sub-process
    bool boundary = false;                 // stands on an activity (Node::attached_to)
    bool catches = false, throws = false;  // BPMN's intermediate events
    bool transaction = false;              // a container that a cancel end undoes
    bool approves = false;                 // people agree or refuse here (not: do work)
    bool may_refuse = false;               // may end as refused: approvals, calls of flows
    // What an event or answer brings is seen by "out" under this name; null or "": nothing.
    std::string_view (*payload)(const json::Value& node) = nullptr;
    void (*read)(NodeReader& reader, Node& node) = nullptr;       // own properties
    void (*enter)(Run& run, std::uint32_t token) = nullptr;       // a token has arrived; null: it goes on
    void (*fire)(Run& run, const Timer& timer) = nullptr;         // a time-out of this node is due
    void (*path_ended)(Run& run, std::uint32_t frame) = nullptr;  // containers: one of its paths has ended; null: it is
                                                                  // complete when all have
    bool (*stops)(const Node& node) = nullptr;                    // ends: whether it ends all other paths too
    EdgeIndex (*ahead)(Run& run, NodeIndex node) = nullptr;       // prediction: the way it would go now; null: `next`
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

// Element types that node kinds need beside their own: "node_timeout", "node_for_each", "node_loop".
[[nodiscard]] std::vector<model::ElementType> node_elements();

}  // namespace fw::flow
