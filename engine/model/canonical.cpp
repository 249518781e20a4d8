#include "engine/json/write.h"
#include "engine/model/pack.h"

namespace fw::model {

namespace {

json::Value ordered(const json::Value& value, const ElementType& type, const Descriptors& descriptors);

json::Value ordered_text(const json::Value& value) {
    if (!value.is_object()) return value;
    json::Value out = json::Value::object();
    for (const char* language : {"en", "zh"}) {
        if (const json::Value* text = value.find(language)) out.set(language, *text);
    }
    for (const json::Member& member : value.members()) {
        if (out.find(member.key) == nullptr) out.set(member.key, member.value);
    }
    return out;
}

json::Value ordered_property(const json::Value& value, const Property& property, const Descriptors& descriptors) {
    switch (property.shape) {
        case Shape::kText:
        case Shape::kTemplate:
            return ordered_text(value);
        case Shape::kElement:
            return ordered(value, descriptors.at(property.element), descriptors);
        case Shape::kElements: {
            if (!value.is_array()) return value;
            json::Value list = json::Value::array();
            for (const json::Value& item : value.items())
                list.push(ordered(item, descriptors.at(property.element), descriptors));
            return list;
        }
        default:
            return value;
    }
}

json::Value ordered(const json::Value& value, const ElementType& type, const Descriptors& descriptors) {
    if (!value.is_object()) return value;
    json::Value out = json::Value::object();
    std::vector<std::string_view> known;
    for (const Property* property : type.properties_of(value)) {
        known.push_back(property->id);
        const json::Value* written = value.find(property->id);
        if (written == nullptr) continue;
        if (!property->required && !property->fallback.is_null() && *written == property->fallback) continue;
        out.set(property->id, ordered_property(*written, *property, descriptors));
    }
    for (const json::Member& member : value.members()) {
        bool is_known = false;
        for (const std::string_view name : known) is_known = is_known || name == member.key;
        if (!is_known) out.set(member.key, member.value);
    }
    return out;
}

}  // namespace

std::string canonical(const json::Value& root, const Descriptors& descriptors) {
    const ElementType* type = descriptors.find(root.string_or("kind"));
    return json::write_canonical(type == nullptr ? root : ordered(root, *type, descriptors));
}

}  // namespace fw::model
