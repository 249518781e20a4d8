#include "engine/interchange/bpmn/expression_translate.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "engine/interchange/bpmn/expression_lexer.h"

namespace fw::bpmn {

namespace {

constexpr std::size_t kDeepest = 100;  // nesting of brackets and operators

// A piece of FEEL and how tightly its outermost operator binds (the higher, the tighter).
struct Piece {
    enum Binding : std::uint8_t { kConditional, kOr, kAnd, kComparison, kAdd, kMultiply, kNegate, kPostfix };
    std::string text;
    Binding binding = kPostfix;
    std::string variable;  // the plain name it is in the source, if it is nothing else

    [[nodiscard]] std::string in(Binding least) const { return binding >= least ? text : "(" + text + ")"; }
};

using Parsed = std::optional<Piece>;

class Translator {
  public:
    Translator(std::vector<Token> tokens, Dialect dialect, const Rename& rename)
        : tokens_(std::move(tokens)), python_(dialect == Dialect::kPython), rename_(rename) {}

    std::optional<std::string> run() {
        Parsed whole = conditional();
        if (!whole || now().kind != Token::Kind::kEnd) return std::nullopt;
        return whole->text;
    }

  private:
    [[nodiscard]] const Token& now(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }
    [[nodiscard]] bool word(std::string_view text, std::size_t ahead = 0) const {
        return now(ahead).kind == Token::Kind::kName && now(ahead).text == text;
    }
    [[nodiscard]] bool sign(std::string_view text, std::size_t ahead = 0) const {
        return now(ahead).kind == Token::Kind::kOperator && now(ahead).text == text;
    }
    bool take_word(std::string_view text) { return word(text) && ++at_ > 0; }
    bool take_sign(std::string_view text) { return sign(text) && ++at_ > 0; }

    static Piece choose(const Piece& when, const Piece& then, const Piece& otherwise) {
        return {"if " + when.in(Piece::kOr) + " then " + then.in(Piece::kOr) + " else " + otherwise.in(Piece::kOr),
                Piece::kConditional,
                {}};
    }

    Parsed conditional() {
        if (++depth_ > kDeepest) return std::nullopt;
        Parsed first = disjunction();
        if (!first) return std::nullopt;
        if (take_sign("?")) {  // JUEL: a ? b : c
            Parsed then = conditional();
            if (!then || !take_sign(":")) return std::nullopt;
            Parsed otherwise = conditional();
            if (!otherwise) return std::nullopt;
            first = choose(*first, *then, *otherwise);
        } else if (python_ && take_word("if")) {  // Python: b if a else c
            Parsed when = disjunction();
            if (!when || !take_word("else")) return std::nullopt;
            Parsed otherwise = conditional();
            if (!otherwise) return std::nullopt;
            first = choose(*when, *first, *otherwise);
        }
        --depth_;
        return first;
    }

    Parsed disjunction() {
        Parsed left = conjunction();
        while (left && (take_sign("||") || take_word("or"))) {
            Parsed right = conjunction();
            if (!right) return std::nullopt;
            left = Piece{left->in(Piece::kOr) + " or " + right->in(Piece::kAnd), Piece::kOr, {}};
        }
        return left;
    }

    Parsed conjunction() {
        Parsed left = negation();
        while (left && (take_sign("&&") || take_word("and"))) {
            Parsed right = negation();
            if (!right) return std::nullopt;
            left = Piece{left->in(Piece::kAnd) + " and " + right->in(Piece::kComparison), Piece::kAnd, {}};
        }
        return left;
    }

    // Python's `not` binds looser than comparisons, JUEL's tighter (see unary).
    Parsed negation() {
        if (!python_ || !word("not")) return comparison();
        if (++depth_ > kDeepest) return std::nullopt;
        ++at_;
        Parsed inner = negation();
        --depth_;
        if (!inner) return std::nullopt;
        return Piece{"not(" + inner->text + ")", Piece::kPostfix, {}};
    }

    // The FEEL operator of a comparison, empty where none stands here.
    std::string_view comparison_sign() {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kSigns = {
            {{"==", "="}, {"=", "="}, {"!=", "!="}, {"<=", "<="}, {">=", ">="}, {"<", "<"}, {">", ">"}}};
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kWords = {
            {{"eq", "="}, {"ne", "!="}, {"le", "<="}, {"ge", ">="}, {"lt", "<"}, {"gt", ">"}}};
        for (const auto& [written, feel] : kSigns) {
            if (take_sign(written)) return feel;
        }
        if (!python_) {
            for (const auto& [written, feel] : kWords) {
                if (take_word(written)) return feel;
            }
            return {};
        }
        if (take_word("is")) return take_word("not") ? "!=" : "=";
        if (take_word("in")) return "in";
        if (word("not") && word("in", 1)) {
            at_ += 2;
            return "not in";
        }
        return {};
    }

