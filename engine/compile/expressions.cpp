// FEEL texts and templates of models: compiled where they stand, so that a mistake points into the JSON file.
#include <algorithm>

#include "engine/compile/build.h"
#include "engine/feel/place.h"
#include "engine/model/money.h"

namespace fw::compile {

namespace {

// The field at the end of a path that an expression reads; null where it is none of an entity.
const Field* field_read(const Build& build, const std::vector<std::string>& path, const feel::Scope& scope) {
    const auto first = path.empty() ? std::nullopt : scope.find(path.front());
    if (!first) return nullptr;
    const feel::RecordType* owner = first->field.empty() ? nullptr : scope.names()[first->slot].type.fields();
    feel::Type type = first->type;
    for (std::size_t i = 1; i < path.size(); ++i) {
        owner = type.fields();
        const feel::RecordType::Field* next = owner == nullptr ? nullptr : owner->find(path[i]);
        if (next == nullptr) return nullptr;
        type = next->type;
    }
    const Entity* entity = owner == nullptr ? nullptr : build.entity_by_id(owner->name);
    return entity == nullptr ? nullptr : entity->find(path.back());
}

// Of an amount, or of sums and differences of amounts in one currency; "" of everything else.
std::string money_style_of(const Build& build, const Expr& expr, const feel::Scope& scope) {
    const bool other = expr.text.find_first_of("*/,\"[{<>=") != std::string::npos;
    if (!expr.code || other || !expr.code.type().is(feel::TypeKind::kNumber)) return {};
    std::string_view currency;
    int scale = 0;
    for (const std::vector<std::string>& path : expr.code.reads()) {
        const Field* field = field_read(build, path, scope);
        if (field == nullptr || field->currency.empty()) return {};
        if (!currency.empty() && currency != field->currency) return {};
        currency = field->currency;
        scale = std::max(scale, field->scale);
    }
    return currency.empty() ? std::string() : model::money_style(currency, scale);
}

// Whether the text calls a function of the clock. Strings are skipped; names inside longer names do not count.
bool reads_clock(std::string_view text) {
    const auto word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            ++i;
            while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
            continue;
        }
        if (!word(text[i]) || (i > 0 && (word(text[i - 1]) || text[i - 1] == '.'))) continue;
        std::size_t end = i;
        while (end < text.size() && word(text[end])) ++end;
        const std::string_view name = text.substr(i, end - i);
        std::size_t paren = end;
        while (paren < text.size() && text[paren] == ' ') ++paren;
        if ((name == "today" || name == "now") && paren < text.size() && text[paren] == '(') return true;
        i = end - 1;
    }
    return false;
}

}  // namespace

Expr Build::expression(const Source& source, const json::Value* written, const std::string& element,
                       const feel::Scope& scope, const Wanted& wanted) {
    Expr expr;
    if (written == nullptr || !written->is_string()) return expr;
    expr.text = written->as_string();
    expr.element = element;
    compile_into(expr, source, written->range(), 0, scope, wanted);
    return expr;
}

Expr Build::constant(std::string text, const std::string& element) {
    Expr expr{std::move(text), {}, element};
    const feel::Scope scope(functions_);
    if (auto code = feel::compile_text(expr.text, scope)) expr.code = std::move(*code);
    return expr;
}

