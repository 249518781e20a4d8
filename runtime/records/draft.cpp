#include "runtime/records/draft.h"

#include "runtime/records/values.h"

namespace fw::records {

using feel::Value;

Id Draft::owner_id() const { return model->owner_field >= 0 ? reference_id(cell(model->owner_field)) : owner; }
Id Draft::unit_id() const { return model->unit_field >= 0 ? reference_id(cell(model->unit_field)) : unit; }

Value Draft::system_value(RowColumn column) const {
    switch (column) {
        case kId:
            return reference_value(id);
        case kVersion:
            return Value::number(version);
        case kCreatedAt:
            return moment(created_at);
        case kCreatedBy:
            return reference_value(created_by);
        case kUpdatedAt:
            return moment(updated_at);
        case kUpdatedBy:
            return reference_value(updated_by);
        case kOwner:
            return reference_value(owner);
        case kUnit:
            return reference_value(unit);
        case kState:
            return state.empty() ? Value::null() : Value::string(state);
        default:
            return {};
    }
}

Value Draft::value_of(std::string_view name) const {
    if (const int index = model->index_of(name); index >= 0) return cell(index);
    for (std::size_t i = 0; i < model->slots.size(); ++i) {
        if (model->slots[i] < 0 && model->shape->keys()[i] == name) {
            return system_value(static_cast<RowColumn>(-1 - model->slots[i]));
        }
    }
    return {};
}

}  // namespace fw::records
