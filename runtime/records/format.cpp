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

namespace {
void append(access::Condition& out, const access::Condition& more) {
    out.sql += more.sql;
    out.parameters.insert(out.parameters.end(), more.parameters.begin(), more.parameters.end());
}

// " AND …" where not every record may be read; a rule without SQL is refused at deployment.
void restrict(access::Condition& out, const Result<access::Condition>& readable) {
    if (readable && readable->sql.empty()) return;
    out.sql += " AND ";
    append(out, readable ? *readable : access::Condition{"1 = 0", {}});
}
}  // namespace

access::Condition title_sql(const Model& model, const access::Caller& caller, const Entity& target,
                            const access::Condition& reference, const std::string& alias, const Moment& moment) {
    access::Condition out{
        "(SELECT " + alias + "._title FROM " + quoted(target.table) + " " + alias + " WHERE " + alias + ".id = ", {}};
    append(out, reference);
    restrict(out, titled_condition(model, caller, target, alias, moment));
    out.sql += ")";
    return out;
}

// A field's value under an alias; lookups go through their reference. No SQL where it has none.
access::Condition RowFormat::value_sql(const Entity& entity, const Field& field, const std::string& alias) const {
    if (field.lookup_from.empty()) return {field.stored() ? alias + "." + quoted(field.id) : std::string(), {}};
    const Field* from = entity.find(field.lookup_from);
    if (from == nullptr || from->to == nullptr) return {};
    const Field* target = from->to->find(field.lookup_field);
    const std::string behind = alias + "l";
    const access::Condition inner = target == nullptr ? access::Condition() : value_sql(*from->to, *target, behind);
    if (inner.sql.empty()) return {};
    access::Condition out{"(SELECT ", {}};
    append(out, inner);
    out.sql += " FROM " + quoted(from->to->table) + " " + behind + " WHERE " + behind + ".id = ";
    append(out, value_sql(entity, *from, alias));
    restrict(out, readable_condition(model_, caller_, *from->to, behind, moment_));
    out.sql += ")";
    return out;
}

RowFormat::RowFormat(const Model& model, const EntityModel& entity, const access::Caller& caller,
                     const std::vector<std::string>& wanted, const Moment& moment)
    : model_(model), entity_(entity), caller_(caller), moment_(moment) {
    for (const char* column : {"r.id", "r.version", "r._title", "r.state"}) (void)select({column, {}});
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

int RowFormat::select(const access::Condition& expression) {
    columns_ += (columns_.empty() ? "" : ", ") + expression.sql;
    parameters_.insert(parameters_.end(), expression.parameters.begin(), expression.parameters.end());
    return count_++;
}

void RowFormat::add(const Field& field, bool system) {
    const access::Condition sql = value_sql(*entity_.entity, field, "r");
    if (sql.sql.empty()) return;  // child tables
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
            cell.title = select(title_sql(model_, caller_, *cell.field->to, sql, "t", moment_));
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
