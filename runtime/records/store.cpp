// Rows of drafts: numbers, inserts, updates, audit.
#include <algorithm>
#include <unordered_map>

#include "engine/json/write.h"
#include "runtime/records/auto_number.h"
#include "runtime/records/values.h"
#include "runtime/records/writer.h"

namespace fw::records {

using feel::Value;
using storage::Param;
using storage::quoted;

namespace {
storage::Value id_or_null(Id id) { return id == 0 ? storage::Value() : storage::Value(id); }

storage::Value text_or_null(const std::string& text) { return text.empty() ? storage::Value() : storage::Value(text); }

Result<void> ignore_count(Result<std::int64_t> done) {
    if (!done) return fail(std::move(done.error()));
    return {};
}

std::vector<Param> views(const std::vector<storage::Value>& values) { return {values.begin(), values.end()}; }
}  // namespace

Result<void> Writer::number(Draft& draft) {
    for (std::size_t i = 0; i < draft.cells.size(); ++i) {
        const int index = static_cast<int>(i);
        const Field& field = draft.model->field(index);
        if (field.type->id != "auto_number" || !draft.cells[i].is_null()) continue;
        auto text =
            next_number(act_.tx, draft.model->entity->table + "." + field.id, field.pattern, evaluator_.options().now);
        if (!text) return fail(std::move(text.error()));
        draft.set(index, Value::string(*text));
    }
    for (auto& lines : draft.lines) {
        for (Draft& line : lines) {
            if (auto done = number(line); !done) return done;
        }
    }
    return {};
}

Result<void> Writer::insert(Draft& draft) {
    const EntityModel& m = *draft.model;
    std::vector<storage::Value> values{draft.id,
                                       1,
                                       act_.now,
                                       id_or_null(draft.created_by),
                                       act_.now,
                                       id_or_null(draft.updated_by),
                                       text_or_null(draft.state),
                                       draft.title};
    if (m.owner_field < 0) values.push_back(id_or_null(draft.owner));
    if (m.unit_field < 0) values.push_back(id_or_null(draft.unit));
    if (m.entity->parent != nullptr) {
        values.emplace_back(draft.parent);
        values.emplace_back(draft.position);
    }
    for (std::size_t i = 0; i < draft.cells.size(); ++i) {
        if (m.column_of[i] >= 0) values.push_back(to_storage(m.entity->fields[i], draft.cells[i]));
    }
    if (auto done = act_.tx.execute(m.insert_sql, views(values)); !done)
        return fail(explain(std::move(done.error()), m));
    draft.version = 1;
    return {};
}

Result<bool> Writer::save(Draft& draft, const Draft& before, bool as_change) {
    const EntityModel& m = *draft.model;
    std::string sets;
    std::vector<storage::Value> values;
    const auto set = [&](std::string_view column, storage::Value value) {
        sets += (sets.empty() ? "" : ", ") + quoted(column) + " = ?";
        values.push_back(std::move(value));
    };
    for (std::size_t i = 0; i < draft.cells.size(); ++i) {
        if (m.column_of[i] < 0 || draft.cells[i] == before.cells[i]) continue;
        set(m.entity->fields[i].id, to_storage(m.entity->fields[i], draft.cells[i]));
    }
    if (draft.state != before.state) set("state", text_or_null(draft.state));
    if (draft.owner != before.owner && m.owner_field < 0) set("owner", id_or_null(draft.owner));
    if (draft.unit != before.unit && m.unit_field < 0) set("unit", id_or_null(draft.unit));
    if (draft.title != before.title) set("_title", draft.title);
    if (m.entity->parent != nullptr && draft.position != before.position) set("_position", draft.position);
    const bool differs = !values.empty();
    if (!differs && !(as_change && lines_changed_)) return false;
    if (as_change) {
        draft.version = before.version + 1;
        draft.updated_by = act_.caller.person();
        set("version", draft.version);
        set("updated_at", act_.now);
        set("updated_by", id_or_null(draft.updated_by));
    }
    values.emplace_back(draft.id);
    auto done = act_.tx.execute("UPDATE " + m.table + " SET " + sets + " WHERE id = ?", views(values));
    if (!done) return fail(explain(std::move(done.error()), m));
    loader_.forget(m, draft.id);
    return true;
}

// Lines that stayed are updated, new ones inserted, missing ones deleted.
Result<void> Writer::save_lines(Draft& draft, Draft* before) {
    for (std::size_t i = 0; i < draft.lines.size(); ++i) {
        std::vector<Draft*> gone;
        if (before != nullptr) {
            for (Draft& old : before->lines[i]) gone.push_back(&old);
        }
        for (Draft& line : draft.lines[i]) {
            const auto old = std::find_if(gone.begin(), gone.end(), [&](const Draft* d) { return d->id == line.id; });
            if (old == gone.end()) {
                if (auto done = insert(line); !done) return done;
                lines_changed_ = true;
                continue;
            }
            auto saved = save(line, **old, false);
            if (!saved) return fail(std::move(saved.error()));
            lines_changed_ = lines_changed_ || *saved;
            gone.erase(old);
        }
        for (const Draft* line : gone) {
            auto done = act_.tx.execute("UPDATE " + line->model->table + " SET deleted_at = ? WHERE id = ?",
                                        {act_.now, line->id});
            if (!done) return fail(std::move(done.error()));
            lines_changed_ = true;
        }
    }
    return {};
}

namespace {
// "field":[old,new],… of the stored fields that differ; null stands for a row that is not there.
std::string cell_changes(const Draft* before, const Draft* after) {
    std::string out;
    const Draft& some = after != nullptr ? *after : *before;
    for (std::size_t i = 0; i < some.cells.size(); ++i) {
        const Field& field = some.model->entity->fields[i];
        const Value old = before != nullptr ? before->cells[i] : Value();
        const Value now = after != nullptr ? after->cells[i] : Value();
        if (!field.stored() || old == now) continue;
        if (!out.empty()) out += ',';
        json::append_string(out, field.id);
        out += ":[";
        append_json(out, field, old);
        out += ',';
        append_json(out, field, now);
        out += ']';
    }
    return out;
}

// [{"id","what","title","changes":{…}},…] of the lines that came, went or differ; empty if none did.
std::string line_changes(const std::vector<Draft>& before, const std::vector<Draft>& after) {
    std::string out;
    const auto put = [&](const char* what, const Draft* old, const Draft* now) {
        std::string changes = cell_changes(old, now);
        const Draft& some = now != nullptr ? *now : *old;
        if (old != nullptr && now != nullptr && changes.empty()) return;
        out += (out.empty() ? "[{\"id\":\"" : ",{\"id\":\"") + storage::id_text(some.id) + "\",\"what\":\"" + what +
               "\",\"title\":";
        json::append_string(out, some.title);
        out += ",\"changes\":{" + changes + "}}";
    };
    std::unordered_map<Id, const Draft*> then;
    for (const Draft& line : before) then.emplace(line.id, &line);
    for (const Draft& line : after) {
        const auto found = then.find(line.id);
        put(found == then.end() ? "create" : "update", found == then.end() ? nullptr : found->second, &line);
        if (found != then.end()) then.erase(found);
    }
    for (const Draft& line : before) {
        if (then.contains(line.id)) put("delete", &line, nullptr);
    }
    if (!out.empty()) out += ']';
    return out;
}
}  // namespace

Result<void> Writer::audit(const Draft& draft, const Draft* before, const char* action) {
    std::string changes = "{";
    const auto put = [&](const std::string& name, const std::string& old, const std::string& now) {
        if (changes.size() > 1) changes += ',';
        json::append_string(changes, name);
        changes += ":[" + old + "," + now + "]";
    };
    if (before != nullptr) {
        changes += cell_changes(before, &draft);
        for (std::size_t i = 0; i < draft.lines.size() && lines_changed_; ++i) {
            std::string lines = line_changes(before->lines[i], draft.lines[i]);
            if (lines.empty()) continue;
            put(draft.model->field(draft.model->lines_field[i]).id, std::to_string(before->lines[i].size()),
                std::to_string(draft.lines[i].size()) + "," + lines);
        }
        const auto text = [](const std::string& s) {
            std::string out;
            json::append_string(out, s);
            return out;
        };
        if (draft.state != before->state) put("state", text(before->state), text(draft.state));
        if (draft.owner != before->owner)
            put("owner", text(storage::id_text(before->owner)), text(storage::id_text(draft.owner)));
    }
    changes += '}';
    return ignore_count(act_.tx.execute(
        "INSERT INTO fw_audit (id, at, person_id, entity, record_id, action, changes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        {act_.ids.next(), act_.now, Param(id_or_null(act_.caller.person())), draft.model->entity->id, draft.id, action,
         changes}));
}

// A unique rule that was broken, told at its fields.
Diagnostics Writer::explain(Diagnostics stored, const EntityModel& entity) const {
    if (storage::error_kind(stored) != storage::ErrorKind::kUnique) return stored;
    Diagnostics out;
    for (const std::string& column : storage::violated_columns(stored)) {
        const std::string name = column.substr(column.find('.') + 1);
        const int index = entity.index_of(name);
        const Text label =
            index >= 0 && !entity.field(index).label.empty() ? entity.field(index).label : Text{name, name};
        out.push_back(field_error("REC-011",
                                  {std::string(label.in(Language::kEn)) + " is used by another record already",
                                   "“" + std::string(label.in(Language::kZh)) + "”已被其他记录使用"},
                                  name));
    }
    if (out.empty()) out.push_back(field_error("REC-011", {"such a record exists already", "已存在相同的记录"}, {}));
    return out;
}

}  // namespace fw::records
