#include "engine/flow/proof/plain_env.h"

#include "engine/flow/read_lenient.h"
#include "engine/json/write.h"

namespace fw::flow {

namespace {

model::Expr as_text(const json::Value& value, const std::string& element) {
    model::Expr made;
    made.text = value.is_string() ? std::string(value.as_string()) : json::write_compact(value);
    made.element = element;
    return made;
}

std::string id_of(const json::Value& value) { return value.is_string() ? std::string(value.as_string()) : ""; }

}  // namespace

model::Expr PlainEnv::expression(const json::Value& value, const std::string& element, const Names&, const feel::Type&,
                                 Diagnostics&) const {
    return as_text(value, element);
}
model::Expr PlainEnv::entity_expression(const json::Value& value, const std::string& element, std::string_view,
                                        const feel::Type&, Diagnostics&) const {
    return as_text(value, element);
}
model::Template PlainEnv::text(const json::Value&, const std::string&, const Names&, Diagnostics&) const { return {}; }
std::string PlainEnv::entity(const json::Value& id, const std::string&, Diagnostics&) const { return id_of(id); }
std::string PlainEnv::role(const json::Value& id, const std::string&, Diagnostics&) const {
    const std::string role = id_of(id);
    return pack_.empty() || role.find('.') != std::string::npos ? role : std::string(pack_) + "." + role;
}
bool PlainEnv::field(std::string_view, const json::Value&, const std::string&, Diagnostics&) const { return true; }
bool PlainEnv::state(std::string_view, const json::Value&, const std::string&, Diagnostics&) const { return true; }
feel::Type PlainEnv::record_type(std::string_view) const { return {}; }
feel::Type PlainEnv::person_type() const { return {}; }
std::string PlainEnv::pack() const { return std::string(pack_); }

Place PlainEnv::place(Range range, const std::string& element) const {
    Place made;
    made.file = file_;
    made.range = range;
    if (!text_.empty()) made.at = line_column(text_, range.begin);
    made.element = element;
    return made;
}

Result<Flow> read_plain_flow(const json::Value& root, std::string_view file, std::string_view text,
                             std::string_view pack) {
    const PlainEnv env(file, text, pack);
    model::Document document;
    document.kind = "flow";
    document.id = root.string_or("id", "flow");
    document.root = root;
    return read_flow_lenient(document, env);
}

}  // namespace fw::flow
