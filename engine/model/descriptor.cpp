#include "engine/model/descriptor.h"

#include "engine/base/check.h"

namespace fw::model {

const ElementType* ElementType::variant_of(const json::Value& element) const {
    if (variant_by.empty()) return nullptr;
    const auto found = variants.find(std::string(element.string_or(variant_by)));
    return found == variants.end() ? nullptr : &found->second;
}

std::vector<const Property*> ElementType::properties_of(const json::Value& element) const {
    std::vector<const Property*> all;
    const auto take = [&](const std::vector<Property>& some) {
        for (const Property& property : some) all.push_back(&property);
    };
    take(properties);
    if (const ElementType* variant = variant_of(element)) {
        take(variant->properties);
        take(variant->trailing);
    }
    take(trailing);
    return all;
}

namespace {
const Property* find_in(const std::vector<Property>& some, std::string_view id) {
    for (const Property& property : some) {
        if (property.id == id) return &property;
    }
    return nullptr;
}
}  // namespace

const Property* ElementType::find(std::string_view property, const json::Value& element) const {
    if (const Property* found = find_in(properties, property)) return found;
    if (const ElementType* variant = variant_of(element)) {
        if (const Property* found = find_in(variant->properties, property)) return found;
        if (const Property* found = find_in(variant->trailing, property)) return found;
    }
    return find_in(trailing, property);
}

std::string ElementType::key_of(const json::Value& element) const {
    std::string joined(element.string_or("id"));
    if (!joined.empty()) return joined;
    for (const std::string& part : key) {
        const std::string_view value = element.string_or(part);
        if (value.empty()) return {};
        if (!joined.empty()) joined += '-';
        joined += value;
    }
    return joined;
}

ElementType& Descriptors::add(ElementType type) {
    FW_CHECK(types_.find(type.id) == types_.end());
    const std::string id = type.id;
    return types_.emplace(id, std::move(type)).first->second;
}

void Descriptors::add_variant(std::string_view element, ElementType variant) {
    const auto found = types_.find(element);
    FW_CHECK(found != types_.end() && !found->second.variant_by.empty());
    const std::string id = variant.id;
    FW_CHECK(found->second.variants.emplace(id, std::move(variant)).second);
}

const ElementType* Descriptors::find(std::string_view id) const {
    const auto found = types_.find(id);
    return found == types_.end() ? nullptr : &found->second;
}

const ElementType& Descriptors::at(std::string_view id) const {
    const ElementType* found = find(id);
    FW_CHECK(found != nullptr);
    return *found;
}

std::vector<const ElementType*> Descriptors::model_kinds() const {
    std::vector<const ElementType*> kinds;
    for (const auto& [id, type] : types_) {
        if (!type.folder.empty()) kinds.push_back(&type);
    }
    return kinds;
}

}  // namespace fw::model
