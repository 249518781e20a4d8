// Whether the caller may do what is asked with a stored record.
#include "runtime/records/rights.h"

#include <algorithm>

#include "runtime/records/values.h"
#include "runtime/records/writer.h"

namespace fw::records {

namespace {
Diagnostics not_found(const EntityModel& entity, Id id) {
    const Text& label = entity.entity->label;
    Diagnostics out;
    out.push_back(
        field_error("REC-020",
                    {"there is no " + std::string(label.empty() ? entity.entity->id : label.in(Language::kEn)) +
                         " with the id " + storage::id_text(id),
                     "没有标识为 " + storage::id_text(id) + " 的" +
                         std::string(label.empty() ? entity.entity->id : label.in(Language::kZh))},
                    {}));
    return out;
}
}  // namespace

bool has_task(storage::Reader& reader, const Caller& caller, const Entity& entity, Id id) {
    const std::int64_t person = caller.person();
    auto found = reader.query_integer(
        "SELECT 1 FROM fw_task WHERE entity = ? AND record_id = ? AND (assignee_id = ? OR done_by = ?) LIMIT 1",
        {entity.id, id, person, person});
    if (!found || found->has_value()) return found && found->has_value();
    for (const std::int64_t absent : caller.directory().acts_for(person, storage::now().micros)) {
        found = reader.query_integer(
            "SELECT 1 FROM fw_task WHERE entity = ? AND record_id = ? AND assignee_id = ? AND status = 'open' LIMIT 1",
            {entity.id, id, absent});
        if (found && found->has_value()) return true;
    }
    return false;
}

namespace {

struct Reason {
    bool open = false;
    std::vector<std::string> hidden;
};

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> list;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        list.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return list;
}

// Tasks of before the fields were kept with them hide what their step hides now.
std::vector<std::string> hidden_by(const storage::Row& row, const compile::Program& program) {
    if (!row.boolean(2)) return {};
    if (!row.text(3).empty()) return split(row.text(3));
    const flow::Flow* flow = program.flow(row.text(0));
    const flow::Node* node = flow == nullptr ? nullptr : flow->find(row.text(1));
    return node == nullptr || node->human == nullptr ? std::vector<std::string>() : node->human->hide;
}

// Rights add up: what every reason hides.
std::vector<std::string> hidden_by_all(const std::vector<Reason>& reasons, bool open) {
    std::vector<std::string> hidden;
    bool first = true;
    for (const Reason& each : reasons) {
        if (open && !each.open) continue;
        if (first) hidden = each.hidden;
        first = false;
        std::erase_if(hidden, [&](const std::string& field) {
            return std::find(each.hidden.begin(), each.hidden.end(), field) == each.hidden.end();
        });
    }
    return hidden;
}

// While somebody is asked, the step that asks him says what he may see, whatever he was sent before or beside it.
std::vector<std::string> hidden_by_tasks(storage::Reader& reader, const Caller& caller, const Entity& entity, Id id) {
    std::vector<Reason> reasons;
    const auto note = [&](const storage::Row& row) {
        reasons.push_back({row.text(4) == "open", hidden_by(row, caller.program())});
    };
    const std::int64_t me = caller.person();
    (void)reader.query(
        "SELECT flow, node, hides, hidden, status FROM fw_task WHERE entity = ? AND record_id = ? AND (assignee_id = ? "
        "OR done_by = ?)",
        {entity.id, id, me, me}, note);
    for (const std::int64_t absent : caller.directory().acts_for(me, storage::now().micros)) {
        (void)reader.query(
            "SELECT flow, node, hides, hidden, status FROM fw_task WHERE entity = ? AND record_id = ? AND assignee_id "
            "= ? AND status = 'open'",
            {entity.id, id, absent}, note);
    }
    const bool asked = std::any_of(reasons.begin(), reasons.end(), [](const Reason& each) { return each.open; });
    return hidden_by_all(reasons, asked);
}

}  // namespace

std::vector<std::string> hidden_fields(const Caller& caller, Evaluator& evaluator, Draft& draft) {
    const Entity& entity = *draft.model->entity;
    if (entity.parent != nullptr) return {};
    access::Rule roles = caller.on(entity).read;
    roles.by_task = false;
    if (allows(roles, caller, evaluator, draft)) return {};
    return hidden_by_tasks(evaluator.loader().reader(), caller, entity, draft.id);
}

bool allows(const access::Rule& rule, const Caller& caller, Evaluator& evaluator, Draft& draft) {
    if (rule.everything) return true;
    access::RecordFacts facts;
    facts.owner = draft.owner_id();
    facts.unit = draft.unit_id();
    facts.holds = [&](const model::Expr& where) {
        // Record rules may read more than the entity's own expressions.
        Paths needs = draft.model->needs;
        Paths parent;
        collect(*draft.model->entity, where, needs, parent);
        follow_lookups(*draft.model->entity, needs);
        draft.fresh = false;
        evaluator.loader().contextualize(draft, needs);
        const bool holds = evaluator.holds(where, draft);
        draft.fresh = false;
        return holds;
    };
    facts.has_task = [&] { return has_task(evaluator.loader().reader(), caller, *draft.model->entity, draft.id); };
    return access::allows(rule, caller, facts);
}

