// What was sent goes into the draft.
#include <algorithm>

#include "engine/base/suggest.h"
#include "runtime/records/rights.h"
#include "runtime/records/values.h"
#include "runtime/records/writer.h"

namespace fw::records {

using feel::Value;

namespace {
constexpr std::size_t kMostLines = 10'000;

// Shown beside the fields of a record that exists, and sent back by clients with the rest of it.
bool shown_beside(std::string_view name) {
    return name == "rights" || name == "locked" || name == "actions" || name == "transitions";
}

// What the system keeps of the record, as a client has read it.
bool as_it_was(const Draft& before, std::string_view name, const json::Value& json, const feel::Zone& zone) {
    if (name == "title") return json.is_string() && json.as_string() == before.title;
    if (name == "version") return json.is_number() && json.as_int64() == before.version;
    if (name == "id") return json.is_string() && json.as_string() == storage::id_text(before.id);
    const Field* field = before.model->entity->find(name);
    if (field == nullptr) return false;
    const auto value = from_json(*field, json, zone);
    return value && *value == before.value_of(name);
}

Diagnostic not_writable(std::string_view name, const std::string& element) {
    return field_error("REC-005", format_text({"'{0}' cannot be changed", "“{0}”不能修改"}, {name}), element);
}
}  // namespace

void Writer::unknown_field(const EntityModel& entity, std::string_view name, const std::string& path) {
    std::vector<std::string> known;
    for (const Field& field : entity.entity->fields) known.push_back(field.id);
    Diagnostic d =
        field_error("REC-001", {"there is no field '" + std::string(name) + "'", "没有字段“" + std::string(name) + "”"},
                    path + std::string(name));
    d.hint = did_you_mean(name, known);
    add(std::move(d));
}

bool Writer::may_write(const Field& field, const EntityModel& entity, bool creating) const {
    if (field.computed() || !field.type->people_write) return false;
    if (write_.trusted) return true;
    if (write_.open != nullptr) {
        if (entity.parent != nullptr) return true;  // the child table was opened, or nothing of it is reached
        return std::find(write_.open->begin(), write_.open->end(), field.id) != write_.open->end();
    }
    if (field.read_only || (field.read_only_after_create && !creating)) return false;
    const Entity& owner = entity.entity->parent != nullptr ? *entity.entity->parent : *entity.entity;
    return act_.caller.on(owner).writes(field.id) || &owner != entity.entity;
}

void Writer::apply(Draft& draft, const Draft* before, const json::Value& fields, const std::string& path) {
    if (!fields.is_object()) {
        add(field_error("REC-016", {"a record is a JSON object", "记录应为 JSON 对象"}, path));
        return;
    }
    for (const json::Member& member : fields.members()) {
        const int field = draft.model->index_of(member.key);
        if (field < 0) {
            apply_system(draft, before, member.key, member.value, path);
        } else if (draft.model->lines_of[static_cast<std::size_t>(field)] >= 0) {
            apply_lines(draft, before, field, member.value, path);
        } else {
            apply_field(draft, before, field, member.value, path);
        }
    }
}

void Writer::apply_field(Draft& draft, const Draft* before, int index, const json::Value& json,
                         const std::string& path) {
    const Field& field = draft.model->field(index);
    const std::string element = path + field.id;
    const bool writable = may_write(field, *draft.model, before == nullptr);
    if (!field.stored()) return;  // a lookup that came back with the form
    auto value = from_json(field, json, options_.zone);
    if (!value) {
        for (Diagnostic& d : value.error()) {
            d.place.element = element;
            add(std::move(d));
        }
        return;
    }
    if (!writable) {
        // Clients send whole forms back: what is as it was is no attempt to write.
        const Value& was = before != nullptr ? before->cell(index) : Value();
        if (!(*value == was) && !(before == nullptr && value->is_null())) {
            add(not_writable(field.id, element));
        }
        return;
    }
    // What the caller may not read cannot be referred to either: it is like one that does not exist.
    const bool refers = field.storage == form::Storage::kReference && field.to != nullptr && !value->is_null() &&
                        !write_.trusted && (before == nullptr || !(*value == before->cell(index)));
    if (refers) {
        const EntityModel& target = model_.of(*field.to);
        const Id id = reference_id(*value);
        if (!may_refer(loader_, evaluator_, act_.caller, target, id)) loader_.hide(target, id);
    }
    draft.set(index, std::move(*value));
    provided_.insert({&draft, index});
}

void Writer::apply_owner(Draft& draft, const Field& field, const json::Value& json, const std::string& element) {
    auto value = from_json(field, json, options_.zone);
    if (!value) {
        for (Diagnostic& d : value.error()) {
            d.place.element = element;
            add(std::move(d));
        }
        return;
    }
    const Id owner = reference_id(*value);
    if (owner == draft.owner) return;
    if (!write_.trusted) {
        if (write_.open != nullptr || !act_.caller.on(*draft.model->entity).writes("owner"))
            return add(not_writable("owner", element));
        const identity::Person* person = act_.caller.directory().person(owner);
        if (person == nullptr || !person->active) {
            return add(field_error("REC-012",
                                   owner == 0 ? Text{"a record has an owner", "记录必须有所有者"}
                                              : Text{"there is no active person with the id " + storage::id_text(owner),
                                                     "没有标识为 " + storage::id_text(owner) + " 的在职人员"},
                                   element));
        }
    }
    draft.owner = owner;
    draft.unit = unit_of(owner);
    draft.fresh = false;
}

void Writer::apply_system(Draft& draft, const Draft* before, std::string_view name, const json::Value& json,
                          const std::string& path) {
    const Field* field = draft.model->entity->find(name);
    if (name == "owner" && field != nullptr && draft.model->parent == nullptr)
        return apply_owner(draft, *field, json, path + "owner");
    if (name == "state" && json.is_string() && json.as_string() != draft.state &&
        !draft.model->entity->states.empty()) {
        if (write_.trusted && draft.model->entity->state(json.as_string()) != nullptr) {
            draft.state = json.as_string();
            draft.fresh = false;
            return;
        }
        add(field_error("REC-005", {"'state' is changed by transitions and flows", "“状态”只能通过状态转换或流程修改"},
                        path + "state"));
        return;
    }
    if (name == "state" && !draft.model->entity->states.empty()) return;  // as it is
    const bool line = draft.model->parent != nullptr;
    if (line && name == "id") return;  // says which line it is; apply_lines has looked
    if (before != nullptr && (shown_beside(name) || as_it_was(*before, name, json, options_.zone))) return;
    const bool system = field != nullptr || name == "id" || name == "version" || name == "title";
    if (system) {
        if (!(before == nullptr && json.is_null())) add(not_writable(name, path + std::string(name)));
    } else {
        unknown_field(*draft.model, name, path);
    }
}

void Writer::apply_lines(Draft& draft, const Draft* before, int index, const json::Value& json,
                         const std::string& path) {
    const Field& field = draft.model->field(index);
    const auto ordinal = static_cast<std::size_t>(draft.model->lines_of[static_cast<std::size_t>(index)]);
    const EntityModel& rows = *draft.model->lines_model[ordinal];
    if (!may_write(field, *draft.model, before == nullptr)) {
        add(not_writable(field.id, path + field.id));
        return;
    }
    if (!json.is_array() && !json.is_null()) {
        add(field_error("REC-002", {"must be a list of lines", "必须是明细行列表"}, path + field.id));
        return;
    }
    std::vector<Draft> made;
    const std::vector<json::Value> none;
    const std::vector<json::Value>& items = json.is_array() ? json.items() : none;
    if (items.size() > kMostLines) {
        add(field_error("REC-003", {"too many lines", "明细行过多"}, path + field.id));
        return;
    }
    std::vector<Id> used;
    made.reserve(items.size());  // `provided_` holds addresses
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string element = path + field.id + "[" + std::to_string(i) + "]";
        const Draft* old = nullptr;
        if (const json::Value* id = items[i].find("id"); id != nullptr && !id->is_null()) {
            const Id wanted = id->is_string() ? storage::parse_id(id->as_string()).value_or(0) : 0;
            if (before != nullptr) {
                for (const Draft& line : before->lines[ordinal]) {
                    if (line.id == wanted) old = &line;
                }
            }
            if (old == nullptr || std::find(used.begin(), used.end(), wanted) != used.end()) {
                add(field_error("REC-015", {"this record has no such line", "该记录没有此明细行"}, element + ".id"));
                continue;
            }
            used.push_back(wanted);
        }
        made.push_back(old != nullptr ? *old : new_draft(rows));
        Draft& line = made.back();
        line.parent = draft.id;
        line.position = static_cast<std::int64_t>(i);
        line.fresh = false;
        apply(line, old, items[i], element + ".");
    }
    draft.lines[ordinal] = std::move(made);
    draft.fresh = false;
    lines_given_ = true;
}

}  // namespace fw::records
