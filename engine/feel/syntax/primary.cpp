// Literals, names, parentheses, lists, ranges, contexts, loops, functions and types.
#include <array>

#include "engine/feel/calendar/text.h"
#include "engine/feel/names.h"
#include "engine/feel/syntax/parser.h"

namespace fw::feel::syntax {

NodeId Parser::primary() {
    const Token token = token_;
    switch (token.kind) {
        case TokenKind::kNumber: {
            const auto number = Decimal::parse(token.text);
            if (!number) return error(token.range, "FEEL-007", {"This number is too large", "此数字过大"});
            advance();
            return add_literal(Value::number(*number), token.range);
        }
        case TokenKind::kString:
            advance();
            return add_literal(Value::string(unquote(token.text)), token.range);
        case TokenKind::kTemporal: {
            Value value = parse_temporal(unquote(token.text));
            advance();
            if (value.is_null()) {
                return add_literal(Value(), token.range);
            }
            return add_literal(std::move(value), token.range);
        }
        case TokenKind::kSymbol:
            if (token.text == "(") return parenthesized();
            if (token.text == "[" || token.text == "]") return bracketed();
            if (token.text == "{") return context();
            return unexpected();
        case TokenKind::kWord:
            break;
        default:
            return unexpected();
    }
    const bool complex = complex_name_end(Names::kScope) > token.range.end;
    if (!complex && is_keyword(token.text)) {
        if (take_word("true")) return add_literal(Value::boolean(true), token.range);
        if (take_word("false")) return add_literal(Value::boolean(false), token.range);
        if (take_word("null")) return add_literal(Value(), token.range);
        if (token.text == "if") return if_then_else();
        if (token.text == "for") return loop(NodeKind::kFor);
        if (token.text == "some") return loop(NodeKind::kSome);
        if (token.text == "every") return loop(NodeKind::kEvery);
        if (token.text == "function") return function_literal();
        return unexpected();
    }
    std::string name = take_name(Names::kScope);
    return add_named(NodeKind::kName, token.range.begin, std::move(name));
}

NodeId Parser::parenthesized() {
    const DepthGuard guard(*this);
    if (!guard.ok) return kNone;
    const std::uint32_t begin = token_.range.begin;
    const bool outer = std::exchange(in_range_, false);
    advance();
    if (token_.kind == TokenKind::kSymbol && std::string_view("<=>=!=").find(token_.text) != std::string_view::npos) {
        const NodeId half = half_range();
        in_range_ = outer;
        if (half == kNone || !expect_symbol(")", "after the range", "用于结束区间")) return kNone;
        ast_->nodes[half].range = {begin, last_end_};
        return half;
    }
    const NodeId inner = expr();
    if (inner != kNone && take_symbol("..")) {
        const NodeId range = range_end(inner, false, begin);
        in_range_ = outer;
        return range;
    }
    in_range_ = outer;
    if (inner == kNone || !expect_symbol(")", "to close the parenthesis", "用于闭合括号")) return kNone;
    ast_->nodes[inner].flags |= kParenthesized;
    return inner;
}

NodeId Parser::half_range() {
    const NodeId tested = test();
    if (tested == kNone) return kNone;
    ast_->nodes[tested].kind = NodeKind::kHalfRange;
    return tested;
}

NodeId Parser::bracketed() {
    const DepthGuard guard(*this);
    if (!guard.ok) return kNone;
    const std::uint32_t begin = token_.range.begin;
    const bool closed = token_.text == "[";
    const bool outer = std::exchange(in_range_, false);
    advance();
    // A list that ends with a comma: what ends here began with the bracket.
    if (!closed && token_.kind == TokenKind::kEnd) {
        return error({begin, begin + 1}, "FEEL-001", {"Unexpected \"]\"", "意外的“]”"},
                     {"a list has no comma after its last element", "列表最后一个元素后面没有逗号"});
    }
    std::vector<NodeId> items;
    if (!closed || !is_symbol("]")) {
        do {
            items.push_back(expr());
            if (items.back() == kNone) return kNone;
            if (items.size() == 1 && take_symbol("..")) {
                const NodeId range = range_end(items[0], closed, begin);
                in_range_ = outer;
                return range;
            }
        } while (closed && take_symbol(","));
    }
    in_range_ = outer;
    if (!closed) return unexpected();
    if (!expect_symbol("]", "to close the list", "用于闭合列表")) return kNone;
    return add(NodeKind::kList, begin, items);
}

NodeId Parser::range_end(NodeId low, bool low_closed, std::uint32_t begin) {
    in_range_ = true;
    const NodeId high = expr();
    in_range_ = false;
    if (high == kNone) return kNone;
    const bool high_closed = is_symbol("]");
    if (!high_closed && !is_symbol(")") && !is_symbol("[")) {
        return error(token_.range, "FEEL-001",
                     {"Expected \"]\", \")\" or \"[\" after the range", "区间之后应有“]”、“)”或“[”"});
    }
    advance();
    const NodeId id = add(NodeKind::kRange, begin, std::array{low, high});
    if (id != kNone) {
        if (low_closed) ast_->nodes[id].flags |= kLowClosed;
        if (high_closed) ast_->nodes[id].flags |= kHighClosed;
    }
    return id;
}

NodeId Parser::context() {
    const DepthGuard guard(*this);
    if (!guard.ok) return kNone;
    const std::uint32_t begin = token_.range.begin;
    const bool outer = std::exchange(in_range_, false);
    const std::size_t known = local_complex_.size();
    advance();
    std::vector<NodeId> entries;
    if (!is_symbol("}")) {
        do {
            const std::uint32_t entry_begin = token_.range.begin;
            std::string key;
            if (token_.kind == TokenKind::kString) {
                key = unquote(token_.text);
                advance();
            } else {
                key = take_key();
                if (key.empty()) return unexpected();
            }
            if (!expect_symbol(":", "after the key", "位于键之后")) return kNone;
            know(key);
            const NodeId value = expr();
            entries.push_back(add_named(NodeKind::kEntry, entry_begin, std::move(key), std::array{value}));
            if (entries.back() == kNone) return kNone;
        } while (take_symbol(","));
    }
    in_range_ = outer;
    if (known == 0 && local_complex_.size() > 200) local_complex_.resize(200);
    if (!expect_symbol("}", "to close the context", "用于闭合上下文")) return kNone;
    return add(NodeKind::kContext, begin, entries);
}

NodeId Parser::if_then_else() {
    const std::uint32_t begin = token_.range.begin;
    advance();
    const NodeId condition = expr();
    if (condition == kNone || !expect_word("then")) return kNone;
    const NodeId yes = expr();
    if (yes == kNone || !expect_word("else")) return kNone;
    const NodeId no = expr();
    return add(NodeKind::kIf, begin, std::array{condition, yes, no});
}

NodeId Parser::loop(NodeKind kind) {
    const std::uint32_t begin = token_.range.begin;
    advance();
    std::vector<NodeId> children;
    do {
        children.push_back(iterator());
        if (children.back() == kNone) return kNone;
    } while (take_symbol(","));
    if (!expect_word(kind == NodeKind::kFor ? "return" : "satisfies")) return kNone;
    children.push_back(expr());
    return add(kind, begin, children);
}

NodeId Parser::iterator() {
    const std::uint32_t begin = token_.range.begin;
    if (token_.kind != TokenKind::kWord) return unexpected();
    std::string name = take_name(Names::kNew);
    while (!is_word("in") && token_.kind == TokenKind::kSymbol &&
           std::string_view("+-*/.").find(token_.text) != std::string_view::npos) {
        name += token_.text;
        advance();
        if (token_.kind == TokenKind::kWord && !is_word("in")) name += take_name(Names::kNew);
    }
    if (!expect_word("in")) return kNone;
    know(name);
    const NodeId list = expr();
    if (list != kNone && take_symbol("..")) {
        const NodeId last = expr();
        return add_named(NodeKind::kIterator, begin, std::move(name), std::array{list, last});
    }
    return add_named(NodeKind::kIterator, begin, std::move(name), std::array{list});
}

NodeId Parser::function_literal() {
    const std::uint32_t begin = token_.range.begin;
    advance();
    if (!expect_symbol("(", "after \"function\"", "位于“function”之后")) return kNone;
    std::vector<NodeId> children;
    if (!is_symbol(")")) {
        do {
            const std::uint32_t parameter_begin = token_.range.begin;
            std::string name = take_key();
            if (name.empty()) return unexpected();
            know(name);
            if (take_symbol(":")) {
                const NodeId of = type();
                children.push_back(add_named(NodeKind::kParameter, parameter_begin, std::move(name), std::array{of}));
            } else {
                children.push_back(add_named(NodeKind::kParameter, parameter_begin, std::move(name)));
            }
            if (children.back() == kNone) return kNone;
        } while (take_symbol(","));
    }
    if (!expect_symbol(")", "after the parameters", "用于结束形参")) return kNone;
    const bool external = take_word("external");
    children.push_back(expr());
    const NodeId id = add(NodeKind::kFunction, begin, children);
    if (id != kNone && external) ast_->nodes[id].flags |= kExternal;
    return id;
}

NodeId Parser::type() {
    const DepthGuard guard(*this);
    if (!guard.ok) return kNone;
    const std::uint32_t begin = token_.range.begin;
    if (token_.kind != TokenKind::kWord) return unexpected();
    const bool generic = peek().text == "<";
    if (generic && (is_word("list") || is_word("range"))) {
        const NodeKind kind = is_word("list") ? NodeKind::kTypeList : NodeKind::kTypeRange;
        advance();
        advance();
        const NodeId element = type();
        if (element == kNone || !expect_symbol(">", "after the type", "用于结束类型")) return kNone;
        return add(kind, begin, std::array{element});
    }
    if (generic && is_word("context")) {
        advance();
        advance();
        std::vector<NodeId> entries;
        do {
            const std::uint32_t entry_begin = token_.range.begin;
            std::string key = take_key();
            if (key.empty()) return unexpected();
            if (!expect_symbol(":", "after the key", "位于键之后")) return kNone;
            const NodeId of = type();
            entries.push_back(add_named(NodeKind::kTypeEntry, entry_begin, std::move(key), std::array{of}));
            if (entries.back() == kNone) return kNone;
        } while (take_symbol(","));
        if (!expect_symbol(">", "after the type", "用于结束类型")) return kNone;
        return add(NodeKind::kTypeContext, begin, entries);
    }
    if (generic && is_word("function")) return type_function(begin);
    for (const std::string_view name : {"date and time", "years and months duration", "days and time duration"}) {
        if (const std::uint32_t end = match(name); end != 0) {
            last_end_ = end;
            token_ = lexer_.next(end);
            return add_named(NodeKind::kTypeName, begin, std::string(name));
        }
    }
    std::string name = is_word("function") || is_word("null") ? std::string(token_.text) : std::string();
    if (!name.empty()) {
        advance();
    } else {
        name = take_name(Names::kScope);
        while (is_symbol(".")) {
            advance();
            if (token_.kind != TokenKind::kWord) return unexpected();
            name += "." + take_name(Names::kScope);
        }
    }
    return add_named(NodeKind::kTypeName, begin, std::move(name));
}

NodeId Parser::type_function(std::uint32_t begin) {
    advance();
    advance();
    std::vector<NodeId> children;
    if (!is_symbol(">") && !is_symbol("->")) {
        do {
            children.push_back(type());
            if (children.back() == kNone) return kNone;
        } while (take_symbol(","));
    }
    if (!expect_symbol(">", "after the types of the parameters", "位于形参类型之后")) return kNone;
    if (!expect_symbol("->", "before the type of the result", "位于结果类型之前")) return kNone;
    children.push_back(type());
    return add(NodeKind::kTypeFunction, begin, children);
}

}  // namespace fw::feel::syntax
