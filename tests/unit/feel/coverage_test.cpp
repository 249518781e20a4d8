// Every function and every form of the grammar has cases of its own in tests/cases/feel, with a value and with null or
// a code: a new one without cases fails here.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "engine/feel/check/checked.h"
#include "engine/feel/feel.h"
#include "engine/feel/syntax/ast.h"
#include "tests/unit/feel/case_file.h"

namespace {

using fw::feel::syntax::Ast;
using fw::feel::syntax::NodeId;
using fw::feel::syntax::NodeKind;

// No default: a new kind does not compile without its name, and then needs cases.
std::string name_of(NodeKind kind) {
    switch (kind) {
        case NodeKind::kLiteral:
            return "literal";
        case NodeKind::kName:
            return "name";
        case NodeKind::kNegate:
            return "negation";
        case NodeKind::kAdd:
            return "addition";
        case NodeKind::kSubtract:
            return "subtraction";
        case NodeKind::kMultiply:
            return "multiplication";
        case NodeKind::kDivide:
            return "division";
        case NodeKind::kPower:
            return "power";
        case NodeKind::kEqual:
            return "=";
        case NodeKind::kNotEqual:
            return "!=";
        case NodeKind::kLess:
            return "<";
        case NodeKind::kLessEqual:
            return "<=";
        case NodeKind::kGreater:
            return ">";
        case NodeKind::kGreaterEqual:
            return ">=";
        case NodeKind::kAnd:
            return "and";
        case NodeKind::kOr:
            return "or";
        case NodeKind::kBetween:
            return "between";
        case NodeKind::kIn:
            return "in";
        case NodeKind::kCompareTest:
            return "comparing test";
        case NodeKind::kAnyTest:
            return "test -";
        case NodeKind::kUnaryTests:
            return "unary tests";
        case NodeKind::kIf:
            return "if";
        case NodeKind::kFor:
            return "for";
        case NodeKind::kSome:
            return "some";
        case NodeKind::kEvery:
            return "every";
        case NodeKind::kIterator:
            return "iterator";
        case NodeKind::kPath:
            return "path";
        case NodeKind::kFilter:
            return "filter";
        case NodeKind::kCall:
            return "call";
        case NodeKind::kNamedArgument:
            return "named argument";
        case NodeKind::kList:
            return "list";
        case NodeKind::kContext:
            return "context";
        case NodeKind::kEntry:
            return "entry of a context";
        case NodeKind::kRange:
            return "range";
        case NodeKind::kHalfRange:
            return "half range";
        case NodeKind::kFunction:
            return "function literal";
        case NodeKind::kParameter:
            return "parameter";
        case NodeKind::kInstanceOf:
            return "instance of";
        case NodeKind::kTypeName:
            return "type name";
        case NodeKind::kTypeList:
            return "type list<>";
        case NodeKind::kTypeRange:
            return "type range<>";
        case NodeKind::kTypeContext:
            return "type context<>";
        case NodeKind::kTypeEntry:
            return "entry of type context<>";
        case NodeKind::kTypeFunction:
            return "type function<>";
    }
    return {};
}

// The kinds and what there is of each: ranges open and closed at either end, tests with each operator …
std::set<std::string> all_forms() {
    std::set<std::string> out;
    for (int kind = 0; kind <= static_cast<int>(NodeKind::kTypeFunction); ++kind)
        out.insert(name_of(static_cast<NodeKind>(kind)));
    for (const char* value : {"null", "boolean", "number", "string", "date", "time", "date and time",
                              "days and time duration", "years and months duration"})
        out.insert(std::string("literal ") + value);
    for (const char* op : {"=", "!=", "<", "<=", ">", ">="}) {
        out.insert(std::string("comparing test ") + op);
        out.insert(std::string("half range ") + op);
    }
    for (const char* ends : {"[]", "[)", "(]", "()"}) out.insert(std::string("range ") + ends);
    for (const char* form :
         {"iterator over a list", "iterator from to", "for with several iterators", "some with several iterators",
          "every with several iterators", "unary tests not()", "in several tests", "call by position", "call by name",
          "call of a value", "parameter with a type", "function literal external",
          "function literal without parameters", "list empty", "context empty"})
        out.insert(form);
    return out;
}

struct Used {
    std::set<std::string> valued;  // forms in cases that give a value
    std::set<std::string> odd;     // in cases that give null or tell a code
    std::map<std::string, std::size_t> calls;
    std::set<std::string> named;          // functions called with arguments by name
    std::set<std::string> refused;        // called in cases that give null
    std::set<std::string> null_argument;  // called with null
    std::map<std::string, std::set<std::size_t>> overloads;
};

std::set<std::string> forms_of(const Ast& ast, NodeId id) {
    const auto& node = ast.node(id);
    const std::string name = name_of(node.kind);
    std::set<std::string> out = {name};
    const auto children = ast.children_of(id);
    const auto add = [&](const std::string& what) { out.insert(name + " " + what); };
    switch (node.kind) {
        case NodeKind::kLiteral:
            add(ast.value(id).is_null() ? "null" : std::string(fw::feel::kind_name(ast.value(id).kind())));
            break;
        case NodeKind::kCompareTest:
        case NodeKind::kHalfRange:
            add(name_of(node.op));
            break;
        case NodeKind::kRange:
            add(std::string(node.has(fw::feel::syntax::kLowClosed) ? "[" : "(") +
                (node.has(fw::feel::syntax::kHighClosed) ? "]" : ")"));
            break;
        case NodeKind::kIterator:
            add(children.size() > 1 ? "from to" : "over a list");
            break;
        case NodeKind::kFor:
        case NodeKind::kSome:
        case NodeKind::kEvery:
            if (children.size() > 2) add("with several iterators");
            break;
        case NodeKind::kUnaryTests:
            if (node.has(fw::feel::syntax::kNegated)) add("not()");
            break;
        case NodeKind::kIn:
            if (children.size() > 2) add("several tests");
            break;
        case NodeKind::kCall:
            add(node.has(fw::feel::syntax::kNamedArguments) ? "by name" : "by position");
            if (ast.node(children[0]).kind != NodeKind::kName) add("of a value");
            break;
        case NodeKind::kParameter:
            if (!children.empty()) add("with a type");
            break;
        case NodeKind::kFunction:
            if (node.has(fw::feel::syntax::kExternal)) add("external");
            if (children.size() == 1) add("without parameters");
            break;
        case NodeKind::kList:
        case NodeKind::kContext:
            if (children.empty()) add("empty");
            break;
        default:
            break;
    }
    return out;
}

void look(const fw::feel::CheckedTree& tree, NodeId id, const feel_cases::Case& c, Used& out) {
    const Ast& ast = *tree.ast;
    const auto& node = ast.node(id);
    const bool null = c.expected == "null";
    for (const std::string& form : forms_of(ast, id)) {
        if (!null) out.valued.insert(form);
        if (null || !c.code.empty()) out.odd.insert(form);
    }
    const auto children = ast.children_of(id);
    if (node.kind == NodeKind::kCall && ast.node(children[0]).kind == NodeKind::kName) {
        const std::string& name = ast.text(children[0]);
        ++out.calls[name];
        if (null) out.refused.insert(name);
        if (node.has(fw::feel::syntax::kNamedArguments)) out.named.insert(name);
        if (tree.info(id).binding.kind == fw::feel::BindingKind::kFunction)
            out.overloads[name].insert(tree.info(id).overload);
        for (const NodeId argument : children.subspan(1)) {
            const bool by_name = ast.node(argument).kind == NodeKind::kNamedArgument;
            const NodeId value = by_name ? ast.child(argument, 0) : argument;
            if (ast.node(value).kind == NodeKind::kLiteral && ast.value(value).is_null())
                out.null_argument.insert(name);
        }
    }
    for (const NodeId child : children) look(tree, child, c, out);
}

const Used& used() {
    static const Used all = [] {
        Used out;
        for (const feel_cases::Case& c : feel_cases::read_folder(std::string(FW_SOURCE_DIR) + "/tests/cases/feel")) {
            fw::feel::Scope scope;
            scope.add("?");
            fw::feel::ParseOptions options;
            options.scope = &scope;
            const auto parsed = c.tested.empty() ? fw::feel::parse(c.expression, options)
                                                 : fw::feel::parse_unary_tests(c.expression, options);
            if (!parsed) continue;
            fw::feel::CheckOptions lenient;
            lenient.strict = false;
            const auto checked = fw::feel::check(*parsed, scope, lenient);
            if (checked) look(checked->checked(), parsed->ast().root, c, out);
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
        EXPECT_TRUE(parameters.empty() || used().null_argument.contains(f->name))
            << f->name << ": write a case with null for an argument";
        for (std::size_t i = 0; i < f->overloads.size(); ++i) {
            const auto called = used().overloads.find(f->name);
            EXPECT_TRUE(called != used().overloads.end() && called->second.contains(i))
                << f->name << ": write a case that calls it the way number " << i << " (by name, if need be)";
        }
    }
}

TEST(FeelCoverage, EveryFormHasCases) {
    for (const std::string& form : all_forms()) {
        // The first two never give anything, the last is alone in its cell and lets everything through.
        const bool never = form == "function literal external" || form == "half range !=";
        const bool always = form == "test -";
        EXPECT_TRUE(never || used().valued.contains(form)) << form << ": write a case that gives a value";
        EXPECT_TRUE(always || used().odd.contains(form)) << form << ": write a case that gives null or tells a code";
    }
}

// The list of forms holds all that the cases use: one that is made but not listed would not be asked for.
TEST(FeelCoverage, EveryFormIsListed) {
    const auto listed = all_forms();
    for (const std::set<std::string>* seen : {&used().valued, &used().odd}) {
        for (const std::string& form : *seen) EXPECT_TRUE(listed.contains(form)) << form;
    }
}

}  // namespace
