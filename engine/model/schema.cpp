#include "engine/model/schema.h"

#include <set>

#include "engine/model/element.h"

namespace fw::model {

namespace {

constexpr const char* kId = "[a-z][a-z0-9_]{0,59}";

json::Value object(std::initializer_list<std::pair<const char*, json::Value>> members) {
    json::Value made = json::Value::object();
    for (const auto& [key, value] : members) made.set(key, value);
    return made;
}
json::Value text(std::string_view s) { return json::Value::string(s); }
json::Value typed(const char* type) { return object({{"type", text(type)}}); }
json::Value pattern(const std::string& regex) {
    return object({{"type", text("string")}, {"pattern", text("^" + regex + "$")}});
}
json::Value ref(const std::string& name) { return object({{"$ref", text("#/$defs/" + name)}}); }

json::Value list_of(json::Value items) { return object({{"type", text("array")}, {"items", std::move(items)}}); }

json::Value any_of(std::vector<json::Value> some) {
    json::Value list = json::Value::array();
    for (json::Value& one : some) list.push(std::move(one));
    return object({{"anyOf", std::move(list)}});
}

json::Value enumeration(const std::vector<std::string>& values) {
    json::Value list = json::Value::array();
    for (const std::string& value : values) list.push(text(value));
    return object({{"enum", std::move(list)}});
}

void describe(json::Value& schema, const Text& label, const Text& help) {
    if (!label.en.empty()) schema.set("title", text(label.en));
    if (!help.en.empty()) schema.set("description", text(help.en));
    json::Value zh = json::Value::object();
    if (!label.zh.empty()) zh.set("title", text(label.zh));
    if (!help.zh.empty()) zh.set("description", text(help.zh));
    if (!zh.members().empty()) schema.set("x-zh", std::move(zh));
}

// Draws the elements of one kind, each once.
class SchemaMaker {
  public:
    explicit SchemaMaker(const Descriptors& descriptors) : descriptors_(descriptors) {}

    json::Value kind(const ElementType& type) {
        json::Value schema = json::Value::object();
        schema.set("$schema", text("https://json-schema.org/draft/2020-12/schema"));
        schema.set("$id", text("https://formwork.example/schemas/" + type.id + ".schema.json"));
        const json::Value body = element(type);
        for (const json::Member& member : body.members()) schema.set(member.key, member.value);
        json::Value defs = json::Value::object();
        for (std::size_t i = 0; i < wanted_.size(); ++i) {  // grows while it is walked
            const ElementType& nested = descriptors_.at(wanted_[i]);
            defs.set(nested.id, element(nested));
        }
        if (!defs.members().empty()) schema.set("$defs", std::move(defs));
        return schema;
    }

  private:
    json::Value element(const ElementType& type) {
        json::Value schema = typed("object");
        describe(schema, type.label, type.help);
        json::Value properties = json::Value::object();
        json::Value required = json::Value::array();
        add(type.properties, type, properties, required);
        add(type.trailing, type, properties, required);
        schema.set("properties", std::move(properties));
        if (!required.items().empty()) schema.set("required", std::move(required));
        if (type.variants.empty()) {
            schema.set("additionalProperties", json::Value::boolean(false));
            return schema;
        }
        json::Value cases = json::Value::array();
        for (const auto& [id, variant] : type.variants) cases.push(one_case(type, variant));
        schema.set("allOf", std::move(cases));
        schema.set("unevaluatedProperties", json::Value::boolean(false));
        return schema;
    }

    json::Value one_case(const ElementType& type, const ElementType& variant) {
        json::Value condition =
            object({{"properties", object({{type.variant_by.c_str(), object({{"const", text(variant.id)}})}})}});
        json::Value then = json::Value::object();
        describe(then, variant.label, variant.help);
        json::Value properties = json::Value::object();
        json::Value required = json::Value::array();
        add(variant.properties, variant, properties, required);
        add(variant.trailing, variant, properties, required);
        then.set("properties", std::move(properties));
        if (!required.items().empty()) then.set("required", std::move(required));
        return object({{"if", std::move(condition)}, {"then", std::move(then)}});
    }