Result<Draft> load_readable(Loader& loader, Evaluator& evaluator, const Caller& caller, const EntityModel& entity,
                            Id id) {
    auto row = loader.row(entity, id);
    if (!row) return fail(std::move(row.error()));
    if (!*row) return fail(not_found(entity, id));
    Draft& draft = **row;
    if (entity.parent != nullptr) {  // lines follow the rights of their parent
        if (auto parent = load_readable(loader, evaluator, caller, *entity.parent, draft.parent); !parent) {
            return fail(not_found(entity, id));
        }
    } else if (!allows(caller.on(*entity.entity).read, caller, evaluator, draft)) {
        return fail(not_found(entity, id));
    }
    return std::move(draft);
}

bool may_refer(Loader& loader, Evaluator& evaluator, const Caller& caller, const EntityModel& entity, Id id) {
    const std::string& name = entity.entity->id;
    if (caller.administrator() || name == "base.person" || name == "base.unit") return true;
    const EntityModel* at = &entity;
    Draft* record = loader.referred(entity, id);
    while (record != nullptr && at->parent != nullptr) {  // lines follow the rights of their parent
        at = at->parent;
        record = loader.referred(*at, record->parent);
    }
    return record == nullptr || allows(caller.on(*at->entity).read, caller, evaluator, *record);
}

Text locked_in(const Entity& entity, std::string_view state) {
    const compile::State* found = entity.state(state);
    const Text label =
        found == nullptr || found->label.empty() ? Text(std::string(state), std::string(state)) : found->label;
    return {"the record is locked in the state '" + label.en + "'", "记录处于“" + label.zh + "”状态，已锁定"};
}

bool is_locked(const Draft& draft) {
    const compile::State* state = draft.model->entity->state(draft.state);
    return state != nullptr && state->locked;
}

Result<std::vector<std::string>> hidden_from(const Records& records, storage::Reader& reader, const Caller& caller,
                                             const Entity& entity, Id id, DateTime now) {
    Loader loader(reader, records.model());
    Evaluator evaluator(loader, caller.context(), now, records.options().zone);
    const access::EntityAccess& access = caller.on(entity);
    std::vector<std::string> hidden;
    auto loaded = load_readable(loader, evaluator, caller, records.model().of(entity), id);
    if (loaded) hidden = hidden_fields(caller, evaluator, *loaded);
    for (const compile::Field& field : entity.fields) {
        const bool known = std::find(hidden.begin(), hidden.end(), field.id) != hidden.end();
        if (!known && (!loaded || !access.sees(field.id))) hidden.push_back(field.id);
    }
    if (!loader.failure().empty()) return fail(loader.failure());
    return hidden;
}

Text refused_transition(const compile::Transition& transition, const Caller& caller, Evaluator& evaluator,
                        Draft& draft) {
    if (std::find(transition.from.begin(), transition.from.end(), draft.state) == transition.from.end()) {
        return {"not possible in this state", "当前状态下不能执行"};
    }
    const bool role = transition.roles.empty() || caller.administrator() ||
                      std::any_of(transition.roles.begin(), transition.roles.end(),
                                  [&](const std::string& r) { return caller.has_role(r); });
    if (!role) return {"you do not have the role for this", "您没有执行此操作的角色"};
    if (transition.when.code && !evaluator.holds(transition.when, draft)) {
        return {"its condition does not hold: " + transition.when.text, "条件不成立：" + transition.when.text};
    }
    return {};
}

Text Writer::transition_refused(const compile::Transition& transition, Draft& draft) {
    if (write_.trusted) return {};
    return refused_transition(transition, act_.caller, evaluator_, draft);
}

Result<Draft> Writer::load_for(const EntityModel& entity, Id id, const char* what) {
    if (entity.entity->parent != nullptr && !write_.trusted) {
        return fail("REC-025", {"lines are written with their parent record", "明细行须随上级记录一起保存"});
    }
    auto row = loader_.row(entity, id);
    if (!row) return fail(std::move(row.error()));
    if (!*row) return fail(not_found(entity, id));
    Draft& draft = **row;
    const std::string_view action = what;
    if (!write_.trusted && write_.open == nullptr) {
        const access::EntityAccess& access = act_.caller.on(*entity.entity);
        if (!allows(access.read, act_.caller, evaluator_, draft)) return fail(not_found(entity, id));
        if (!allows(action == "delete" ? access.remove : access.update, act_.caller, evaluator_, draft)) {
            return fail(access::missing_right(*entity.entity, action == "delete" ? "delete" : "update"));
        }
        if (action != "transition" && is_locked(draft)) {
            return fail("REC-022", locked_in(*entity.entity, draft.state));
        }
    }
    if (write_.version && *write_.version != draft.version) {
        return fail("REC-021",
                    format_text({"the record was changed meanwhile: version {0} is current, not {1}",
                                 "记录已被他人修改：当前版本为 {0}，而不是 {1}"},
                                {std::to_string(draft.version), std::to_string(*write_.version)}),
                    {}, {"load it again and repeat the change", "请重新加载后再修改"});
    }
    return std::move(draft);
}

}  // namespace fw::records
