// What nodes are made of beside their kind: values they keep, what they wait for, how often they run, who acts.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/feel/type.h"
#include "engine/flow/cycle.h"
#include "engine/flow/who.h"
#include "engine/model/expr.h"

namespace fw::flow {

using NodeIndex = std::uint32_t;
using EdgeIndex = std::uint32_t;
using BranchIndex = std::uint32_t;
using BodyIndex = std::uint32_t;
using Slot = std::uint32_t;  // place of a value among the names an expression sees
inline constexpr std::uint32_t kNone = 0xFFFFFFFFU;

struct Variable {
    std::string id;
    feel::Type type;
    model::Expr initial;  // may see what stands before it
    // Whether a person may give it: who starts or resubmits the flow, who decides or completes a task.
    bool from_start = false;
    bool from_tasks = false;
};

// Names that expressions of a flow see, in this order: record, initiator, instance, the flow's variables, then the
// local values (Node::locals) of the sub-processes around and of the node itself.
struct Scope {
    enum : std::size_t { kRecord, kInitiator, kInstance, kFirstVariable };
};

// One entry of "set", "out" or "payload".
struct Assignment {
    std::string name;   // as written: "limit", "record.total"
    std::string field;  // of the record; empty: a variable
    Slot slot = kNone;  // of the variable; kNone where the name is only a key (payload, variables of a called flow)
    feel::Type type;    // of the variable
    model::Expr value;
};

// BPMN's event definitions (10.5). What an event waits for, throws, or how it ends.
enum class Trigger : std::uint8_t {
    kNothing,
    kMessage,
    kTimer,
    kSignal,
    kConditional,
    kError,
    kEscalation,
    kCompensation,
    kCancel,
    kTerminate,
    kLink,
};
inline constexpr std::string_view kTriggerNames[] = {"none",        "message",   "timer",      "signal",
                                                     "conditional", "error",     "escalation", "compensation",
                                                     "cancel",      "terminate", "link"};

// When a timer is due. Exactly one of after, at and every; with a calendar, hours and days are working time.
struct TimerRule {
    std::optional<Span> after;
    model::Expr at;              // FEEL: a date, a date and time, or a duration from now on
    std::optional<Cycle> every;  // again and again; behind an interrupting event once
    std::string calendar;        // qualified id; empty: the clock's time
};

struct EventDefinition {
    Trigger trigger = Trigger::kNothing;
    std::string name;       // of the message, signal, link; code of the error or escalation ("" catches every one)
    model::Expr key;        // message: correlation key; null or missing: any
    TimerRule timer;        // kTimer
    model::Expr condition;  // kConditional
    std::vector<Assignment> payload;  // what a throw carries: names are keys
    NodeIndex target = kNone;  // kCompensation thrown: the activity (kNone: all of the scope); kLink thrown: the catch
    bool interrupting = true;  // boundary events and starts of event sub-processes
    bool waits = true;  // kCompensation thrown: goes on when all is undone; otherwise at once, and it is undone beside
    std::optional<Span> keep;  // message thrown: how long it is kept where nobody waits yet
};

// An activity that runs several times: for each item (BPMN 10.3.8), or while a condition holds (10.3.7). Its local
// values begin with those named below (flow.h, Node::locals), one instance after or beside the other.
struct Repeat {
    enum class Kind : std::uint8_t { kLoop, kSequential, kParallel };
    Kind kind = Kind::kParallel;
    model::Expr items;               // a list …
    model::Expr count;               // … or how many
    bool has_item = false;           // the first local value is the item
    model::Expr until;               // when true after an instance: the others are cancelled
    model::Expr collect;             // of each instance; in the order of the items …
    std::optional<Assignment> into;  // … into this list at the end (value is empty)
    model::Expr while_true;          // kLoop: again while this holds
    bool test_before = false;        // kLoop: asked before the first time too
    std::uint32_t at_most = 0;       // kLoop: 0 is without limit
};
// Locals that every repeated activity has, in this order, behind the item. They count from 1.
inline constexpr std::string_view kRepeatNames[] = {"loop_counter", "number_of_instances", "number_of_active_instances",
                                                    "number_of_completed_instances"};

// What approvals and user tasks have in common (docs/models.md, flow; APPROVALS.md).
struct Human {
    enum class How : std::uint8_t { kAny, kAll, kInTurn, kVote };
    enum class Empty : std::uint8_t { kAdministrator, kPass, kRefuse, kPerson, kNoStart };
    enum class IfInitiator : std::uint8_t { kSelf, kSkip, kManager, kUnitHead };
    enum class OnTimeout : std::uint8_t { kNothing, kRemind, kPass, kRefuse, kManager };
    enum class Comment : std::uint8_t { kOptional, kUnlessAgreed, kAlways };  // words with a decision or return
    std::vector<Who> who;
    How how = How::kAny;
    double share = 0.5;             // kVote: passes above this share of all weights
    bool refuse_at_once = true;     // kAll: one refusal settles; otherwise when everyone has spoken
    std::vector<std::string> edit;  // fields of the record that this step opens …
    std::vector<std::string> hide;  // … and that the people of this step are not shown
    bool may_return = true, may_transfer = true, may_delegate = true, may_add = true;
    Comment comment = Comment::kUnlessAgreed;
    bool sign = false;  // agreeing and refusing need a signature
    Empty empty = Empty::kAdministrator;
    std::string empty_person;     // login, kPerson
    const Who* chosen = nullptr;  // the one of `who` that the initiator fills, if there is one
    IfInitiator if_initiator = IfInitiator::kSelf;
    OnTimeout on_timeout = OnTimeout::kNothing;
    TimerRule timeout;  // `after`
};

// What only one kind of node has; read and used in that kind's file.
struct NodeDetail {
    virtual ~NodeDetail() = default;
};

}  // namespace fw::flow