    Parsed comparison() {
        Parsed left = sum();
        std::string all;
        std::size_t count = 0;
        while (left) {
            const std::string_view op = comparison_sign();
            if (op.empty()) break;
            Parsed right = sum();
            if (!right) return std::nullopt;
            std::string one = left->in(Piece::kAdd) + " " + std::string(op) + " " + right->in(Piece::kAdd);
            if (op == "in") one = "list contains(" + right->text + ", " + left->text + ")";
            if (op == "not in") one = "not(list contains(" + right->text + ", " + left->text + "))";
            all += (count++ == 0 ? "" : " and ") + one;
            left = right;  // a < b < c: the next one compares b
        }
        if (count == 0 || !left) return left;
        return Piece{std::move(all), count == 1 ? Piece::kComparison : Piece::kAnd, {}};
    }

    Parsed sum() {
        Parsed left = product();
        while (left && (sign("+") || sign("-"))) {
            const std::string op = tokens_[at_++].text;
            Parsed right = product();
            if (!right) return std::nullopt;
            left = Piece{left->in(Piece::kAdd) + " " + op + " " + right->in(Piece::kMultiply), Piece::kAdd, {}};
        }
        return left;
    }

    Parsed product() {
        Parsed left = unary();
        while (left) {
            const bool remainder = take_sign("%") || (!python_ && take_word("mod"));
            const bool divided = !remainder && (take_sign("/") || (!python_ && take_word("div")));
            if (!remainder && !divided && !take_sign("*")) break;
            Parsed right = unary();
            if (!right) return std::nullopt;
            if (remainder) {
                left = Piece{"modulo(" + left->text + ", " + right->text + ")", Piece::kPostfix, {}};
                continue;
            }
            left = Piece{left->in(Piece::kMultiply) + (divided ? " / " : " * ") + right->in(Piece::kNegate),
                         Piece::kMultiply,
                         {}};
        }
        return left;
    }

    Parsed unary() {
        if (++depth_ > kDeepest) return std::nullopt;
        Parsed made;
        if (take_sign("-")) {
            made = unary();
            if (made) made = Piece{"-" + made->in(Piece::kPostfix), Piece::kNegate, {}};
        } else if (take_sign("!") || (!python_ && take_word("not"))) {
            made = unary();
            if (made) made = Piece{"not(" + made->text + ")", Piece::kPostfix, {}};
        } else if (!python_ && word("empty") && !sign(".", 1)) {
            ++at_;
            made = unary();
            if (made) made = Piece{made->in(Piece::kAdd) + " in (null, \"\", [])", Piece::kComparison, {}};
        } else {
            made = postfix();
        }
        --depth_;
        return made;
    }

    Parsed postfix() {
        Parsed left = primary();
        while (left) {
            if (take_sign("[")) {
                Parsed inner = conditional();
                if (!inner || !take_sign("]")) return std::nullopt;
                left = index(*left, *inner);
            } else if (sign(".") && now(1).kind == Token::Kind::kName) {
                const std::string member = now(1).text;
                at_ += 2;
                left = take_sign("(") ? method(*left, member)
                                      : Parsed(Piece{left->in(Piece::kPostfix) + "." + member, Piece::kPostfix, {}});
            } else {
                break;
            }
        }
        return left;
    }

    // a['name'] is a path; a[0] counts from 1 in FEEL.
    static Parsed index(const Piece& of, const Piece& inner) {
        const std::string& key = inner.text;
        if (key.size() > 2 && key.front() == '"') {
            const std::string name = key.substr(1, key.size() - 2);
            const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
                return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            });
            if (!plain || (name[0] >= '0' && name[0] <= '9'))
                return Piece{"get value(" + of.text + ", " + key + ")", Piece::kPostfix, {}};
            return Piece{of.in(Piece::kPostfix) + "." + name, Piece::kPostfix, {}};
        }
        return Piece{of.in(Piece::kPostfix) + "[" + inner.in(Piece::kAdd) + " + 1]", Piece::kPostfix, {}};
    }