void Build::compile_into(Expr& expr, const Source& source, Range literal, std::uint32_t offset,
                         const feel::Scope& scope, const Wanted& wanted) {
    feel::CheckOptions options;
    options.expected = wanted.type;
    auto code = feel::compile_text(expr.text, scope, options);
    const std::string file = place(source, literal, {}).file;
    const auto located = [&](Diagnostics diagnostics) {
        for (Diagnostic& d : diagnostics) {
            d.place.range.begin += offset;
            d.place.range.end += offset;
        }
        return feel::relocate(std::move(diagnostics), source.document->text, literal, file, expr.element);
    };
    if (!code) {
        add(located(std::move(code.error())));
        return;
    }
    add(located(code->warnings()));
    if (wanted.stored && reads_clock(expr.text)) {
        warn(source, "MODEL-221", literal, expr.element,
             {"the result is stored when the record is saved; it does not change when time goes by",
              "结果在保存记录时存储，不会随时间自动变化"},
             {"compare with today() in a filter, condition or reminder instead",
              "请改在筛选、条件或提醒中与 today() 比较"});
    }
    if (!wanted.reader) {
        const auto& reads = code->reads();
        const bool reads_user = std::any_of(reads.begin(), reads.end(),
                                            [](const auto& path) { return !path.empty() && path[0] == "user"; });
        if (reads_user) {
            error(source, "MODEL-121", literal, expr.element,
                  {"'user' is not known here: the result is the same for every reader",
                   "此处不能使用 user：结果对所有读者都相同"},
                  {"use owner or created_by of the record", "请使用记录的 owner 或 created_by"});
        }
    }
    expr.code = std::move(*code);
}

Template Build::text_template(const Source& source, const json::Value* written, const std::string& element,
                              const feel::Scope& scope, bool reader) {
    Template made;
    if (written == nullptr) return made;
    if (written->is_string()) {
        made.en = pieces(source, *written, element, scope, reader);
        made.zh = made.en;
        return made;
    }
    if (const json::Value* en = written->find("en")) made.en = pieces(source, *en, element, scope, reader);
    if (const json::Value* zh = written->find("zh")) made.zh = pieces(source, *zh, element, scope, reader);
    return made;
}

// "{{" and "}}" stand for the braces themselves. Braces and quotes inside FEEL nest.
std::vector<Template::Piece> Build::pieces(const Source& source, const json::Value& written, const std::string& element,
                                           const feel::Scope& scope, bool reader) {
    std::vector<Template::Piece> all;
    if (!written.is_string()) return all;
    const std::string& text = written.as_string();
    std::string literal;
    const auto flush = [&] {
        if (!literal.empty()) all.push_back({std::move(literal), {}});
        literal.clear();
    };
    const auto at = [&](std::size_t offset) {
        const auto begin =
            feel::offset_in_json(source.document->text, written.range(), static_cast<std::uint32_t>(offset));
        return Range{begin, begin + 1};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool doubled = i + 1 < text.size() && text[i + 1] == text[i];
        if ((text[i] == '{' || text[i] == '}') && doubled) {
            literal += text[i++];
            continue;
        }
        if (text[i] == '}') {
            error(source, "MODEL-123", at(i), element, {"this '}' closes nothing", "此处的“}”没有对应的“{”"},
                  {"write }} for a brace itself", "要写花括号本身，请用 }}"});
            continue;
        }
        if (text[i] != '{') {
            literal += text[i];
            continue;
        }
        std::size_t end = i + 1;
        int depth = 1;
        for (; end < text.size(); ++end) {
            if (text[end] == '"') {
                ++end;
                while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
            } else if (text[end] == '{') {
                ++depth;
            } else if (text[end] == '}' && --depth == 0) {
                break;
            }
        }
        if (end >= text.size()) {
            error(source, "MODEL-123", at(i), element, {"this '{' is never closed", "此处的“{”没有闭合"},
                  {"write {{ for a brace itself", "要写花括号本身，请用 {{"});
            break;
        }
        flush();
        Expr expr{text.substr(i + 1, end - i - 1), {}, element};
        if (expr.text.find_first_not_of(" \t\r\n") == std::string::npos) {
            error(source, "MODEL-123", at(i), element, {"there is nothing between the braces", "花括号内没有内容"},
                  {"write a field, such as {number}", "请填写字段，例如 {number}"});
        } else {
            Wanted wanted;
            wanted.reader = reader;
            compile_into(expr, source, written.range(), static_cast<std::uint32_t>(i + 1), scope, wanted);
            std::string style = money_style_of(*this, expr, scope);
            all.push_back({std::move(style), std::move(expr)});
        }
        i = end;
    }
    flush();
    return all;
}

}  // namespace fw::compile
