// `visible_when` is FEEL over the element's own properties; each becomes a name, with its fallback where not written.
#include <map>
#include <vector>

#include "designer/core/property_sheet.h"
#include "engine/feel/feel.h"
#include "engine/feel/functions.h"

namespace fw::designer {

namespace {

// Expressions of descriptors are few and fixed: compiled once each, over `any` typed names.
struct Compiled {
    feel::Expression expression;
    std::vector<std::string> names;
};

const Compiled& compiled(const model::ElementType& type, const model::Property& property, const json::Value& element) {
    static std::map<std::string, Compiled> cache;
    std::string key = type.id + ":" + std::string(element.string_or(type.variant_by)) + ":" + property.id;
    if (const auto it = cache.find(key); it != cache.end()) return it->second;
    Compiled made;
    feel::Scope scope(feel::Functions::standard());
    for (const model::Property* other : type.properties_of(element)) {
        scope.add(other->id, feel::Type());
        made.names.push_back(other->id);
    }
    feel::CheckOptions options;
    options.strict = false;
    if (auto expression = feel::compile_text(property.visible_when, scope, options)) made.expression = *expression;
    return cache.emplace(std::move(key), std::move(made)).first->second;
}

}  // namespace

bool property_visible(const model::ElementType& type, const model::Property& property, const json::Value& element) {
    if (property.visible_when.empty()) return true;
    // What is written is always shown, or nobody could take it away.
    if (element.find(property.id) != nullptr) return true;
    const Compiled& rule = compiled(type, property, element);
    if (!rule.expression) return true;
    std::vector<feel::Value> inputs;
    for (const std::string& name : rule.names) {
        const json::Value* value = element.find(name);
        const model::Property* other = type.find(name, element);
        if (value == nullptr && other != nullptr && !other->fallback.is_null()) value = &other->fallback;
        inputs.push_back(value == nullptr ? feel::Value() : feel::from_json(*value));
    }
    const feel::Value shown = feel::evaluate(rule.expression, inputs);
    return !(shown.is_boolean() && !shown.as_boolean());
}

}  // namespace fw::designer
