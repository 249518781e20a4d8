#include "engine/flow/proof/explain.h"

#include <algorithm>

namespace fw::flow {

namespace {

using soundness::Kind;

// Its label, or the id it has in its file.
std::string quoted(const Flow& flow, NodeIndex index, Language language) {
    const Node& node = flow.nodes[index];
    std::string label(node.label.in(language));
    if (label == node.id) label = source_id(node);
    return language == Language::kZh ? "“" + label + "”" : "'" + label + "'";
}

std::string list(const Flow& flow, const std::vector<NodeIndex>& nodes, Language language) {
    std::string text;
    constexpr std::size_t kMost = 5;
    for (std::size_t i = 0; i < std::min(nodes.size(), kMost); ++i) {
        if (i > 0) text += language == Language::kZh ? "、" : ", ";
        text += quoted(flow, nodes[i], language);
    }
    if (nodes.size() > kMost) text += language == Language::kZh ? "等" : " …";
    return text;
}

// The ways into a join that have no token.
std::vector<NodeIndex> missing(const Flow& flow, const FlowFinding& finding) {
    std::vector<NodeIndex> from;
    for (const EdgeIndex edge : flow.nodes[finding.node].in) {
        const bool there = std::find(finding.tokens.begin(), finding.tokens.end(), edge) != finding.tokens.end();
        if (!there) from.push_back(flow.edges[edge].from);
    }
    return from;
}

// The last node on the path that put several tokens, and the last that chose.
NodeIndex last_of(const Flow& flow, const FlowFinding& finding, bool forks) {
    for (auto at = finding.path.rbegin(); at != finding.path.rend(); ++at) {
        if (at->node == finding.node) continue;
        const std::size_t ways = flow.nodes[at->node].out.size() + flow.nodes[at->node].boundaries.size();
        const bool several = at->out.size() + at->boundaries.size() > 1;
        if (forks ? several : (ways > 1 && !several)) return at->node;
    }
    return kNone;
}

void explain_deadlock(const Flow& flow, FlowFinding& finding) {
    const std::vector<NodeIndex> from = missing(flow, finding);
    const NodeIndex choice = last_of(flow, finding, false);
    std::string en = "deadlock: this join waits for ever", zh = "死锁：该汇合将永远等待";
    if (!from.empty()) {
        en += " for a token from " + list(flow, from, Language::kEn);
        zh += "来自" + list(flow, from, Language::kZh) + "的令牌";
    }
    if (choice != kNone) {
        en += ", which " + quoted(flow, choice, Language::kEn) + " has led another way";
        zh += "，而" + quoted(flow, choice, Language::kZh) + "选择了其他路径";
    }
    finding.text = Text(en, zh);
    finding.hint = Text("join alternatives with an exclusive gateway, parallel ways with a parallel one",
                        "互斥的路径用排他网关合并，并行的路径用并行网关汇合");
}

void explain_crowd(const Flow& flow, FlowFinding& finding) {
    const NodeIndex fork = last_of(flow, finding, true);
    std::string en = "lack of synchronisation: two tokens pass here at the same time, so everything behind it happens "
                     "more than once",
                zh = "缺少同步：两个令牌可同时经过此处，其后的步骤会执行多次";
    if (fork != kNone) {
        en += "; they part at " + quoted(flow, fork, Language::kEn);
        zh += "；它们在" + quoted(flow, fork, Language::kZh) + "处分开";
    }
    finding.text = Text(en, zh);
    finding.hint =
        Text("join parallel ways with a parallel gateway before this, or say \"multiple_tokens\": \"intended\"",
             "请在此之前用并行网关汇合并行路径；若确需如此，请设置 \"multiple_tokens\": \"intended\"");
}

void explain_livelock(const Flow& flow, FlowFinding& finding) {
    std::vector<NodeIndex> round{finding.node};
    round.insert(round.end(), finding.others.begin(), finding.others.end());
    finding.text = Text("livelock: from " + list(flow, round, Language::kEn) + " no way leads to an end any more",
                        "活锁：从" + list(flow, round, Language::kZh) + "出发再也无法到达结束节点");
    finding.hint = Text("give the loop a way out", "请为该循环设置出口");
}

void explain_completion(const Flow& flow, FlowFinding& finding) {
    const NodeIndex fork = last_of(flow, finding, true);
    std::string en = "improper completion: this end is reached more than once in one run",
                zh = "不当完成：该结束节点在一次运行中会被到达多次";
    if (fork != kNone) {
        en += "; the ways part at " + quoted(flow, fork, Language::kEn);
        zh += "；路径在" + quoted(flow, fork, Language::kZh) + "处分开";
    }
    finding.text = Text(en, zh);
    finding.hint = Text("join the ways before the end, or give each an end of its own",
                        "请在结束之前汇合这些路径，或为每条路径设置各自的结束节点");
}

// What the first of them waits for that nobody throws, or the sub-process that never leads on to one of them.
struct DeadCause {
    NodeIndex event = kNone, broken_off = kNone;
};

DeadCause cause_of(const Flow& flow, const Outcomes& outcomes, const std::vector<NodeIndex>& dead) {
    DeadCause cause;
    for (const NodeIndex each : dead) {
        if (outcomes.never[each] && cause.event == kNone) cause.event = each;
        for (const EdgeIndex edge : flow.nodes[each].in) {
            const NodeIndex from = flow.edges[edge].from;
            if (outcomes.never_goes_on(flow.nodes[from]) && cause.broken_off == kNone) cause.broken_off = from;
        }
    }
    return cause;
}

// "nothing in 'sub' throws the error 'E' that 'late' waits for".
Text nobody_throws(const Flow& flow, NodeIndex index) {
    const Node& node = flow.nodes[index];
    const EventDefinition& event = *node.event;
    const bool error = event.trigger == Trigger::kError, cancels = event.trigger == Trigger::kCancel;
    const std::string code = event.name.empty() ? "" : " '" + event.name + "'",
                      code_zh = event.name.empty() ? "" : "“" + event.name + "”";
    std::string en = "nothing in " + quoted(flow, node.attached_to, Language::kEn);
    std::string zh = quoted(flow, node.attached_to, Language::kZh) + "内没有任何节点会";
    en += cancels ? " cancels it, which " : event.name.empty() ? " throws an " : " throws the ";
    en += cancels ? "" : (error ? "error" : "escalation") + code + " that ";
    en += quoted(flow, index, Language::kEn) + " waits for";
    zh += cancels ? "触发" : "抛出";
    zh += quoted(flow, index, Language::kZh) + "所等待的" + (cancels ? "取消" : error ? "错误" : "升级") + code_zh;
    return {en, zh};
}

void explain_dead(const Flow& flow, const Outcomes& outcomes, FlowFinding& finding) {
    std::string en = "dead node: no run ever comes here", zh = "死节点：任何一次运行都不会到达此处";
    std::vector<NodeIndex> dead{finding.node};
    dead.insert(dead.end(), finding.others.begin(), finding.others.end());
    const DeadCause cause = cause_of(flow, outcomes, dead);
    if (!finding.others.empty()) {
        en += ", nor to " + list(flow, finding.others, Language::kEn);
        zh += "，也不会到达" + list(flow, finding.others, Language::kZh);
    }
    finding.hint = Text("lead a way here from the start, or take it out", "请从开始节点引一条路径到此处，或将其删除");
    if (cause.broken_off != kNone) {
        const std::string sub = quoted(flow, cause.broken_off, Language::kEn),
                          sub_zh = quoted(flow, cause.broken_off, Language::kZh);
        en += "; " + sub + " is never completed: whatever way it takes, an error or a cancellation ends it";
        zh += "；" + sub_zh + "永远不会完成：无论走哪条路径，都会以错误或取消结束";
        finding.hint =
            Text("give " + sub + " a way to a plain end", "请为" + sub_zh + "设置一条通向普通结束节点的路径");
    }
    if (cause.event != kNone) {
        const Text nobody = nobody_throws(flow, cause.event);
        en += "; " + nobody.en;
        zh += "；" + nobody.zh;
        if (cause.broken_off == kNone)
            finding.hint = Text("throw it there, or take the event out", "请在其中抛出该事件，或删除该事件节点");
    }
    finding.text = Text(en, zh);
}

}  // namespace

void explain(const Flow& flow, const Outcomes& outcomes, FlowFinding& finding) {
    switch (finding.kind) {
        case Kind::kDeadlock:
            return explain_deadlock(flow, finding);
        case Kind::kLackOfSynchronisation:
            return explain_crowd(flow, finding);
        case Kind::kLivelock:
            return explain_livelock(flow, finding);
        case Kind::kImproperCompletion:
            return explain_completion(flow, finding);
        case Kind::kDeadNode:
            return explain_dead(flow, outcomes, finding);
    }
}

Text undecided_text(const soundness::Verdict& verdict) {
    const std::string states = std::to_string(verdict.states);
    return Text("the limit was reached after " + states + " markings; nothing wrong was found so far",
                "在检查了 " + states + " 个标识后达到上限，目前未发现问题");
}

Text too_few_text(const Flow& flow, NodeIndex gateway) {
    return {"at " + quoted(flow, gateway, Language::kEn) + " fewer ways may arrive than its condition asks for",
            "到达" + quoted(flow, gateway, Language::kZh) + "的路径可能少于其条件所要求的数量"};
}

Text late_text(const Flow& flow, NodeIndex join) {
    return {quoted(flow, join, Language::kEn) + " may be reached again by a way that is late at a complex gateway",
            quoted(flow, join, Language::kZh) + "可能被复杂网关处迟到的路径再次到达"};
}

Text kind_text(Kind kind) {
    switch (kind) {
        case Kind::kDeadlock:
            return Text("deadlock", "死锁");
        case Kind::kLackOfSynchronisation:
            return Text("lack of synchronisation", "缺少同步");
        case Kind::kLivelock:
            return Text("livelock", "活锁");
        case Kind::kImproperCompletion:
            return Text("improper completion", "不当完成");
        case Kind::kDeadNode:
            return Text("dead node", "死节点");
    }
    return {};
}

std::string path_text(const Flow& flow, const FlowFinding& finding, std::size_t longest) {
    std::string text;
    const std::size_t size = finding.path.size();
    for (std::size_t i = 0; i < size; ++i) {
        if (size > longest && i == longest / 2) {
            i = size - longest / 2;
            text += " → …";
        }
        if (i > 0) text += " → ";
        text += source_id(flow.nodes[finding.path[i].node]);
        for (const NodeIndex boundary : finding.path[i].boundaries) text += "!" + source_id(flow.nodes[boundary]);
    }
    return text;
}

Diagnostics proof_diagnostics(const Flow& flow, const ReadEnv& env, const FlowProof& proof) {
    const auto has = [&](Kind kind) {
        return std::any_of(proof.findings.begin(), proof.findings.end(),
                           [&](const FlowFinding& each) { return each.kind == kind; });
    };
    const bool stuck = has(Kind::kDeadlock) || has(Kind::kLivelock), crowded = has(Kind::kLackOfSynchronisation);
    Diagnostics list;
    for (const FlowFinding& each : proof.findings) {
        // Mostly consequences, which go with their cause.
        if (each.kind == Kind::kDeadNode && stuck) continue;
        if (each.kind == Kind::kImproperCompletion && crowded) continue;
        static constexpr const char* kCodes[] = {"FLOW-041", "FLOW-042", "FLOW-040", "FLOW-043", "FLOW-039"};
        Diagnostic made;
        made.code = kCodes[static_cast<std::size_t>(each.kind)];
        made.text = each.text;
        made.hint = each.hint;
        const std::string path = path_text(flow, each);
        if (!path.empty()) {
            made.hint = Text(each.hint.en + "; path: " + path, each.hint.zh + "；路径：" + path);
        }
        const Node& node = flow.nodes[each.node];
        made.place = env.place(node.properties.range(), "flow:" + flow.id + "/nodes/" + node.id);
        list.push_back(std::move(made));
    }
    return list;
}

}  // namespace fw::flow
