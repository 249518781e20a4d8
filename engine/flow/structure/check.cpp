#include <algorithm>

#include "engine/flow/proof/proof.h"
#include "engine/flow/structure/branches.h"
#include "engine/flow/structure/structure.h"

namespace fw::flow {

namespace {

class StructureCheck {
  public:
    StructureCheck(const Flow& flow, const ReadEnv& env, Diagnostics& out) : flow_(flow), env_(env), out_(out) {}

    void starts_and_ends(bool gate) {
        for (const Body& body : flow_.bodies) starts_of(body, gate);
        const bool ends =
            std::any_of(flow_.nodes.begin(), flow_.nodes.end(), [](const Node& node) { return node.kind->ends; });
        if (!ends && gate) whole("FLOW-033", {"the flow has no end", "流程没有结束节点"});
    }

    void edges_of_nodes() {
        for (const Node& node : flow_.nodes) {
            if (node.kind->ends) {
                if (!node.out.empty())
                    at(node, "FLOW-034", {"nothing leads on from an end", "结束节点不能有离开的连线"});
                continue;
            }
            std::size_t normal = 0, refused = 0, otherwise = 0;
            for (const EdgeIndex index : node.out) {
                const Edge& edge = flow_.edges[index];
                edge.on_refused ? ++refused : ++normal;
                if (edge.otherwise) ++otherwise;
                conditions(node, edge);
            }
            const bool leads_on = normal > 0 || node.kind->by_event || node.for_compensation || jumps(node) ||
                                  flow_.bodies[node.body].owner != kNone;
            if (!leads_on)
                at(node, "FLOW-035",
                   {"no edge leads on from here: the flow could never end", "此处没有离开的连线，流程将无法结束"});
            if (normal > 1 && !node.kind->gateway) {
                at(node, "FLOW-036",
                   {"several edges lead on from here and all are taken: a gateway behind it would say so",
                    "此处有多条离开的连线，将全部走到；建议在其后放置网关以明确含义"},
                   {"an exclusive gateway chooses one, a parallel one takes all",
                    "排他网关选择其中一条，并行网关同时走所有路径"},
                   Severity::kWarning);
            }
            if (refused > 1)
                at(node, "FLOW-037", {"only one edge can be the way after a refusal", "拒绝后的路径只能有一条"});
            if (otherwise > 1) at(node, "FLOW-038", {"only one edge can be the default", "默认路径只能有一条"});
            if (node.kind->routing == Routing::kExclusive) choices(node, otherwise);
        }
    }

    void reach() {
        if (flow_.start == kNone) return;
        std::vector<NodeIndex> ends, begins;
        for (NodeIndex i = 0; i < flow_.nodes.size(); ++i) {
            const Node& node = flow_.nodes[i];
            if (node.kind->ends || (node.out.empty() && (node.kind->by_event || node.for_compensation || jumps(node) ||
                                                         flow_.bodies[node.body].owner != kNone))) {
                ends.push_back(i);
            }
            if (node.kind->starts || node.kind->by_event || node.for_compensation) begins.push_back(i);
        }
        for (const Body& body : flow_.bodies) begins.insert(begins.end(), body.entries.begin(), body.entries.end());
        const std::vector<bool> reached = walk(begins, true);
        const std::vector<bool> finishing = walk(ends, false);
        for (NodeIndex i = 0; i < flow_.nodes.size(); ++i) {
            const Node& node = flow_.nodes[i];
            if (!reached[i] && !node.kind->starts) {
                at(node, "FLOW-039", {"no way leads here from the start", "从开始节点无法到达此处"});
            } else if (!finishing[i] && !ends.empty() && !node.out.empty()) {
                at(node, "FLOW-040", {"no way leads from here to an end", "从此处无法到达结束节点"});
            }
        }
    }

    // The proof decides. Blocks are only what returns need: without them only the start can be returned to.
    void proof(Flow& flow, bool gate) {
        if (!find_branches(flow).empty()) keep_apart(flow);
        if (!gate) return;
        for (Diagnostic& each : proof_diagnostics(flow, env_, prove_flow(flow))) out_.push_back(std::move(each));
    }

