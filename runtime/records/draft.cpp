#include "runtime/records/draft.h"

#include "runtime/records/values.h"

namespace fw::records {

using feel::Value;

Id Draft::owner_id() const { return model->owner_field >= 0 ? reference_id(cell(model->owner_field)) : owner; }
Id Draft::unit_id() const { return model->unit_field >= 0 ? reference_id(cell(model->unit_field)) : unit; }

Value Draft::value_of(std::string_view name) const {
    if (const int index = model->index_of(name); index >= 0) return cell(index);
    if (name == "id") return reference_value(id);
    if (name == "version") return Value::number(version);
    if (name == "state") return state.empty() ? Value::null() : Value::string(state);
    if (name == "owner") return reference_value(owner);
    if (name == "unit") return reference_value(unit);
    if (name == "created_by") return reference_value(created_by);
    if (name == "updated_by") return reference_value(updated_by);
    if (name == "created_at") return moment(created_at);
    if (name == "updated_at") return moment(updated_at);
    return {};
}

}  // namespace fw::records
