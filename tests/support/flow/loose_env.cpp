#include "tests/support/flow/loose_env.h"

#include "engine/feel/feel.h"
#include "engine/json/read.h"

namespace fw::test {

namespace {

model::Expr compile(std::string text, const std::string& element, const flow::ReadEnv::Names& names, Diagnostics& out) {
    feel::Scope scope;
    for (const auto& [name, type] : names) scope.add(name, type);
    feel::CheckOptions options;
    options.strict = false;
    auto made = feel::compile_text(text, scope, options);
    model::Expr expr;
    expr.text = std::move(text);
    expr.element = element;
    if (made) {
        expr.code = *made;
    } else {
        for (Diagnostic& each : made.error()) {
            each.place.element = element;
            out.push_back(std::move(each));
        }
    }
    return expr;
}

std::vector<model::Template::Piece> pieces(const std::string& text, const std::string& element,
                                           const flow::ReadEnv::Names& names, Diagnostics& out) {
    std::vector<model::Template::Piece> made;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t open = text.find('{', at);
        if (open == std::string::npos) break;
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos) break;
        if (open > at) made.push_back({text.substr(at, open - at), {}});
        made.push_back({"", compile(text.substr(open + 1, close - open - 1), element, names, out)});
        at = close + 1;
    }
    if (at < text.size()) made.push_back({text.substr(at), {}});
    return made;
}

std::string string_of(const json::Value& value) { return value.is_string() ? value.as_string() : std::string(); }

}  // namespace

model::Expr LooseEnv::expression(const json::Value& value, const std::string& element, const Names& names,
                                 const feel::Type&, Diagnostics& out) const {
    return compile(string_of(value), element, names, out);
}

model::Expr LooseEnv::entity_expression(const json::Value& value, const std::string& element, std::string_view,
                                        const feel::Type&, Diagnostics&) const {
    model::Expr expr;
    expr.text = string_of(value);
    expr.element = element;
    return expr;
}

model::Template LooseEnv::text(const json::Value& value, const std::string& element, const Names& names,
                               Diagnostics& out) const {
    model::Template made;
    if (value.is_string()) {
        made.en = pieces(value.as_string(), element, names, out);
    } else {
        made.en = pieces(std::string(value.string_or("en")), element, names, out);
        made.zh = pieces(std::string(value.string_or("zh")), element, names, out);
    }
    return made;
}

std::string LooseEnv::entity(const json::Value& id, const std::string&, Diagnostics&) const { return string_of(id); }
std::string LooseEnv::role(const json::Value& id, const std::string&, Diagnostics&) const { return string_of(id); }
bool LooseEnv::field(std::string_view, const json::Value&, const std::string&, Diagnostics&) const { return true; }
bool LooseEnv::state(std::string_view, const json::Value&, const std::string&, Diagnostics&) const { return true; }
feel::Type LooseEnv::record_type(std::string_view) const { return {}; }
feel::Type LooseEnv::person_type() const { return {}; }
std::string LooseEnv::pack() const { return "test"; }
Place LooseEnv::place(Range range, const std::string& element) const {
    Place place;
    place.range = range;
    place.element = element;
    return place;
}

Result<flow::Flow> read_flow_value(const json::Value& root, Diagnostics* warnings) {
    model::Document document;
    document.path = "flows/case.json";
    document.kind = "flow";
    document.id = root.string_or("id", "case");
    document.root = root;
    return flow::read_flow(document, LooseEnv(), warnings);
}

Result<flow::Flow> read_flow_text(std::string_view text, Diagnostics* warnings) {
    auto root = json::read(text);
    if (!root) return tl::unexpected(std::move(root.error()));
    return read_flow_value(*root, warnings);
}

}  // namespace fw::test