  private:
    // Each place a branch of its own within that of the start: nothing leads back but to the start.
    static void keep_apart(Flow& flow) {
        flow.branches.assign(1, Branch());
        const auto alone = [&] {
            flow.branches.push_back({0, kNone, 1});
            return static_cast<BranchIndex>(flow.branches.size() - 1);
        };
        for (Node& node : flow.nodes) node.branch = alone();
        for (Edge& edge : flow.edges) edge.branch = alone();
        if (flow.start != kNone) flow.nodes[flow.start].branch = 0;
    }

    void conditions(const Node& node, const Edge& edge) {
        const std::string place = "flow:" + flow_.id + "/edges/" + edge.id;
        if (edge.on_refused && !node.kind->may_refuse) {
            add("FLOW-045",
                {"only an approval, or a flow that is called, can be refused", "只有审批节点和被调用的流程才能被拒绝"},
                place, {}, Severity::kError, edge.range);
        }
        const bool several = node.kind->activity && node.out.size() > 1 && !edge.on_refused;
        const bool chooses =
            several || (node.kind->gateway && !node.kind->forks && node.kind->routing != Routing::kEventBased);
        if ((edge.when || edge.otherwise) && !chooses) {
            add("FLOW-046",
                {"a condition has no effect here: only gateways that choose have conditions",
                 "此处的条件不起作用：只有选择型网关的连线才有条件"},
                place, {"put an exclusive gateway behind '" + node.id + "'", "请在“" + node.id + "”之后放置排他网关"},
                Severity::kError, edge.range);
        }
        if (edge.when && edge.otherwise) {
            add("FLOW-047", {"the default way has no condition", "默认路径不能有条件"}, place, {}, Severity::kError,
                edge.range);
        }
    }

    void choices(const Node& node, std::size_t otherwise) {
        if (node.out.size() < 2) return;
        std::size_t plain = 0;
        for (const EdgeIndex index : node.out) {
            const Edge& edge = flow_.edges[index];
            if (!edge.when && !edge.otherwise) ++plain;
        }
        if (plain > 1 || (plain == 1 && otherwise == 1)) {
            at(node, "FLOW-048",
               {"several ways from here have no condition: only the first could ever be taken",
                "此处有多条路径没有条件，只有第一条可能被选择"},
               {"give each a condition, or mark one as the default", "请为每条路径设置条件，或将其中一条设为默认路径"});
        }
    }

    // A thrown link goes on elsewhere; a compensation boundary event leads to its handler.
    static bool jumps(const Node& node) {
        if (node.event == nullptr) return false;
        return (node.kind->throws && node.event->trigger == Trigger::kLink) ||
               (node.kind->boundary && node.event->trigger == Trigger::kCompensation);
    }

    void starts_of(const Body& body, bool gate) {
        const bool by_event = body.owner != kNone && flow_.nodes[body.owner].kind->by_event;
        std::size_t plain = 0;
        for (const NodeIndex index : body.starts) {
            const Node& node = flow_.nodes[index];
            const Trigger trigger = node.event->trigger;
            if (trigger == Trigger::kNothing && ++plain > 1 && gate) {
                at(node, "FLOW-031",
                   {"a flow has exactly one start, and this is another", "流程只能有一个开始节点，这是多余的一个"});
            }
            if (!node.in.empty()) at(node, "FLOW-032", {"nothing leads to a start", "开始节点不能有进入的连线"});
            const bool inside_only =
                trigger == Trigger::kError || trigger == Trigger::kEscalation || trigger == Trigger::kCompensation;
            if (by_event ? trigger == Trigger::kNothing
                         : (inside_only || (body.owner != kNone && trigger != Trigger::kNothing))) {
                at(node, "FLOW-061",
                   by_event ? Text{"an event sub-process starts with an event", "事件子流程的开始节点必须有事件"}
                            : Text{"this event can only start an event sub-process", "该事件只能作为事件子流程的开始"});
            }
            if (gate && body.owner == kNone) outside_start(node, trigger);
        }
        if (!body.starts.empty()) return;
        if (body.owner == kNone) {
            const bool by_gateway =
                !body.entries.empty() && std::all_of(body.entries.begin(), body.entries.end(), [&](NodeIndex each) {
                    return flow_.nodes[each].kind->routing == Routing::kEventBased;
                });
            if (body.entries.empty() || (gate && !by_gateway))
                whole("FLOW-030", {"the flow has no start", "流程没有开始节点"});
        } else if (by_event || (body.entries.empty() && (gate || !body.nodes.empty()))) {
            at(flow_.nodes[body.owner], "FLOW-030", {"there is no start in it", "其中没有开始节点"});
        }
    }

