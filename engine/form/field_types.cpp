#include "engine/base/check.h"
#include "engine/form/field_type.h"

namespace fw::form {

void add_all_field_types(FieldTypes& registry);  // written by fw_add_kinds

void FieldTypes::add(FieldType type) {
    type.description.id = type.id;
    const std::string id = type.id;
    FW_CHECK(types_.emplace(id, std::move(type)).second);
}

const FieldType* FieldTypes::find(std::string_view id) const {
    const auto found = types_.find(id);
    return found == types_.end() ? nullptr : &found->second;
}

const FieldTypes& field_types() {
    static const FieldTypes kTypes = [] {
        FieldTypes types;
        add_all_field_types(types);
        return types;
    }();
    return kTypes;
}

}  // namespace fw::form
