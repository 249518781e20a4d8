#include "engine/compile/written.h"

#include <algorithm>

#include "engine/base/suggest.h"

namespace fw::compile {

namespace {

std::vector<std::string> ids_of(const auto& list) {
    std::vector<std::string> out;
    for (const auto& each : list) out.push_back(each.id);
    return out;
}

// What cannot be a record of the entity or the id of one; empty where it may be.
std::string other_than(const Entity& entity, const feel::Type& type) {
    switch (type.kind()) {
        case feel::TypeKind::kAny:
        case feel::TypeKind::kNull:
        case feel::TypeKind::kString:
        case feel::TypeKind::kNumber:
            return {};
        case feel::TypeKind::kContext: {
            const feel::RecordType* fields = type.fields();
            if (fields == nullptr || fields->name.empty() || fields == &entity.record) return {};
            return "base." + fields->name == entity.id ? std::string() : fields->name;  // the people FEEL knows
        }
        default:
            return type.to_string();
    }
}

}  // namespace

std::vector<std::string> unknown_options(const Field& field, const feel::Value& value) {
    std::vector<std::string> out;
    const auto look = [&](const feel::Value& one) {
        const bool known = !one.is_string() || std::any_of(field.options.begin(), field.options.end(),
                                                           [&](const Option& o) { return o.id == one.as_string(); });
        if (!known) out.emplace_back(one.as_string());
    };
    if (field.options.empty()) return out;
    if (value.is_list()) {
        for (const feel::Value& one : value.as_list()) look(one);
    } else {
        look(value);
    }
    return out;
}

const Field* Written::field(const Entity& entity, const json::Value& name, const std::string& element) const {
    const Field* found = build_.field(source_, &entity, name, element);
    if (found == nullptr) return nullptr;
    const bool system = entity.declared(found->id) == nullptr;
    const bool given = !system && found->type != nullptr && found->stored() && !found->computed();
    const bool numbered = given && found->type->id == "auto_number";
    if (system ? found->id == "state" || found->id == "owner" : given && !numbered) return found;
    error(name.range(), element,
          format_text(numbered ? Text{"'{0}' cannot be set: the system counts it", "“{0}”不能设置：由系统自动编号"}
                               : Text{"'{0}' cannot be set: it is computed or kept by the system",
                                      "“{0}”不能设置：由计算得出或由系统维护"},
                      {found->id}));
    return nullptr;
}

feel::Type Written::type(const Field& field) {
    return field.storage == form::Storage::kReference ? feel::Type() : field.feel_type;
}

void Written::value(const Entity& entity, const Field& field, const Expr& value, Range range,
                    const std::string& element) const {
    if (!value.code) return;
    if (field.storage == form::Storage::kReference && field.to != nullptr) {
        const std::string other = other_than(*field.to, value.code.type());
        if (other.empty()) return;
        return error(range, element,
                     format_text({"'{0}' refers to {1}, not to {2}", "“{0}”引用 {1}，而不是 {2}"},
                                 {field.id, field.to->id, other}));
    }
    // What reads nothing and calls nothing, so not the clock either.
    const bool known = value.code.reads().empty() && value.text.find('(') == std::string::npos;
    const feel::Value constant = known ? feel::evaluate(value.code, {}) : feel::Value::null();
    if (field.id == "state" && entity.declared("state") == nullptr) return state(entity, constant, range, element);
    for (const std::string& text : unknown_options(field, constant)) {
        error(range, element, format_text({"'{0}' has no option '{1}'", "“{0}”没有选项“{1}”"}, {field.id, text}),
              did_you_mean(text, ids_of(field.options)));
    }
}

void Written::state(const Entity& entity, const feel::Value& value, Range range, const std::string& element) const {
    if (entity.states.empty())
        return error(range, element, format_text({"{0} has no states", "{0} 没有状态"}, {entity.id}));
    if (!value.is_string() || entity.state(value.as_string()) != nullptr) return;
    const std::string text(value.as_string());
    error(range, element, format_text({"{0} has no state '{1}'", "实体 {0} 没有状态“{1}”"}, {entity.id, text}),
          did_you_mean(text, ids_of(entity.states)));
}

void Written::error(Range range, const std::string& element, Text text, Text hint) const {
    build_.error(source_, code_, range, element, std::move(text), std::move(hint));
}

}  // namespace fw::compile
