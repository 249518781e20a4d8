// A gateway without a default way whose conditions can all be false: then the flow cannot go on (FLOW-301). Says for
// which values; where the conditions are comparisons that leave nothing out, there is nothing to say.
#include "engine/compile/check.h"
#include "engine/compile/gaps/gaps.h"

namespace fw::compile {

namespace {

std::vector<const Expr*> conditions_of(const flow::Flow& flow, const flow::Node& node) {
    std::vector<const Expr*> list;
    for (const flow::EdgeIndex index : node.out) {
        const flow::Edge& edge = flow.edges[index];
        if (edge.otherwise || !edge.when) return {};
        list.push_back(&edge.when);
    }
    return list;
}

std::string values_text(const Gap& gap, Language language) {
    std::string text;
    for (const auto& [name, value] : gap.values) {
        text += text.empty() ? "" : language == Language::kZh ? "，" : ", ";
        if (value == "null") {
            text += name + (language == Language::kZh ? " 为空" : " is empty");
        } else {
            text += name + " = " + value;
        }
    }
    return text;
}

void look_at(Build& build, const Source& source, const flow::Flow& flow, const flow::Node& node) {
    const flow::Routing routing = node.kind->routing;
    if (routing != flow::Routing::kExclusive && routing != flow::Routing::kInclusive) return;
    const std::vector<const Expr*> conditions = conditions_of(flow, node);
    if (conditions.empty()) return;
    const Gap gap = find_gap(flow, build.program->entity(flow.entity), conditions);
    if (gap.answer == Gap::Answer::kNone) return;
    const bool witness = gap.answer == Gap::Answer::kWitness;
    Text said("no way from here is the default: when no condition holds, the flow cannot go on",
              "此处没有默认路径：所有条件都不满足时流程无法继续");
    if (witness) {
        said = Text("no way from here is the default, and no condition holds where " + values_text(gap, Language::kEn) +
                        ": the flow could not go on",
                    "此处没有默认路径，且当" + values_text(gap, Language::kZh) + "时所有条件都不满足，流程无法继续");
    }
    build.warn(source, "FLOW-049", node.properties.range(), source.element + "/nodes/" + node.id, said,
               {"mark one way as the default", "请将其中一条设为默认路径"});
}

void run(Build& build) {
    each_flow(build, [&](const Source& source, const flow::Flow& flow) {
        for (const flow::Node& node : flow.nodes) look_at(build, source, flow, node);
    });
}

}  // namespace

void add_gateway_without_default(Checks& registry) {
    registry.add({"gateway_without_default",
                  "FLOW-049",
                  {"Gateways without a default way whose conditions can all be false.",
                   "没有默认路径且条件可能全部不满足的网关。"},
                  &run});
}

}  // namespace fw::compile
