#include "engine/feel/check/checker.h"

#include "engine/base/suggest.h"

namespace fw::feel {

using syntax::Node;
using syntax::NodeId;
using syntax::NodeKind;

Checker::Checker(std::shared_ptr<const syntax::Ast> tree, const Scope& scope, const CheckOptions& options)
    : tree_(std::make_shared<CheckedTree>()), scope_(scope), options_(options) {
    tree_->nodes.resize(tree->nodes.size());
    tree_->ast = std::move(tree);
    for (const Scope::Name& name : scope.names()) tree_->slot_names.push_back(name.name);
}

Result<std::shared_ptr<const CheckedTree>> Checker::run() {
    const Type type = visit(ast().root);
    if (!options_.expected.accepts(type)) {
        report(ast().root, "FEEL-120",
               format_text({"A {0} is needed here, but this gives a {1}", "此处需要 {0}，但结果是 {1}"},
                           {options_.expected.to_string(), type.to_string()}));
    }
    if (!errors_.empty()) return fail(std::move(errors_));
    return std::shared_ptr<const CheckedTree>(std::move(tree_));
}

void Checker::report(NodeId id, const char* code, Text text, Text hint, bool breaks) {
    Place place;
    place.range = ast().node(id).range;
    place.at = line_column(ast().source, place.range.begin);
    if (breaks) tree_->nodes[id].broken = true;
    Diagnostics& into = options_.strict ? errors_ : tree_->warnings;
    into.push_back({code, options_.strict ? Severity::kError : Severity::kWarning, std::move(place), std::move(text),
                    std::move(hint)});
}

void Checker::warn(NodeId id, const char* code, Text text, Text hint) {
    Place place;
    place.range = ast().node(id).range;
    place.at = line_column(ast().source, place.range.begin);
    tree_->warnings.push_back({code, Severity::kWarning, std::move(place), std::move(text), std::move(hint)});
}

Type Checker::visit(NodeId id) {
    Type type;
    switch (ast().node(id).kind) {
        case NodeKind::kLiteral:
            type = type_kind_of(ast().value(id).kind());
            if (type.is(TypeKind::kNull) && ast().source[ast().node(id).range.begin] == '@') {
                report(id, "FEEL-119", {"This is no date, time or duration", "这不是日期、时间或时间段"},
                       {"write @\"2026-11-21\", @\"09:30:00\", @\"2026-11-21T09:30:00\", @\"P3D\" or @\"P1Y6M\"",
                        "请写作 @\"2026-11-21\"、@\"09:30:00\"、@\"2026-11-21T09:30:00\"、@\"P3D\" 或 @\"P1Y6M\""});
                type = Type();
            }
            break;
        case NodeKind::kName:
            type = visit_name(id);
            break;
        case NodeKind::kNegate:
        case NodeKind::kAdd:
        case NodeKind::kSubtract:
        case NodeKind::kMultiply:
        case NodeKind::kDivide:
        case NodeKind::kPower:
            type = arithmetic(id);
            break;
        case NodeKind::kEqual:
        case NodeKind::kNotEqual:
        case NodeKind::kLess:
        case NodeKind::kLessEqual:
        case NodeKind::kGreater:
        case NodeKind::kGreaterEqual: {
            const Type left = visit(ast().child(id, 0));
            const Type right = visit(ast().child(id, 1));
            const NodeKind kind = ast().node(id).kind;
            const bool ordered = kind != NodeKind::kEqual && kind != NodeKind::kNotEqual;
            type = comparison(id, left, right, ordered);
            if (!ordered) {
                look_at_option(ast().child(id, 1), left);
                look_at_option(ast().child(id, 0), right);
            }
            break;
        }
        case NodeKind::kAnd:
        case NodeKind::kOr:
            for (const NodeId child : ast().children_of(id)) expect_boolean(child, visit(child));
            type = TypeKind::kBoolean;
            break;
        case NodeKind::kBetween: {
            const Type value = visit(ast().child(id, 0));
            for (const std::size_t bound : {1U, 2U}) {
                const NodeId at = ast().child(id, bound);
                comparison(at, value, visit(at), true);
            }
            type = TypeKind::kBoolean;
            break;
        }
        case NodeKind::kIn:
        case NodeKind::kUnaryTests:
            type = visit_tests(id);
            break;
        case NodeKind::kIf:
            type = visit_if(id);
            break;
        case NodeKind::kFor:
        case NodeKind::kSome:
        case NodeKind::kEvery:
            type = visit_loop(id);
            break;
        case NodeKind::kPath:
            type = visit_path(id);
            break;
        case NodeKind::kFilter:
            type = visit_filter(id);
            break;
        case NodeKind::kCall:
            type = visit_call(id);
            break;
        case NodeKind::kList:
            type = visit_list(id);
            break;
        case NodeKind::kContext:
            type = visit_context(id);
            break;
        case NodeKind::kRange:
        case NodeKind::kHalfRange:
            type = visit_range(id);
            break;
        case NodeKind::kFunction:
            type = visit_function(id);
            break;
        case NodeKind::kInstanceOf:
            visit_instance_of(id);
            type = TypeKind::kBoolean;
            break;
        default:
            type = visit_children(id);
            break;
    }
    tree_->nodes[id].type = type;
    return type;
}

Type Checker::visit_children(NodeId id) {
    Type last;
    for (const NodeId child : ast().children_of(id)) last = visit(child);
    return last;
}

void Checker::expect_boolean(NodeId id, const Type& type) {
    if (type.is_any() || type.is(TypeKind::kNull) || type.is(TypeKind::kBoolean)) return;
    report(id, "FEEL-111",
           format_text({"A condition is needed here, but this gives a {0}", "此处需要条件（布尔值），但结果是 {0}"},
                       {type.to_string()}));
}

Type Checker::visit_if(NodeId id) {
    const NodeId condition = ast().child(id, 0);
    const Type asked = visit(condition);
    expect_boolean(condition, asked);
    if (asked.is(TypeKind::kNull)) {
        warn(condition, "FEEL-118",
             {"null is no condition: this always takes 'else'", "null 不是条件，结果总是 else 部分"});
    }
    const Type yes = visit(ast().child(id, 1));
    const Type no = visit(ast().child(id, 2));
    return Type::either(yes, no);
}

Type Checker::visit_iterator(NodeId id) {
    const auto children = ast().children_of(id);
    const Type list = visit(children[0]);
    const auto counts = [](const Type& type) {
        return type.is_any() || type.is(TypeKind::kNull) || type.is(TypeKind::kNumber) || type.is(TypeKind::kDate);
    };
    const auto odd = [&](NodeId at, const Type& type) {
        report(at, "FEEL-111",
               format_text({"A loop runs over whole numbers, dates or a list, but this is a {0}",
                            "循环只能遍历整数、日期或列表，但此处是 {0}"},
                           {type.to_string()}));
    };
    if (children.size() > 1) {
        const Type last = visit(children[1]);
        if (!counts(list)) {
            odd(children[0], list);
        } else if (!counts(last)) {
            odd(children[1], last);
        } else {
            comparison(id, list, last, true);
        }
        return list.is_any() || list.is(TypeKind::kNull) ? last : list;
    }
    if (list.is(TypeKind::kRange) && !counts(list.element())) odd(children[0], list);
    if (list.is(TypeKind::kList) || list.is(TypeKind::kRange)) return list.element();
    return list.is(TypeKind::kAny) ? Type() : list;
}

Type Checker::visit_loop(NodeId id) {
    const NodeKind kind = ast().node(id).kind;
    const auto children = ast().children_of(id);
    const std::size_t depth = locals_.size();
    for (const NodeId iterator : children.first(children.size() - 1)) {
        const Type element = visit_iterator(iterator);
        tree_->nodes[iterator].type = element;
        locals_.push_back({ast().text(iterator), iterator, element});
    }
    if (kind == NodeKind::kFor) locals_.push_back({"partial", id, Type(TypeKind::kList)});
    const Type body = visit(children.back());
    locals_.resize(depth);
    if (kind == NodeKind::kFor) return Type::list(body);
    expect_boolean(children.back(), body);
    return TypeKind::kBoolean;
}

Type Checker::visit_filter(NodeId id) {
    const Type list = visit(ast().child(id, 0));
    const bool listed = list.is(TypeKind::kList);
    const Type element = listed ? list.element() : list;
    locals_.push_back({"item", id, element, true});
    const NodeId predicate = ast().child(id, 1);
    const Type type = visit(predicate);
    locals_.pop_back();
    if (type.is(TypeKind::kNumber) && !tree_->nodes[id].uses_item) return element;
    if (!type.is_any() && !type.is(TypeKind::kNull) && !type.is(TypeKind::kBoolean) && !type.is(TypeKind::kNumber)) {
        report(predicate, "FEEL-111",
               format_text({"A filter is a condition or a position, but this gives a {0}",
                            "过滤条件应为条件或位置，但结果是 {0}"},
                           {type.to_string()}));
    }
    if (type.is(TypeKind::kBoolean) || tree_->nodes[id].uses_item) return Type::list(element);
    return {};
}

Type Checker::visit_list(NodeId id) {
    Type element;
    bool first = true;
    for (const NodeId child : ast().children_of(id)) {
        const Type type = visit(child);
        element = first ? type : Type::either(element, type);
        first = false;
    }
    return Type::list(element);
}

Type Checker::visit_context(NodeId id) {
    const std::size_t depth = locals_.size();
    std::vector<std::pair<std::string, Type>> fields;
    for (const NodeId entry : ast().children_of(id)) {
        const std::string& key = ast().text(entry);
        for (const auto& [known, type] : fields) {
            if (known == key) {
                report(entry, "FEEL-116", format_text({"The key \"{0}\" occurs twice", "键“{0}”重复出现"}, {key}));
                tree_->nodes[id].broken = true;
            }
        }
        const Type type = visit(ast().child(entry, 0));
        tree_->nodes[entry].type = type;
        locals_.push_back({key, entry, type});
        fields.emplace_back(key, type);
    }
    locals_.resize(depth);
    return Type::context(std::move(fields));
}

Type Checker::visit_range(NodeId id) {
    const auto children = ast().children_of(id);
    const Type low = visit(children[0]);
    if (children.size() == 1) return Type::range(low);
    const Type high = visit(children[1]);
    // An end that is null is none: [1..null] is (>= 1).
    if (!low.is(TypeKind::kNull) && !high.is(TypeKind::kNull)) comparison(id, low, high, true);
    return Type::range(Type::either(low, high));
}

Type Checker::visit_function(NodeId id) {
    const auto children = ast().children_of(id);
    const std::size_t depth = locals_.size();
    std::vector<Type> parameters;
    for (const NodeId parameter : children.first(children.size() - 1)) {
        const auto declared = ast().children_of(parameter);
        Type type = declared.empty() ? Type() : declared_type(declared[0]);
        tree_->nodes[parameter].type = type;
        locals_.push_back({ast().text(parameter), parameter, type});
        parameters.push_back(std::move(type));
    }
    const Type result = visit(children.back());
    locals_.resize(depth);
    if (ast().node(id).has(syntax::kExternal)) {
        report(id, "FEEL-117", {"External functions are not supported", "不支持外部函数"}, {}, true);
        return Type::function(std::move(parameters), Type());
    }
    return Type::function(std::move(parameters), result);
}

void Checker::visit_instance_of(NodeId id) {
    const Type value = visit(ast().child(id, 0));
    const Type asked = declared_type(ast().child(id, 1));
    if (value.is_any() || value.is(TypeKind::kNull) || asked.is_any() || value.kind() == asked.kind()) return;
    report(id, "FEEL-121",
           format_text({"A {0} is never a {1}: this is always false", "{0} 不可能是 {1}，结果总是 false"},
                       {value.to_string(), asked.to_string()}));
}

Type Checker::declared_type(NodeId id) {
    const auto children = ast().children_of(id);
    Type type;
    switch (ast().node(id).kind) {
        case NodeKind::kTypeList:
            type = Type::list(declared_type(children[0]));
            break;
        case NodeKind::kTypeRange:
            type = Type::range(declared_type(children[0]));
            break;
        case NodeKind::kTypeContext: {
            std::vector<std::pair<std::string, Type>> fields;
            for (const NodeId entry : children) {
                fields.emplace_back(ast().text(entry), declared_type(ast().child(entry, 0)));
                tree_->nodes[entry].broken = tree_->nodes[ast().child(entry, 0)].broken;
            }
            type = Type::context(std::move(fields));
            break;
        }
        case NodeKind::kTypeFunction: {
            std::vector<Type> parameters;
            for (const NodeId p : children.first(children.size() - 1)) parameters.push_back(declared_type(p));
            type = Type::function(std::move(parameters), declared_type(children.back()));
            break;
        }
        default:
            type = named_type(id);
            break;
    }
    // Of a type with a part that nobody knows nothing is an instance, and nothing is not.
    for (const NodeId child : children) tree_->nodes[id].broken |= tree_->nodes[child].broken;
    tree_->nodes[id].type = type;
    return type;
}

Type Checker::named_type(NodeId id) {
    const std::string& name = ast().text(id);
    if (const auto kind = type_kind_of(name)) return *kind;
    if (const Type* type = scope_.find_type(name)) return *type;
    report(id, "FEEL-115", format_text({"There is no type \"{0}\"", "没有名为“{0}”的类型"}, {name}),
           did_you_mean(name, scope_.known_types()), true);
    return {};
}

}  // namespace fw::feel