    void add(const std::vector<Property>& some, const ElementType& type, json::Value& properties,
             json::Value& required) {
        for (const Property& property : some) {
            json::Value schema = property.id == type.variant_by ? variant_names(type) : shape(property);
            describe(schema, property.label, property.help);
            if (!property.fallback.is_null()) schema.set("default", property.fallback);
            properties.set(property.id, std::move(schema));
            if (property.required) required.push(text(property.id));
        }
    }

    static json::Value variant_names(const ElementType& type) {
        std::vector<std::string> names;
        for (const auto& [id, variant] : type.variants) names.push_back(id);
        return enumeration(names);
    }

    static json::Value number(const Property& property) {
        json::Value schema = typed(property.shape == Shape::kInteger ? "integer" : "number");
        if (property.minimum) schema.set("minimum", json::Value::number(*property.minimum));
        if (property.maximum) schema.set("maximum", json::Value::number(*property.maximum));
        return schema;
    }

    static json::Value words(const char* value_type) {
        return any_of(
            {typed(value_type), object({{"type", text("object")},
                                        {"properties", object({{"en", typed(value_type)}, {"zh", typed(value_type)}})},
                                        {"additionalProperties", json::Value::boolean(false)},
                                        {"minProperties", json::Value::number(1)}})});
    }

    json::Value nested(const std::string& name) {
        if (seen_.insert(name).second) wanted_.push_back(name);
        return ref(name);
    }

    json::Value shape(const Property& property) {
        const std::string id(kId);
        switch (property.shape) {
            case Shape::kId:
                return pattern(id);
            case Shape::kString:
                return typed("string");
            case Shape::kText:
            case Shape::kTemplate:
                return words("string");
            case Shape::kExpression:
                return object({{"type", text("string")}, {"minLength", json::Value::number(1)}});
            case Shape::kInteger:
            case Shape::kNumber:
                return number(property);
            case Shape::kBoolean:
                return typed("boolean");
            case Shape::kChoice:
                return choices(property);
            case Shape::kDuration:
                return pattern(
                    "-?P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?");
            case Shape::kTime:
                return pattern("([01][0-9]|2[0-3]):[0-5][0-9]");
            case Shape::kIcon:
                return pattern("[a-z0-9_]{1,60}");
            case Shape::kColor:
                return any_of({enumeration(palette()), pattern("#[0-9a-fA-F]{6}")});
            case Shape::kReference:
                return pattern("(\\*|" + id + "(\\." + id + ")*)");
            case Shape::kReferences: {
                json::Value schema = list_of(pattern(id + "(\\." + id + ")*"));
                schema.set("uniqueItems", json::Value::boolean(true));
                return schema;
            }
            case Shape::kStrings:
                return list_of(typed("string"));
            case Shape::kNameLists:
                return list_of(list_of(pattern(id)));
            case Shape::kAssignments:
                return object({{"type", text("object")}, {"additionalProperties", typed("string")}});
            case Shape::kWho:
                return any_of({typed("object"), list_of(typed("object"))});
            case Shape::kElement:
                return nested(property.element);
            case Shape::kElements:
                return list_of(nested(property.element));
            case Shape::kPositions:
                return object({{"type", text("object")},
                               {"additionalProperties", object({{"type", text("array")},
                                                                {"items", typed("number")},
                                                                {"minItems", json::Value::number(2)},
                                                                {"maxItems", json::Value::number(2)}})}});
            case Shape::kJson:
                return json::Value::object();
        }
        return json::Value::object();
    }

    static json::Value choices(const Property& property) {
        std::vector<std::string> names;
        for (const Choice& choice : property.choices) names.push_back(choice.id);
        if (names.size() == 1) return object({{"const", text(names[0])}});
        return enumeration(names);
    }

    const Descriptors& descriptors_;
    std::vector<std::string> wanted_;
    std::set<std::string> seen_;
};

}  // namespace

json::Value json_schema(const ElementType& kind, const Descriptors& descriptors) {
    return SchemaMaker(descriptors).kind(kind);
}

}  // namespace fw::model
