// Every function and every form of the grammar has cases of its own in tests/cases/feel: a new one without cases fails
// here.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "engine/feel/feel.h"
#include "engine/feel/syntax/ast.h"
#include "tests/unit/feel/case_file.h"

namespace {

using fw::feel::syntax::Ast;
using fw::feel::syntax::NodeId;
using fw::feel::syntax::NodeKind;

struct Used {
    std::map<std::string, std::size_t> calls;  // of functions, in all cases
    std::set<std::string> named;               // called with arguments by name
    std::set<std::string> refused;             // called in cases that give null
    std::set<NodeKind> forms;
};

void look(const Ast& ast, NodeId id, bool null, Used& out) {
    const auto& node = ast.node(id);
    out.forms.insert(node.kind);
    if (node.kind == NodeKind::kCall && ast.node(ast.child(id, 0)).kind == NodeKind::kName) {
        const std::string& name = ast.text(ast.child(id, 0));
        ++out.calls[name];
        if (null) out.refused.insert(name);
        if (node.has(fw::feel::syntax::kNamedArguments)) out.named.insert(name);
    }
    for (const NodeId child : ast.children_of(id)) look(ast, child, null, out);
}

const Used& used() {
    static const Used all = [] {
        Used out;
        for (const feel_cases::Case& c : feel_cases::read_folder(std::string(FW_SOURCE_DIR) + "/tests/cases/feel")) {
            const auto parsed =
                c.tested.empty() ? fw::feel::parse(c.expression) : fw::feel::parse_unary_tests(c.expression);
            if (parsed) look(parsed->ast(), parsed->ast().root, c.expected == "null", out);
        }
        return out;
    }();
    return all;
}

TEST(FeelCoverage, EveryFunctionHasCases) {
    constexpr std::size_t kFewest = 3;
    for (const fw::feel::FunctionInfo* f : fw::feel::Functions::standard().all()) {
        const auto calls = used().calls.find(f->name);
        EXPECT_TRUE(calls != used().calls.end() && calls->second >= kFewest)
            << f->name << ": write at least " << kFewest << " cases in tests/cases/feel";
        const auto& parameters = f->overloads.front().parameters;
        const bool nameable = !parameters.empty() && !f->overloads.front().variadic;
        EXPECT_TRUE(!nameable || used().named.contains(f->name)) << f->name << ": write a case with named arguments";
        EXPECT_TRUE(parameters.empty() || used().refused.contains(f->name))
            << f->name << ": write a case with arguments that do not fit";
    }
}

TEST(FeelCoverage, EveryFormHasCases) {
    for (int kind = 0; kind <= static_cast<int>(NodeKind::kTypeFunction); ++kind)
        EXPECT_TRUE(used().forms.contains(static_cast<NodeKind>(kind))) << "syntax::NodeKind number " << kind;
}

}  // namespace
