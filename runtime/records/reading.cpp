// Records for readers: one, a page, a picker's list, a CSV file, the audit.
#include <algorithm>

#include "engine/base/csv.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/records/format.h"
#include "runtime/records/listing.h"
#include "runtime/records/records.h"
#include "runtime/records/rights.h"
#include "runtime/records/values.h"

namespace fw::records {

using storage::quoted;

namespace {
std::vector<std::string> names(const std::string& fields) {
    std::vector<std::string> out;
    std::string name;
    for (const char c : fields + ",") {
        if (c == ',') {
            if (!name.empty()) out.push_back(std::move(name));
            name.clear();
        } else if (c != ' ') {
            name += c;
        }
    }
    return out;
}

Result<void> check_fields(const RowFormat& format) {
    Diagnostics out;
    for (const std::string& name : format.unknown()) {
        out.push_back(field_error("REC-030", {"there is no field '" + name + "'", "没有字段“" + name + "”"}, name));
    }
    if (!out.empty()) return fail(std::move(out));
    return {};
}

void append_transitions(std::string& out, const Caller& caller, Evaluator& evaluator, Draft& draft) {
    out += ",\"transitions\":[";
    bool first = true;
    for (const compile::Transition& t : draft.model->entity->transitions) {
        if (std::find(t.from.begin(), t.from.end(), draft.state) == t.from.end()) continue;
        if (!first) out += ',';
        first = false;
        out += "{\"id\":";
        json::append_string(out, t.id);
        out += ",\"label\":";
        json::append_text(out, t.label.empty() ? Text{t.id, t.id} : t.label);
        const Text refused = refused_transition(t, caller, evaluator, draft);
        out += refused.empty() ? ",\"enabled\":true" : ",\"enabled\":false,\"reason\":";
        if (!refused.empty()) json::append_text(out, refused);
        out += '}';
    }
    out += ']';
}

// The child tables of a record: ,"lines":[{…},…]
Result<void> append_lines(std::string& out, Reader& reader, const Model& model, const Caller& caller,
                          const EntityModel& entity, Id id, const Moment& moment) {
    for (std::size_t i = 0; i < entity.lines_field.size(); ++i) {
        const Field& field = entity.field(entity.lines_field[i]);
        if (!caller.on(*entity.entity).sees(field.id)) continue;
        const EntityModel& rows = *entity.lines_model[i];
        const RowFormat format(model, rows, caller, {}, moment);
        std::vector<storage::Param> parameters(format.parameters().begin(), format.parameters().end());
        parameters.emplace_back(id);
        out += ",\"" + field.id + "\":[";
        bool first = true;
        auto done = reader.query("SELECT " + format.columns() + " FROM " + rows.table +
                                     " r WHERE r._parent = ? AND r.deleted_at IS NULL ORDER BY r._position, r.id",
                                 parameters, [&](const storage::Row& row) {
                                     out += first ? "{" : ",{";
                                     first = false;
                                     format.append_members(out, row);
                                     out += '}';
                                 });
        if (!done) return done;
        out += ']';
    }
    return {};
}

// What the audit keeps of the lines of a child table:
// ,"lines":[{"id","what","title","changes":[{"field","old","new"}]}]
void append_line_changes(std::string& out, const Caller& caller, const Entity& entity, const json::Member& table) {
    const Field* field = entity.find(table.key);
    const json::Value& lines = table.value.items()[2];
    if (field == nullptr || field->to == nullptr || !lines.is_array()) return;
    const access::EntityAccess& access = caller.on(*field->to);
    out += ",\"lines\":[";
    bool first = true;
    for (const json::Value& line : lines.items()) {
        out += first ? "{\"id\":" : ",{\"id\":";
        first = false;
        json::append_string(out, line.string_or("id"));
        out += ",\"what\":";
        json::append_string(out, line.string_or("what"));
        out += ",\"title\":";
        json::append_string(out, line.string_or("title"));
        out += ",\"changes\":[";
        bool first_change = true;
        const json::Value* changes = line.find("changes");
        for (const json::Member& member : changes != nullptr ? changes->members() : std::vector<json::Member>()) {
            if (!access.sees(member.key) || !member.value.is_array() || member.value.items().size() != 2) continue;
            out += first_change ? "{\"field\":" : ",{\"field\":";
            first_change = false;
            json::append_string(out, member.key);
            out += ",\"old\":" + json::write_compact(member.value.items()[0]) +
                   ",\"new\":" + json::write_compact(member.value.items()[1]) + "}";
        }
        out += "]}";
    }
    out += ']';
}

// A cell as people read it: titles, labels of options, plain numbers.
std::string csv_text(const RowFormat::Cell& cell, const storage::Row& row, const Caller& caller, Language language) {
    std::string out;
    if (row.is_null(cell.column)) return out;
    const Field& field = *cell.field;
    if (field.storage == form::Storage::kReference) {
        if (cell.title >= 0) return std::string(row.text(cell.title));
        const Id id = row.integer(cell.column);
        if (cell.person) return std::string(caller.directory().name_of(id));
        const identity::Unit* unit = caller.directory().unit(id);
        return unit == nullptr ? out : unit->name;
    }
    const auto label = [&](std::string_view id) {
        for (const compile::Option& o : field.options) {
            if (o.id == id && !o.label.empty()) return std::string(o.label.in(language));
        }
        return std::string(id);
    };
    if (field.storage == form::Storage::kJson) {
        const feel::Value list = from_row(field, row, cell.column);
        if (!list.is_list()) return out;
        for (const feel::Value& one : list.as_list()) out += (out.empty() ? "" : "; ") + label(one.to_text());
        return out;
    }
    if (field.storage == form::Storage::kText)
        return field.options.empty() ? std::string(row.text(cell.column)) : label(row.text(cell.column));
    append_json(out, field, row, cell.column);
    if (out.size() > 1 && out.front() == '"') out = out.substr(1, out.size() - 2);
    return out;
}
// References stand there twice, as people and as an import reads them: several records may have the same title.
bool has_id_column(const Field& field) {
    return field.storage == form::Storage::kReference && field.lookup_from.empty();
}

void append_csv_header(std::string& out, const Entity& entity, const RowFormat& format, Language language) {
    out += csv::kMark;
    out += "id";
    if (!entity.states.empty()) out += language == Language::kZh ? ",状态" : ",State";
    for (const RowFormat::Cell& cell : format.cells()) {
        const Field* field = entity.find(cell.name);
        out += ',';
        const std::string_view label = field->label.empty() ? std::string_view(cell.name) : field->label.in(language);
        csv::append_cell(out, label);
        if (!has_id_column(*field)) continue;
        out += ',';
        csv::append_cell(out, std::string(label) + ".id");
    }
    out += "\r\n";
}
}  // namespace

namespace {
// Members of an object without its braces.
void leave_out(std::string& members, const std::vector<std::string>& fields) {
    if (fields.empty()) return;
    auto object = json::read("{" + members + "}");
    if (!object) return;
    for (const std::string& field : fields) object->erase(field);
    members = json::write_compact(*object);
    members = members.substr(1, members.size() - 2);
}
}  // namespace

Result<Shown> Records::show(Reader& reader, const Caller& caller, const Entity& entity, Id id, DateTime now) const {
    const EntityModel& m = model_->of(entity);
    Loader loader(reader, *model_);
    Evaluator evaluator(loader, caller.context(), now, options_.zone);
    auto loaded = load_readable(loader, evaluator, caller, m, id);
    if (!loaded) return fail(std::move(loaded.error()));
    Draft& draft = *loaded;
    Shown out;
    out.id = id;
    out.version = draft.version;
    out.state = draft.state;
    const Moment moment{now, options_.zone};
    const RowFormat format(*model_, m, caller, {}, moment);
    std::vector<storage::Param> parameters(format.parameters().begin(), format.parameters().end());
    parameters.emplace_back(id);
    auto done = reader.query("SELECT " + format.columns() + " FROM " + m.table + " r WHERE r.id = ?", parameters,
                             [&](const storage::Row& row) { format.append_members(out.members, row); });
    if (!done) return fail(std::move(done.error()));
    if (auto lines = append_lines(out.members, reader, *model_, caller, m, id, moment); !lines)
        return fail(std::move(lines.error()));
    const access::EntityAccess& access = caller.on(entity.parent != nullptr ? *entity.parent : entity);
    const bool locked = is_locked(draft);
    const bool own = entity.parent == nullptr;
    leave_out(out.members, hidden_fields(caller, evaluator, draft));
    const bool may_update = own && allows(access.update, caller, evaluator, draft);
    out.may_update = may_update && !locked;
    out.only_locked = may_update && locked;
    const bool may_delete = own && !locked && allows(access.remove, caller, evaluator, draft);
    out.members += out.may_update ? ",\"rights\":{\"update\":true" : ",\"rights\":{\"update\":false";
    out.members += may_delete ? ",\"delete\":true}" : ",\"delete\":false}";
    out.members += locked ? ",\"locked\":true" : ",\"locked\":false";
    append_transitions(out.members, caller, evaluator, draft);
    if (!loader.failure().empty()) return fail(loader.failure());
    return out;
}

Result<std::string> Records::list(Reader& reader, const Caller& caller, const Entity& entity,
                                  const ListRequest& request, DateTime now) const {
    const EntityModel& m = model_->of(entity);
    const RowFormat format(*model_, m, caller, names(request.fields), {now, options_.zone});
    if (auto good = check_fields(format); !good) return fail(std::move(good.error()));
    Listing listing(*model_, caller, m, {now, options_.zone});
    if (auto good = listing.prepare(request); !good) return fail(std::move(good.error()));
    std::string out = "{\"records\":[";
    out.reserve(static_cast<std::size_t>(std::min(request.limit, 200)) * 400);
    std::string next;
    int rows = 0;
    const auto sql = listing.quick_page_sql(reader, format.columns(), format.parameters());
    if (!sql) return fail(sql.error());
    auto done = reader.query(*sql, listing.page_parameters(format.parameters()), [&](const storage::Row& row) {
        if (rows == listing.limit()) {
            ++rows;  // there is another page
            return false;
        }
        out += rows == 0 ? "{" : ",{";
        format.append_members(out, row);
        out += '}';
        if (++rows == listing.limit()) next = listing.cursor(row, format.column_count());
        return true;
    });
    if (!done) return fail(std::move(done.error()));
    out += "],\"next\":";
    if (rows > listing.limit()) {
        json::append_string(out, next);
    } else {
        out += "null";
    }
    if (request.count) {
        auto count = reader.query_integer(listing.count_sql(), listing.count_parameters());
        if (!count) return fail(std::move(count.error()));
        out += ",\"count\":" + std::to_string(count->value_or(0));
    }
    out += '}';
    return out;
}

Result<std::string> Records::lookup(Reader& reader, const Caller& caller, const Entity& entity,
                                    const ListRequest& request, DateTime now) const {
    Listing listing(*model_, caller, model_->of(entity), {now, options_.zone});
    ListRequest asked = request;
    if (asked.sort.empty()) asked.sort = "title";
    if (entity.find("title") != nullptr && asked.sort == "title") asked.sort = "id";
    if (auto good = listing.prepare(asked); !good) return fail(std::move(good.error()));
    std::string out = "[";
    int rows = 0;
    auto done =
        reader.query(listing.page_sql("r.id, r._title"), listing.page_parameters({}), [&](const storage::Row& row) {
            if (rows == listing.limit()) return false;
            out += rows++ == 0 ? "{\"id\":\"" : ",{\"id\":\"";
            out += storage::id_text(row.integer(0)) + "\",\"title\":";
            json::append_string(out, row.text(1));
            out += '}';
            return true;
        });
    if (!done) return fail(std::move(done.error()));
    out += ']';
    return out;
}

Result<std::string> Records::export_csv(Reader& reader, const Caller& caller, const Entity& entity,
                                        const ListRequest& request, Language language, DateTime now,
                                        const std::function<void(std::string_view)>& write) const {
    if (!caller.on(entity).may_export && !caller.administrator()) return fail(access::missing_right(entity, "export"));
    const EntityModel& m = model_->of(entity);
    const RowFormat format(*model_, m, caller, names(request.fields), {now, options_.zone});
    if (auto good = check_fields(format); !good) return fail(std::move(good.error()));
    Listing listing(*model_, caller, m, {now, options_.zone});
    ListRequest asked = request;
    const bool paged = asked.limit > 0;
    if (!paged) asked.limit = Listing::kMostRows;
    if (auto good = listing.prepare(asked); !good) return fail(std::move(good.error()));
    std::string out;
    const bool states = !entity.states.empty();
    const bool first_page = request.after.empty();
    if (first_page) append_csv_header(out, entity, format, language);
    std::string next;
    int rows = 0;
    // Without a page's limit: the whole list in one snapshot.
    std::string sql = listing.page_sql(format.columns());
    std::vector<storage::Param> parameters = listing.page_parameters(format.parameters());
    if (!paged) parameters.back() = storage::Param(INT64_MAX);
    auto done = reader.query(sql, parameters, [&](const storage::Row& row) {
        if (paged && rows == listing.limit()) {
            ++rows;
            return false;
        }
        if (paged && ++rows == listing.limit()) next = listing.cursor(row, format.column_count());
        out += storage::id_text(row.integer(0));
        if (states) {
            const compile::State* state = entity.state(row.text(3));
            out += ',';
            csv::append_cell(out, state == nullptr || state->label.empty() ? row.text(3) : state->label.in(language));
        }
        for (const RowFormat::Cell& cell : format.cells()) {
            out += ',';
            csv::append_cell(out, csv_text(cell, row, caller, language));
            if (!has_id_column(*entity.find(cell.name))) continue;
            out += ',';
            if (!row.is_null(cell.column)) out += storage::id_text(row.integer(cell.column));
        }
        out += "\r\n";
        if (out.size() > 60'000) {
            write(out);
            out.clear();
        }
        return true;
    });
    if (!done) return fail(std::move(done.error()));
    write(out);
    return rows > listing.limit() ? next : std::string();
}

Result<std::string> Records::changes(Reader& reader, const Caller& caller, const Entity& entity, Id id,
                                     DateTime now) const {
    Loader loader(reader, *model_);
    Evaluator evaluator(loader, caller.context(), now, options_.zone);
    auto loaded = load_readable(loader, evaluator, caller, model_->of(entity), id);
    if (!loaded) return fail(std::move(loaded.error()));
    const access::EntityAccess& access = caller.on(entity.parent != nullptr ? *entity.parent : entity);
    const std::vector<std::string> hidden = hidden_fields(caller, evaluator, *loaded);
    const auto sees = [&](const std::string& field) {
        return access.sees(field) && std::find(hidden.begin(), hidden.end(), field) == hidden.end();
    };
    std::string out = "[";
    bool first = true;
    Diagnostics broken;
    auto done = reader.query(
        "SELECT at, person_id, action, changes FROM fw_audit WHERE entity = ? AND record_id = ? ORDER BY id DESC LIMIT "
        "500",
        {entity.id, id}, [&](const storage::Row& row) {
            out += first ? "{\"at\":\"" : ",{\"at\":\"";
            first = false;
            append(out, row.date_time(0));
            out += "\",\"by\":";
            if (row.is_null(1)) {
                out += "null";
            } else {
                out += "{\"id\":\"" + storage::id_text(row.integer(1)) + "\",\"name\":";
                json::append_string(out, caller.directory().name_of(row.integer(1)));
                out += '}';
            }
            out += ",\"what\":";
            json::append_string(out, row.text(2));
            out += ",\"changes\":[";
            const auto changed = json::read(row.text(3));
            bool first_change = true;
            for (const json::Member& member :
                 changed && changed->is_object() ? changed->members() : std::vector<json::Member>()) {
                if (!sees(member.key) || !member.value.is_array() || member.value.items().size() < 2) continue;
                out += first_change ? "{\"field\":" : ",{\"field\":";
                first_change = false;
                json::append_string(out, member.key);
                out += ",\"old\":" + json::write_compact(member.value.items()[0]) +
                       ",\"new\":" + json::write_compact(member.value.items()[1]);
                if (member.value.items().size() > 2) append_line_changes(out, caller, entity, member);
                out += '}';
            }
            out += "]}";
        });
    if (!done) return fail(std::move(done.error()));
    out += ']';
    return out;
}

}  // namespace fw::records
