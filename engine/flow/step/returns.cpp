#include "engine/flow/step/returns.h"

#include <algorithm>

#include "engine/flow/step/human.h"

namespace fw::flow {

namespace {

std::string name(const Node& node, Language language) { return std::string(node.label.in(language)); }

// Nobody comes late any more to complex gateways of that region.
void reset_gates(Run& run, std::uint32_t frame, NodeIndex target) {
    const Flow& flow = run.flow();
    const bool all = target == flow.start;
    std::vector<NodeIndex> passed;
    for (const Gate& gate : run.state().gates) {
        const bool within = flow.inside(flow.nodes[gate.node].branch, flow.nodes[target].branch);
        if (gate.frame == frame && (all || within)) passed.push_back(gate.node);
    }
    for (const NodeIndex node : passed) {
        Event reset = run.event(EventKind::kGateReset);
        reset.frame = frame;
        reset.node = node;
        run.emit(std::move(reset));
    }
}

// What a token undoes is done on behalf of another one: it stays or goes with that one.
const Undo* undo_of(const Instance& state, const Token& token) {
    for (const Undo& each : state.undos) {
        if (each.token == token.number) return &each;
    }
    return nullptr;
}

// Tokens of the blocks that were opened between the target and the acting token.
void cancel_region(Run& run, std::uint32_t keep, NodeIndex target, Reason reason) {
    const BranchIndex around = run.node(target).branch;
    const std::uint32_t frame = run.state().token(keep)->scope;
    const bool all = target == run.flow().start;  // nothing goes on beside a flow that begins anew
    // Other tokens on the very same level are other runs of it, begun by an event that may come again.
    const bool same_level = branch_of(run.flow(), *run.state().token(keep)) == around;
    std::vector<std::uint32_t> beside;
    for (const Token& token : run.state().tokens) {
        if (token.number == keep || token.scope != frame || undo_of(run.state(), token) != nullptr) continue;
        if (!all && undoes_beside(run.node(token.node))) continue;
        const BranchIndex branch = branch_of(run.flow(), token);
        const bool within = run.flow().inside(branch, around) && !(same_level && branch == around);
        if (all || within) beside.push_back(token.number);
    }
    for (const std::uint32_t token : beside) {
        if (run.state().token(token) != nullptr) run.cancel(token, reason);
    }
    reset_gates(run, frame, target);
}

void park(Run& run, std::uint32_t token, NodeIndex node) {
    std::vector<Event> parked;
    for (const Seat& seat : run.state().seats_of(token)) {
        if (seat.node != node || seat.status != SeatStatus::kWaiting) continue;
        Event park = run.event(EventKind::kSeatParked);
        park.seat = seat.number;
        park.token = token;
        park.node = node;
        park.person = seat.person;
        parked.push_back(std::move(park));
    }
    for (Event& each : parked) run.emit(std::move(each));
    run.disarm(token);
    run.cancel_inner(token, Reason::kReturn);
}

}  // namespace

// The token on the way outwards from this one that runs on the level of the target: the one that goes there.
const Token* lifted(const Flow& flow, const Instance& state, const Token& from, NodeIndex target) {
    const Token* token = &from;
    while (token != nullptr) {
        const Frame* frame = token->scope == 0 ? nullptr : state.frame(token->scope);
        BodyIndex body = 0;
        if (frame != nullptr) {
            body = frame->kind == Frame::Kind::kRepeat ? kNone : flow.nodes[frame->node].inner;
        }
        if (body == flow.nodes[target].body) return token;
        token = frame == nullptr ? nullptr : state.token(frame->token);
    }
    return nullptr;
}

NodeIndex landing(const Flow& flow, const Instance& state, const Token& from, NodeIndex target) {
    NodeIndex at = target;
    while (at != kNone && lifted(flow, state, from, at) == nullptr) at = flow.bodies[flow.nodes[at].body].owner;
    return at;
}

bool undoes(const Instance& state, const Token& from) {
    for (const Token* token = &from; token != nullptr;) {
        if (undo_of(state, *token) != nullptr) return true;
        const Frame* frame = token->scope == 0 ? nullptr : state.frame(token->scope);
        token = frame == nullptr ? nullptr : state.token(frame->token);
    }
    return false;
}

BranchIndex branch_of(const Flow& flow, const Token& token) {
    const Node& node = flow.nodes[token.node];
    const Routing routing = node.kind->routing;
    const bool waits = routing == Routing::kParallel || routing == Routing::kInclusive || routing == Routing::kComplex;
    if (waits && node.in.size() > 1 && token.edge != kNone) return flow.edges[token.edge].branch;
    return node.branch;
}

namespace {

bool in_frame(const Instance& state, const Token& token, std::uint32_t frame) {
    std::uint32_t at = token.scope;
    while (at != frame && at != 0) at = state.frame(at)->parent;
    return at == frame;
}

// A complex gateway has gone on without this token: outside the way that leads there nobody waits for it any more.
bool too_late(const Flow& flow, const Instance& state, const Token& token, NodeIndex target) {
    const BranchIndex here = branch_of(flow, token);
    for (const Gate& gate : state.gates) {
        if (!in_frame(state, token, gate.frame)) continue;
        for (const EdgeIndex edge : flow.nodes[gate.node].in) {
            const BranchIndex way = flow.edges[edge].branch;
            const bool late = way != flow.nodes[gate.node].branch && flow.inside(here, way);
            if (late && !flow.inside(flow.nodes[target].branch, way)) return true;
        }
    }
    return false;
}

}  // namespace

namespace {

// Whether two branches part at the same fork.
bool part_at_a_fork(const Flow& flow, BranchIndex a, BranchIndex b) {
    if (flow.inside(a, b) || flow.inside(b, a)) return false;
    while (!flow.inside(b, flow.branches[a].parent)) a = flow.branches[a].parent;
    while (!flow.inside(a, flow.branches[b].parent)) b = flow.branches[b].parent;
    return flow.branches[a].fork == flow.branches[b].fork;
}

// Why a token of branch `here` cannot stand at the target.
Text beside(const Flow& flow, BranchIndex here, const Node& target) {
    const std::string en = "'" + name(target, Language::kEn) + "'", zh = "“" + name(target, Language::kZh) + "”";
    if (here == kNone || target.branch == kNone) {
        return Text(en + " stands where parallel ways cross each other: a token put there could leave a join waiting "
                         "for ever",
                    zh + "位于相互交叉的并行路径中：将令牌放到那里可能使汇合节点永远等待");
    }
    if (part_at_a_fork(flow, here, target.branch)) {
        return Text(en + " lies in another parallel branch: a token put there would leave its join waiting for ever",
                    zh + "位于另一条并行分支中：将令牌放到那里会使其汇合节点永远等待");
    }
    return Text(
        en + " lies between a fork and its join: a token put there alone would leave that join waiting for ever",
        zh + "位于分支与其汇合节点之间：单独将令牌放到那里会使该汇合节点永远等待");
}

// A sub-process that is over is entered again at one of its steps, where one run of it from there on is whole.
Text why_not_within(const Flow& flow, NodeIndex landing, NodeIndex target) {
    for (NodeIndex at = target; at != landing;) {
        const NodeIndex inside = at;
        at = flow.bodies[flow.nodes[inside].body].owner;
        const Node& owner = flow.nodes[at];
        const std::string en = "'" + name(owner, Language::kEn) + "'", zh = "“" + name(owner, Language::kZh) + "”";
        if (owner.kind->by_event) {
            return Text(en + " is begun by its event alone: nothing goes into it from outside",
                        zh + "只能由其事件触发：不能从外部进入其中");
        }
        if (owner.repeat != nullptr) {
            return Text(en + " runs several times: from outside no single run of it can be gone to",
                        zh + "会多次执行：无法从外部前往其中某一次执行");
        }
        if (owner.kind->path_ended != nullptr) {
            return Text(en + " has no order of its own: from outside none of its steps can be gone to",
                        zh + "中的步骤没有固定顺序：不能从外部前往其中的步骤");
        }
        const BranchIndex branch = flow.nodes[inside].branch;
        const bool whole =
            branch != kNone && flow.branches[branch].fork == at && flow.branches[branch].parent == owner.branch;
        if (!whole) return beside(flow, owner.branch, flow.nodes[target]);
    }
    return {};
}

// From the activity where the token stands inwards to the target.
void enter_at(Run& run, std::uint32_t token, NodeIndex target) {
    std::vector<NodeIndex> way;
    for (NodeIndex at = target; at != run.state().token(token)->node;) {
        way.push_back(at);
        at = run.flow().bodies[run.node(at).body].owner;
    }
    for (auto next = way.rbegin(); next != way.rend() && !run.failed(); ++next) {
        run.begin_again(token);
        run.enter_body(token, *next);
        token = run.state().last_token;
    }
    run.schedule(token);
}

}  // namespace

Text why_not(const Flow& flow, const Instance& state, const Token& token, NodeIndex target) {
    if (target == flow.start) return {};
    const NodeIndex at = landing(flow, state, token, target);
    if (at == kNone) return beside(flow, branch_of(flow, token), flow.nodes[target]);
    const Node& to = flow.nodes[at];
    if (flow.nodes[target].for_compensation || to.for_compensation) {
        return Text("'" + name(flow.nodes[target], Language::kEn) + "' undoes another step: nothing goes back there",
                    "“" + name(flow.nodes[target], Language::kZh) + "”用于补偿其他步骤：不能退回到那里");
    }
    Text within = why_not_within(flow, at, target);
    if (to.kind->by_event) return within;
    const bool around = to.branch != kNone && flow.inside(branch_of(flow, token), to.branch);
    if (around && too_late(flow, state, token, at)) {
        return Text("'" + name(to, Language::kEn) +
                        "' has been passed without this branch: only steps of its own can be gone to",
                    "“" + name(to, Language::kZh) + "”之后的流程已不再等待本分支：只能前往本分支内的步骤");
    }
    return around ? within : beside(flow, branch_of(flow, token), flow.nodes[target]);
}

bool may_come_straight_back(const Flow& flow, const Token& token, NodeIndex target) {
    const BranchIndex here = branch_of(flow, token);
    return here != kNone && flow.nodes[target].branch == here;
}

namespace {

// The sub-process on the level `outer` that holds the nodes of body `inner`; kNone where there is none.
NodeIndex holder(const Flow& flow, BodyIndex inner, BodyIndex outer) {
    NodeIndex found = kNone;
    while (inner != outer && inner != kNone) {
        found = flow.bodies[inner].owner;
        inner = flow.bodies[inner].parent;
    }
    return inner == outer ? found : kNone;
}

}  // namespace

Text why_not_straight(const Flow& flow, const Token& token, NodeIndex target) {
    if (may_come_straight_back(flow, token, target)) return {};
    const BodyIndex here = flow.nodes[token.node].body, there = flow.nodes[target].body;
    const std::string en = " the way must be walked again: it cannot come straight back here";
    const std::string zh = "必须重新走流程，不能直接返回当前步骤";
    const auto in = [&](NodeIndex around, std::string_view from, std::string_view from_zh, std::string_view to_zh) {
        const Node& node = flow.nodes[around];
        return Text(std::string(from) + " '" + name(node, Language::kEn) + "'" + en,
                    std::string(from_zh) + "“" + name(node, Language::kZh) + "”" + std::string(to_zh) + zh);
    };
    if (const NodeIndex around = holder(flow, here, there); around != kNone)
        return in(around, "out of", "从", "中退回后");
    if (here != there) return in(flow.bodies[there].owner, "into", "退回到", "中的步骤后");
    if (branch_of(flow, token) == kNone)
        return Text("where parallel ways cross each other" + en, "并行路径相互交叉时" + zh);
    return Text("from within a parallel branch" + en, "从并行分支退回后" + zh);
}

void clear_region(Run& run, std::uint32_t token, NodeIndex target, Reason reason) {
    run.cancel_inner(token, reason);
    stop_undoing(run, token);
    run.close(token, reason);
    cancel_region(run, token, target, reason);
}

void return_to(Run& run, const Command& command) {
    const Seat seat = *run.state().seat(command.seat);
    const Token own = *run.state().token(seat.token);
    const NodeIndex at = landing(run.flow(), run.state(), own, command.node);
    const Token token = *lifted(run.flow(), run.state(), own, at);
    const bool straight = command.straight && token.number == own.number;
    // Where a chain of returns comes to a step that is parked itself, that one is asked anew.
    if (straight) run.close(own.number, Reason::kReturn, command.node);
    if (!straight) {
        run.close(own.number, Reason::kReturn, kNone, seat.number);
        if (token.number != own.number) run.close(token.number, Reason::kReturn);
    }
    Event returned = run.event(EventKind::kReturned);
    returned.seat = seat.number;
    returned.token = token.number;
    returned.node = command.node;
    returned.from = own.node;
    returned.person = seat.person;
    returned.by = command.by;
    returned.text = command.text;
    returned.value = command.extras;
    returned.straight = straight;
    run.emit(std::move(returned));
    if (!straight) {
        run.cancel_inner(token.number, Reason::kReturn);
        stop_undoing(run, token.number);
        cancel_region(run, token.number, at, Reason::kReturn);
    }
    if (straight) park(run, token.number, token.node);
    run.place(token.number, at, Reason::kReturn);
    if (command.node != run.flow().start) return enter_at(run, token.number, command.node);
    const std::string& state = run.flow().state_returned;
    if (!state.empty()) run.set_record("state", feel::Value::string(state));
}

void jump_to(Run& run, const Command& command) {
    const Token& from = *run.state().token(command.token);
    const NodeIndex at = landing(run.flow(), run.state(), from, command.node);
    const Token token = *lifted(run.flow(), run.state(), from, at);
    run.cancel_inner(token.number, Reason::kJump);
    stop_undoing(run, token.number);
    run.close(token.number, Reason::kJump);
    cancel_region(run, token.number, at, Reason::kJump);
    Event placed = run.event(EventKind::kPlaced);
    placed.token = token.number;
    placed.node = at;
    placed.from = token.node;
    placed.by = command.by;
    placed.text = command.text;
    placed.reason = Reason::kJump;
    run.emit(std::move(placed));
    enter_at(run, token.number, command.node);
}

std::vector<ReturnTarget> return_targets(const Flow& flow, const Instance& instance, std::uint32_t seat_number) {
    std::vector<ReturnTarget> targets;
    const Seat* seat = instance.seat(seat_number);
    if (seat == nullptr || seat->status != SeatStatus::kWaiting || !instance.running()) return targets;
    const Token& token = *instance.token(seat->token);
    targets.push_back({flow.start, may_come_straight_back(flow, token, flow.start), {}, {instance.initiator}});
    for (const Passed& passed : instance.passed) {
        if (passed.person == kNobody || passed.node == token.node) continue;
        const auto known = std::find_if(targets.begin(), targets.end(),
                                        [&](const ReturnTarget& target) { return target.node == passed.node; });
        if (known != targets.end()) {
            known->people.push_back(passed.person);
            continue;
        }
        targets.push_back({passed.node,
                           may_come_straight_back(flow, token, passed.node),
                           why_not(flow, instance, token, passed.node),
                           {passed.person}});
    }
    return targets;
}

std::vector<Seat> seats_left_by_return(const Flow& flow, const Instance& instance, std::uint32_t seat_number,
                                       NodeIndex target) {
    std::vector<Seat> left;
    const Seat* seat = instance.seat(seat_number);
    const Token* own = seat == nullptr ? nullptr : instance.token(seat->token);
    const NodeIndex to = own == nullptr ? kNone : landing(flow, instance, *own, target);
    const Token* token = to == kNone ? nullptr : lifted(flow, instance, *own, to);
    if (token == nullptr) return left;
    const BranchIndex around = flow.nodes[to].branch;
    const bool same_level = branch_of(flow, *token) == around;
    for (const Seat& other : instance.seats) {
        if (other.status != SeatStatus::kWaiting || other.number == seat_number) continue;
        const Token* at = lifted(flow, instance, *instance.token(other.token), to);
        while (at != nullptr && undo_of(instance, *at) != nullptr)
            at = lifted(flow, instance, *instance.token(undo_of(instance, *at)->by), to);
        const BranchIndex branch = at == nullptr ? kNone : branch_of(flow, *at);
        const bool beside = at != nullptr && undoes_beside(flow.nodes[at->node]);
        const bool within =
            at != nullptr && !beside &&
            (at->number == token->number || (flow.inside(branch, around) && !(same_level && branch == around)));
        if (target == flow.start || within) left.push_back(other);
    }
    return left;
}

}  // namespace fw::flow
