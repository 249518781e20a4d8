#include "engine/feel/explain.h"

#include "engine/feel/check/checked.h"
#include "engine/feel/syntax/ast.h"

namespace fw::feel {

namespace {

using syntax::NodeId;
using syntax::NodeKind;

class Explainer {
  public:
    Explainer(const CheckedTree& tree, Explanation& out)
        : ast_(*tree.ast), out_(out), values_(tree.ast->nodes.size()) {}

    void run(const std::vector<TraceStep>& steps) {
        for (const TraceStep& step : steps) values_[step.node].push_back(step.value);
        visit(ast_.root, 0);
    }

  private:
    // Parts that have no value of their own are looked through.
    [[nodiscard]] bool is_part(NodeId id) const {
        switch (ast_.node(id).kind) {
            case NodeKind::kLiteral:
            case NodeKind::kIterator:
            case NodeKind::kNamedArgument:
            case NodeKind::kEntry:
            case NodeKind::kParameter:
            case NodeKind::kCompareTest:
            case NodeKind::kAnyTest:
                return false;
            default:
                return true;
        }
    }

    [[nodiscard]] bool is_type(NodeId id) const {
        const NodeKind kind = ast_.node(id).kind;
        return kind >= NodeKind::kTypeName && kind <= NodeKind::kTypeFunction;
    }

    // Whether a part is a literal, or made of nothing else.
    [[nodiscard]] bool is_constant(NodeId id) const {
        const NodeKind kind = ast_.node(id).kind;
        if (kind == NodeKind::kLiteral) return true;
        if (kind != NodeKind::kList && kind != NodeKind::kContext && kind != NodeKind::kEntry &&
            kind != NodeKind::kRange && kind != NodeKind::kNegate)
            return false;
        for (const NodeId child : ast_.children_of(id)) {
            if (!is_constant(child)) return false;
        }
        return true;
    }

    void visit(NodeId id, std::uint32_t depth) {
        if (is_type(id) || (depth > 0 && is_constant(id))) return;
        if (is_part(id)) {
            const Range range = ast_.node(id).range;
            out_.parts.push_back(
                {range, ast_.source.substr(range.begin, range.end - range.begin), depth, std::move(values_[id])});
            if (depth > 0 && out_.parts.back().values.empty()) return;  // not needed, nor what it is made of
            ++depth;
        }
        const auto children = ast_.children_of(id);
        const bool call = ast_.node(id).kind == NodeKind::kCall;
        for (std::size_t i = 0; i < children.size(); ++i) {
            if (call && i == 0 && ast_.node(children[i]).kind == NodeKind::kName) continue;  // the function's name
            visit(children[i], depth);
        }
    }

    const syntax::Ast& ast_;
    Explanation& out_;
    std::vector<std::vector<Value>> values_;
};

}  // namespace

Explanation explain(const CheckedExpr& checked, std::span<const Value> inputs, const EvalOptions& options) {
    Explanation out;
    Notes notes;
    out.value = evaluate(compile_to_explain(checked), inputs, options, &notes);
    Explainer(checked.checked(), out).run(notes.steps);
    out.warnings = std::move(notes.warnings);
    out.limit_reached = notes.limit_reached;
    return out;
}

}  // namespace fw::feel
