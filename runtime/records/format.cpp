#include "runtime/records/format.h"

#include <charconv>

#include "engine/json/write.h"
#include "runtime/records/values.h"

namespace fw::records {

using storage::quoted;

namespace {
enum : int { kRowId, kRowVersion, kRowTitle, kRowState, kFirstCell };

void append_integer(std::string& out, std::int64_t number) {
    char buffer[24];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

// Columns that every table has, as they stand in entity.system_fields.
constexpr std::string_view kListed[] = {"owner", "created_at", "updated_at"};
}  // namespace

const Field* shown_field(const Entity& entity, const Field& field) {
    if (field.lookup_from.empty()) return &field;
    const Field* from = entity.find(field.lookup_from);
    if (from == nullptr || from->to == nullptr) return nullptr;
    const Field* target = from->to->find(field.lookup_field);
    return target == nullptr ? nullptr : shown_field(*from->to, *target);
}

std::string value_sql(const Entity& entity, const Field& field, const std::string& alias) {
    if (field.lookup_from.empty()) return field.stored() ? alias + "." + quoted(field.id) : std::string();
    const Field* from = entity.find(field.lookup_from);
    if (from == nullptr || from->to == nullptr) return {};
    const Field* target = from->to->find(field.lookup_field);
    const std::string inner = target == nullptr ? std::string() : value_sql(*from->to, *target, alias + "l");
    if (inner.empty()) return {};
    return "(SELECT " + inner + " FROM " + quoted(from->to->table) + " " + alias + "l WHERE " + alias +
           "l.id = " + value_sql(entity, *from, alias) + ")";
}

RowFormat::RowFormat(const Model& model, const EntityModel& entity, const access::Caller& caller,
                     const std::vector<std::string>& wanted)
    : model_(model), entity_(entity), caller_(caller) {
    for (const char* column : {"r.id", "r.version", "r._title", "r.state"}) (void)select(column);
    const Entity& e = *entity.entity;
    const Entity& owner = e.parent != nullptr ? *e.parent : e;
    const access::EntityAccess& access = caller.on(owner);
    const auto visible = [&](std::string_view name) { return &owner != &e || access.sees(name); };
    if (wanted.empty()) {
        for (const Field& field : e.fields) {
            if (visible(field.id)) add(field, false);
        }
        if (e.parent != nullptr) return;
        for (const std::string_view name : kListed) {
            const Field* field = e.find(name);
            if (field != nullptr && e.declared(name) == nullptr) add(*field, true);
        }
        return;
    }
    for (const std::string& name : wanted) {
        if (name == "id" || name == "version" || name == "title" || name == "state") continue;
        const Field* field = e.find(name);
        if (field == nullptr || !visible(name)) {
            unknown_.push_back(name);
        } else {
            add(*field, e.declared(name) == nullptr);
        }
    }
}

int RowFormat::select(const std::string& expression) {
    columns_ += (columns_.empty() ? "" : ", ") + expression;
    return count_++;
}

void RowFormat::add(const Field& field, bool system) {
    const std::string sql = value_sql(*entity_.entity, field, "r");
    if (sql.empty()) return;  // child tables
    Cell cell;
    cell.field = shown_field(*entity_.entity, field);
    if (cell.field == nullptr) return;
    cell.name = field.id;
    cell.key = ",\"" + field.id + "\":";
    cell.column = select(sql);
    if (cell.field->storage == form::Storage::kReference && cell.field->to != nullptr) {
        cell.person = system && cell.field->to->id == "base.person";
        cell.unit = system && cell.field->to->id == "base.unit";
        if (!cell.person && !cell.unit) {
            cell.title =
                select("(SELECT t._title FROM " + quoted(cell.field->to->table) + " t WHERE t.id = " + sql + ")");
        }
    }
    cells_.push_back(std::move(cell));
}

void RowFormat::append_members(std::string& out, const storage::Row& row) const {
    out += "\"id\":\"";
    append_integer(out, row.integer(kRowId));
    out += "\",\"version\":";
    append_integer(out, row.integer(kRowVersion));
    out += ",\"title\":";
    json::append_string(out, row.text(kRowTitle));
    if (!entity_.entity->states.empty()) {
        out += ",\"state\":";
        json::append_string(out, row.text(kRowState));
    }
    for (const Cell& cell : cells_) {
        if (cell.name == "title") continue;  // the record's own title stands there
        out += cell.key;
        append_value(out, cell, row);
    }
}

void RowFormat::append_value(std::string& out, const Cell& cell, const storage::Row& row) const {
    if (cell.field->storage != form::Storage::kReference || row.is_null(cell.column)) {
        append_json(out, *cell.field, row, cell.column);
        return;
    }
    const Id id = row.integer(cell.column);
    out += "{\"id\":\"";
    append_integer(out, id);
    out += "\",\"title\":";
    if (cell.person) {
        json::append_string(out, caller_.directory().name_of(id));
    } else if (cell.unit) {
        const identity::Unit* unit = caller_.directory().unit(id);
        json::append_string(out, unit == nullptr ? std::string_view{} : std::string_view(unit->name));
    } else {
        json::append_string(out, cell.title < 0 ? std::string_view{} : row.text(cell.title));
    }
    out += '}';
}

}  // namespace fw::records
