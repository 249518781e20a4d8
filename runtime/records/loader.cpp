#include "runtime/records/loader.h"

#include "runtime/records/values.h"

namespace fw::records {

using feel::Value;

namespace {
// A reference of which only the id is read.
Value id_only(const Value& id) {
    static const auto shape = feel::Shape::of({"id"});
    return feel::Shape::make(shape, {id});
}
}  // namespace

Draft draft_of(const EntityModel& entity, const storage::Row& row) {
    Draft d(entity);
    d.id = row.integer(kId);
    d.version = row.integer(kVersion);
    d.created_at = row.date_time(kCreatedAt);
    d.created_by = row.integer(kCreatedBy);
    d.updated_at = row.date_time(kUpdatedAt);
    d.updated_by = row.integer(kUpdatedBy);
    d.owner = row.integer(kOwner);
    d.unit = row.integer(kUnit);
    d.state = row.text(kState);
    d.title = row.text(kTitle);
    d.parent = row.integer(kParent);
    d.position = row.integer(kPosition);
    for (std::size_t i = 0; i < d.cells.size(); ++i) {
        const int column = entity.column_of[i];
        if (column >= 0) d.cells[i] = from_row(entity.entity->fields[i], row, column);
    }
    return d;
}

Result<std::optional<Draft>> Loader::row(const EntityModel& entity, Id id) {
    std::optional<Draft> out;
    auto done = reader_.query(entity.row_sql, {id}, [&](const storage::Row& row) { out = draft_of(entity, row); });
    if (!done) return fail(std::move(done.error()));
    return out;
}

Result<void> Loader::lines(Draft& draft) {
    if (draft.lines_known) return {};
    for (std::size_t i = 0; i < draft.lines.size(); ++i) {
        const EntityModel& rows = *draft.model->lines_model[i];
        auto& into = draft.lines[i];
        into.clear();
        if (draft.version == 0) continue;
        auto done = reader_.query(rows.lines_sql, {draft.id},
                                  [&](const storage::Row& row) { into.push_back(draft_of(rows, row)); });
        if (!done) return done;
    }
    draft.lines_known = true;
    draft.fresh = false;
    return {};
}

Draft* Loader::referred(const EntityModel& entity, Id id) {
    if (id == 0) return nullptr;
    const auto key = std::make_pair(&entity, id);
    auto found = referred_.find(key);
    if (found == referred_.end()) {
        auto loaded = row(entity, id);
        if (!loaded) {
            if (failure_.empty()) failure_ = loaded.error();
            return nullptr;
        }
        found = referred_.emplace(key, std::move(*loaded)).first;
    }
    return found->second ? &*found->second : nullptr;
}

void Loader::contextualize(Draft& draft, const Paths& needs) {
    if (draft.fresh) return;
    draft.context = context_of(draft, needs);
    draft.fresh = true;
}

Value Loader::context_of(Draft& draft, const Paths& needs) {
    const EntityModel& m = *draft.model;
    std::vector<Value> values;
    values.reserve(m.slots.size());
    for (std::size_t i = 0; i < m.slots.size(); ++i) {
        const int slot = m.slots[i];
        Value value = slot >= 0 ? draft.cell(slot) : draft.system_value(static_cast<RowColumn>(-1 - slot));
        if (m.slot_deep[i]) value = field_value(draft, *m.slot_fields[i], value, needs.find(m.shape->keys()[i]));
        values.push_back(std::move(value));
    }
    return feel::Shape::make(m.shape, std::move(values));
}

Value Loader::field_value(Draft& draft, const Field& field, const Value& cell, const Paths* needs) {
    if (!field.lookup_from.empty()) return lookup_value(draft, field, needs);
    const int index = draft.model->index_of(field.id);
    if (index >= 0) {
        if (const int ordinal = draft.model->lines_of[static_cast<std::size_t>(index)]; ordinal >= 0) {
            return needs == nullptr ? Value::null() : lines_value(draft, ordinal, *needs);
        }
    }
    if (field.storage != form::Storage::kReference || cell.is_null() || field.to == nullptr) return cell;
    if (needs == nullptr || !needs->needs_row()) return id_only(cell);
    Draft* target = referred(model_.of(*field.to), reference_id(cell));
    return target == nullptr ? id_only(cell) : context_of(*target, *needs);
}

Value Loader::lines_value(Draft& draft, int ordinal, const Paths& needs) {
    if (auto loaded = lines(draft); !loaded && failure_.empty()) failure_ = loaded.error();
    std::vector<Value> out;
    for (Draft& line : draft.lines[static_cast<std::size_t>(ordinal)]) out.push_back(context_of(line, needs));
    return Value::list(std::move(out));
}

Value Loader::lookup_value(Draft& draft, const Field& field, const Paths* needs) {
    if (needs == nullptr) return {};
    const Field* from = draft.model->entity->find(field.lookup_from);
    if (from == nullptr || from->to == nullptr) return {};
    Draft* target = referred(model_.of(*from->to), reference_id(draft.value_of(field.lookup_from)));
    if (target == nullptr) return {};
    const Field* shown = from->to->find(field.lookup_field);
    return shown == nullptr ? Value() : field_value(*target, *shown, target->value_of(shown->id), needs);
}

}  // namespace fw::records