    std::optional<std::vector<Piece>> arguments() {
        std::vector<Piece> out;
        if (take_sign(")")) return out;
        do {
            Parsed each = conditional();
            if (!each) return std::nullopt;
            out.push_back(std::move(*each));
        } while (take_sign(","));
        if (!take_sign(")")) return std::nullopt;
        return out;
    }

    [[nodiscard]] Parsed variable_named(const Piece& literal) const {
        if (literal.text.size() < 3 || literal.text.front() != '"') return std::nullopt;
        return Piece{rename_(literal.text.substr(1, literal.text.size() - 2)), Piece::kPostfix, {}};
    }

    Parsed method(const Piece& of, const std::string& name) {
        const std::optional<std::vector<Piece>> with = arguments();
        if (!with) return std::nullopt;
        if (of.variable == "execution" && with->size() == 1) {
            Parsed variable = variable_named((*with)[0]);
            if (variable && (name == "getVariable" || name == "getVariableLocal")) return variable;
            if (variable && (name == "hasVariable" || name == "hasVariableLocal")) {
                return Piece{variable->text + " != null", Piece::kComparison, {}};
            }
            return std::nullopt;
        }
        if (with->empty() && (name == "size" || name == "length"))
            return Piece{"count(" + of.text + ")", Piece::kPostfix, {}};
        if (with->empty() && name == "isEmpty") return Piece{"count(" + of.text + ") = 0", Piece::kComparison, {}};
        if (with->size() == 1 && name == "equals") {
            return Piece{of.in(Piece::kAdd) + " = " + (*with)[0].in(Piece::kAdd), Piece::kComparison, {}};
        }
        return std::nullopt;
    }

    Parsed call(const std::string& name) {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kSame = {{{"len", "count"},
                                                                                                {"str", "string"},
                                                                                                {"int", "number"},
                                                                                                {"float", "number"},
                                                                                                {"abs", "abs"},
                                                                                                {"sum", "sum"},
                                                                                                {"min", "min"},
                                                                                                {"max", "max"},
                                                                                                {"not", "not"}}};
        const std::optional<std::vector<Piece>> with = arguments();
        if (!with) return std::nullopt;
        for (const auto& [theirs, ours] : kSame) {
            if (name != theirs) continue;
            std::string text = std::string(ours) + "(";
            for (std::size_t i = 0; i < with->size(); ++i) text += (i == 0 ? "" : ", ") + (*with)[i].text;
            return Piece{text + ")", Piece::kPostfix, {}};
        }
        return std::nullopt;
    }

    Parsed primary() {
        const Token token = now();
        if (token.kind == Token::Kind::kEnd) return std::nullopt;
        ++at_;
        if (token.kind == Token::Kind::kNumber) return Piece{token.text, Piece::kPostfix, {}};
        if (token.kind == Token::Kind::kString) return Piece{feel_string(token.text), Piece::kPostfix, {}};
        if (token.kind == Token::Kind::kName) return name(token.text);
        if (token.text == "(") {
            Parsed inner = conditional();
            if (!inner || !take_sign(")")) return std::nullopt;
            return inner;
        }
        if (token.text == "[") return list();
        return std::nullopt;
    }

    Parsed list() {
        std::string text = "[";
        if (!take_sign("]")) {
            do {
                Parsed each = conditional();
                if (!each) return std::nullopt;
                text += (text.size() == 1 ? "" : ", ") + each->text;
            } while (take_sign(","));
            if (!take_sign("]")) return std::nullopt;
        }
        return Piece{text + "]", Piece::kPostfix, {}};
    }

    Parsed name(const std::string& text) {
        if (text == "true" || text == "True") return Piece{"true", Piece::kPostfix, {}};
        if (text == "false" || text == "False") return Piece{"false", Piece::kPostfix, {}};
        if (text == "null" || text == "None") return Piece{"null", Piece::kPostfix, {}};
        if (take_sign("(")) return call(text);
        return Piece{rename_(text), Piece::kPostfix, text};
    }

    std::vector<Token> tokens_;
    bool python_;
    const Rename& rename_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace

std::optional<std::string> translate(std::string_view source, Dialect dialect, const Rename& rename) {
    std::optional<std::vector<Token>> tokens = tokens_of(source);
    if (!tokens) return std::nullopt;
    return Translator(std::move(*tokens), dialect, rename).run();
}

}  // namespace fw::bpmn