    // Nobody could say which record a message or a time is about; a condition is one over a record.
    void outside_start(const Node& node, Trigger trigger) {
        const bool from_outside =
            trigger == Trigger::kMessage || trigger == Trigger::kSignal || trigger == Trigger::kTimer;
        if (from_outside && !flow_.entity.empty()) {
            at(node, "FLOW-073",
               {"a flow on records is not started by messages, signals or times",
                "基于记录的流程不能由消息、信号或定时发起"},
               {"start it from a flow without 'on'", "请由没有“on”的流程来发起"});
        }
        if (trigger == Trigger::kConditional && flow_.entity.empty()) {
            at(node, "FLOW-074", {"a condition that starts a flow needs a record", "以条件发起的流程需要记录"},
               {"say in 'on' whose records it is about", "请在“on”中指定所针对的实体"});
        }
    }

    std::vector<bool> walk(const std::vector<NodeIndex>& from, bool forwards) const {
        std::vector<bool> seen(flow_.nodes.size(), false);
        std::vector<NodeIndex> queue = from;
        for (const NodeIndex each : from) seen[each] = true;
        const auto visit = [&](NodeIndex to) {
            if (to == kNone) return;
            if (!seen[to]) queue.push_back(to);
            seen[to] = true;
        };
        for (std::size_t next = 0; next < queue.size(); ++next) {
            const Node& node = flow_.nodes[queue[next]];
            for (const EdgeIndex edge : forwards ? node.out : node.in) {
                visit(forwards ? flow_.edges[edge].to : flow_.edges[edge].from);
            }
            if (!forwards) {
                visit(node.attached_to);
                continue;
            }
            for (const NodeIndex boundary : node.boundaries) visit(boundary);
            if (node.event != nullptr && node.kind->throws && node.event->trigger == Trigger::kLink) {
                visit(node.event->target);
            }
            if (node.handler == kNone) continue;
            for (const NodeIndex other : flow_.bodies[node.body].nodes) {
                if (flow_.nodes[other].kind->boundary && flow_.nodes[other].handler == node.handler) visit(other);
            }
        }
        return seen;
    }

    void add(std::string code, Text text, const std::string& element, Text hint = {},
             Severity severity = Severity::kError, Range range = {}) {
        Diagnostic made;
        made.code = std::move(code);
        made.severity = severity;
        made.text = std::move(text);
        made.hint = std::move(hint);
        made.place = env_.place(range, element);
        out_.push_back(std::move(made));
    }
    void whole(std::string code, Text text) {
        add(std::move(code), std::move(text), "flow:" + flow_.id, {}, Severity::kError, flow_.properties.range());
    }
    void at(const Node& node, std::string code, Text text, Text hint = {}, Severity severity = Severity::kError) {
        add(std::move(code), std::move(text), "flow:" + flow_.id + "/nodes/" + node.id, std::move(hint), severity,
            node.properties.range());
    }

    const Flow& flow_;
    const ReadEnv& env_;
    Diagnostics& out_;
};

}  // namespace

void check_structure(Flow& flow, const ReadEnv& env, bool whole, bool gate, Diagnostics& out) {
    StructureCheck check(flow, env, out);
    check.starts_and_ends(gate);
    if (!whole) return;
    if (gate) {
        check.edges_of_nodes();
        check.reach();
    }
    if (!has_errors(out)) check.proof(flow, gate);
}

}  // namespace fw::flow
