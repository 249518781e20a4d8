#include "engine/feel/builtins/builtin.h"
#include "engine/feel/feel.h"
#include "engine/feel/syntax/ast.h"

namespace fw::feel {
namespace {

using syntax::NodeKind;

// The ends of a range text are literals or date("…") and the like.
bool is_end(const syntax::Ast& ast, syntax::NodeId id) {
    const syntax::Node& node = ast.node(id);
    if (node.kind == NodeKind::kLiteral) return true;
    if (node.kind == NodeKind::kNegate) return is_end(ast, ast.child(id, 0));
    if (node.kind != NodeKind::kCall || node.child_count != 2 || ast.node(ast.child(id, 0)).kind != NodeKind::kName)
        return false;
    const std::string& name = ast.text(ast.child(id, 0));
    const bool known = name == "date" || name == "time" || name == "date and time" || name == "duration";
    return known && ast.node(ast.child(id, 1)).kind == NodeKind::kLiteral;
}

Value no_range(Call& call) { return call.warn("FEEL-230", {"This text is no range", "此文本不是区间"}); }

Value read_whole(Call& call, std::string_view text) {
    const auto wrong = [&] { return no_range(call); };
    const auto parsed = parse(text);
    if (!parsed) return wrong();
    const syntax::Ast& ast = parsed->ast();
    if (ast.node(ast.root).kind != NodeKind::kRange) return wrong();
    if (!is_end(ast, ast.child(ast.root, 0)) || !is_end(ast, ast.child(ast.root, 1))) return wrong();
    const Scope scope;
    CheckOptions options;
    options.strict = false;
    const auto checked = check(*parsed, scope, options);
    if (!checked) return wrong();
    const Value value = evaluate(compile(*checked), {});
    if (!value.is(Kind::kRange)) return wrong();
    const RangeView range = value.as_range();
    const auto order = compare(range.low, range.high);
    return order && *order <= 0 ? value : wrong();
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpace);
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// "(..2]" and "[2..)" (rule 66): the side without an end is written open.
Value read(Call& call, std::string_view given) {
    const std::string_view text = trimmed(given);
    if (text.size() < 4 || text.size() > 1000) return no_range(call);
    const char first = text.front();
    const char last = text.back();
    const std::string_view body = trimmed(text.substr(1, text.size() - 2));
    const bool no_low = body.starts_with("..");
    if (!no_low && !body.ends_with("..")) return read_whole(call, text);
    const bool open = no_low ? first == '(' || first == ']' : last == ')' || last == '[';
    const bool closed = no_low ? last == ']' : first == '[';
    const bool other_side = no_low ? closed || last == ')' || last == '[' : closed || first == '(' || first == ']';
    if (!open || !other_side) return no_range(call);
    const std::string end(no_low ? body.substr(2) : body.substr(0, body.size() - 2));
    const Value both = read_whole(call, "[" + end + ".." + end + "]");
    if (!both.is(Kind::kRange)) return both;
    const Value value = both.as_range().low;
    return no_low ? Value::range({}, false, value, closed) : Value::range(value, closed, {}, false);
}

}  // namespace

void add_range(Functions& registry) {
    FunctionInfo f;
    f.name = "range";
    f.group = FunctionGroup::kConversion;
    f.help = {"A range from its text, such as [1..3).", "由文本得到区间，如 [1..3)。"};
    f.overloads.push_back({{param("from", kString)}, Type::range(Type()), [](Call& call, const Arguments& a) -> Value {
                               if (!call.spend(64 + a[0].as_string().size())) return {};
                               return read(call, a[0].as_string());
                           }});
    f.examples = {{R"~(range("[2..)"))~", R"((>= 2))"},
                  {R"~(range("[18..21)"))~", R"([18..21))"},
                  {R"(3 in range("[1..3]"))", R"(true)"},
                  {R"(range("[3..1]"))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
