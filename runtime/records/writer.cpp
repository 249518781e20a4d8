#include "runtime/records/writer.h"

#include "engine/base/check.h"
#include "runtime/records/rights.h"
#include "runtime/records/values.h"

namespace fw::records {

using feel::Value;

Writer::Writer(Act& act, const Model& model, const Options& options, const WriteOptions& write)
    : act_(act),
      model_(model),
      options_(options),
      write_(write),
      loader_(act.tx, model),
      evaluator_(loader_, act.caller.context(), act.now, options.zone) {}

Id Writer::unit_of(Id person) const {
    const identity::Person* found = act_.caller.directory().person(person);
    return found == nullptr ? 0 : found->unit;
}

Draft Writer::new_draft(const EntityModel& entity) const {
    Draft draft(entity);
    draft.id = act_.ids.next();
    draft.created_at = draft.updated_at = act_.now;
    draft.created_by = draft.updated_by = act_.caller.person();
    draft.lines_known = true;
    if (entity.entity->parent == nullptr) {
        draft.owner = act_.caller.person();
        draft.unit = unit_of(draft.owner);
    }
    if (!entity.entity->states.empty()) draft.state = entity.entity->states.front().id;
    return draft;
}

Result<void> Writer::failed() {
    if (!loader_.failure().empty()) return fail(loader_.failure());
    // What was left without a value breaks rules that it would have kept.
    if (auto why = evaluator_.exhausted()) return fail(std::move(*why));
    if (!errors_.empty()) return fail(std::move(errors_));
    return {};
}

Result<Written> Writer::create(const EntityModel& entity, const json::Value& fields) {
    if (entity.entity->parent != nullptr) {
        return fail("REC-025", {"lines are written with their parent record", "明细行须随上级记录一起保存"});
    }
    if (!write_.trusted && !act_.caller.on(*entity.entity).create) {
        return fail(access::missing_right(*entity.entity, "create"));
    }
    Draft draft = new_draft(entity);
    apply(draft, nullptr, fields, {});
    defaults(draft, nullptr);
    for (auto& lines : draft.lines) {
        for (Draft& line : lines) defaults(line, &draft);
    }
    if (auto bad = failed(); !bad) return fail(std::move(bad.error()));
    if (auto done = number(draft); !done) return fail(std::move(done.error()));
    if (auto done = finish(draft, nullptr); !done) return fail(std::move(done.error()));
    return Written{draft.id, draft.version};
}

namespace {
bool same_content(const Draft& a, const Draft& b) {
    if (a.id != b.id || a.state != b.state || a.owner != b.owner || a.cells != b.cells) return false;
    for (std::size_t i = 0; i < a.lines.size(); ++i) {
        if (a.lines[i].size() != b.lines[i].size()) return false;
        for (std::size_t n = 0; n < a.lines[i].size(); ++n) {
            if (!same_content(a.lines[i][n], b.lines[i][n])) return false;
        }
    }
    return true;
}
}  // namespace

std::optional<std::int64_t> Writer::stored_so(const EntityModel& entity, Id id, const json::Value& fields) {
    if (!fields.is_object()) return std::nullopt;
    auto loaded = load_readable(loader_, evaluator_, act_.caller, entity, id);
    if (!loaded || !loader_.lines(*loaded)) return std::nullopt;
    for (const json::Member& member : fields.members()) {
        if (!act_.caller.on(*entity.entity).sees(member.key)) return std::nullopt;
    }
    WriteOptions all;
    all.trusted = true;  // whether it may be written is not asked: it is not
    Writer trial(act_, model_, options_, all);
    Draft draft = *loaded;
    trial.apply(draft, &*loaded, fields, {});
    if (!trial.errors_.empty() || !same_content(draft, *loaded)) return std::nullopt;
    return loaded->version;
}

Result<Written> Writer::update(const EntityModel& entity, Id id, const json::Value& fields) {
    if (write_.pass_unchanged && entity.entity->parent == nullptr) {
        const auto version = stored_so(entity, id, fields);
        if (version && write_.version.value_or(*version) == *version) return Written{id, *version, true};
    }
    auto loaded = load_for(entity, id, "update");
    if (!loaded) return fail(std::move(loaded.error()));
    Draft& before = *loaded;
    if (auto done = loader_.lines(before); !done) return fail(std::move(done.error()));
    Draft draft = before;
    apply(draft, &before, fields, {});
    for (auto& lines : draft.lines) {
        for (Draft& line : lines) {
            if (line.version == 0) defaults(line, &draft);
        }
    }
    if (auto bad = failed(); !bad) return fail(std::move(bad.error()));
    if (auto done = number(draft); !done) return fail(std::move(done.error()));
    if (auto done = finish(draft, &before); !done) return fail(std::move(done.error()));
    return Written{draft.id, draft.version};
}

void Writer::assign(Draft& draft, const std::vector<std::pair<std::string, Value>>& values) {
    for (const auto& [name, value] : values) {
        const Field* field = draft.model->entity->find(name);
        if (field == nullptr) {
            unknown_field(*draft.model, name, {});
            continue;
        }
        const auto fits = fitted(*field, value);
        const int index = draft.model->index_of(name);
        if (!fits || field->computed() || (index >= 0 && draft.model->column_of[static_cast<std::size_t>(index)] < 0)) {
            add(field_error("REC-002", format_text({"{0} cannot hold {1}", "“{0}”不能为 {1}"}, {name, value.print()}),
                            name));
        } else if (index >= 0) {
            draft.set(index, *fits);
        } else if (name == "owner") {
            if (act_.caller.directory().person(reference_id(*fits)) == nullptr) {
                add(field_error("REC-012", {"the owner must be a person", "所有者必须是人员"}, name));
                continue;
            }
            draft.owner = reference_id(*fits);
            draft.unit = unit_of(draft.owner);
        } else if (name == "state" && fits->is_string() && draft.model->entity->state(fits->as_string()) != nullptr) {
            draft.state = fits->as_string();
        } else {
            add(field_error("REC-005", format_text({"'{0}' cannot be changed", "“{0}”不能修改"}, {name}), name));
        }
    }
    draft.fresh = false;
}

Result<Written> Writer::create_from(const EntityModel& entity, Id owner,
                                    const std::vector<std::pair<std::string, Value>>& values) {
    if (entity.entity->parent != nullptr)
        return fail("REC-025", {"lines are written with their parent record", "明细行须随上级记录一起保存"});
    Draft draft = new_draft(entity);
    if (owner != 0) {
        draft.owner = owner;
        draft.unit = unit_of(owner);
    }
    assign(draft, values);
    for (const auto& [name, value] : values) {
        if (const int index = entity.index_of(name); index >= 0) provided_.insert({&draft, index});
    }
    defaults(draft, nullptr);
    if (auto bad = failed(); !bad) return fail(std::move(bad.error()));
    if (auto done = number(draft); !done) return fail(std::move(done.error()));
    if (auto done = finish(draft, nullptr); !done) return fail(std::move(done.error()));
    return Written{draft.id, draft.version};
}

Result<Written> Writer::set(const EntityModel& entity, Id id,
                            const std::vector<std::pair<std::string, Value>>& values) {
    auto loaded = load_for(entity, id, "update");
    if (!loaded) return fail(std::move(loaded.error()));
    Draft& before = *loaded;
    if (auto done = loader_.lines(before); !done) return fail(std::move(done.error()));
    Draft draft = before;
    assign(draft, values);
    if (auto bad = failed(); !bad) return fail(std::move(bad.error()));
    if (auto done = finish(draft, &before); !done) return fail(std::move(done.error()));
    return Written{draft.id, draft.version};
}

Result<Written> Writer::transition(const EntityModel& entity, Id id, std::string_view name) {
    auto loaded = load_for(entity, id, "transition");
    if (!loaded) return fail(std::move(loaded.error()));
    Draft& before = *loaded;
    const compile::Transition* found = nullptr;
    for (const compile::Transition& t : entity.entity->transitions) found = t.id == name ? &t : found;
    if (found == nullptr) {
        return fail("REC-020", format_text({"there is no transition '{0}'", "没有状态转换“{0}”"}, {name}));
    }
    if (auto reason = transition_refused(*found, before); !reason.empty()) return fail("REC-024", reason);
    if (auto done = loader_.lines(before); !done) return fail(std::move(done.error()));
    Draft draft = before;
    draft.state = found->to;
    draft.fresh = false;
    if (auto done = finish(draft, &before); !done) return fail(std::move(done.error()));
    for (access::News::Record& news : act_.news.records) news.moved = news.moved || news.id == draft.id;
    return Written{draft.id, draft.version};
}

// Everything between a changed draft and its place in the database.
Result<void> Writer::finish(Draft& draft, Draft* before) {
    compute_all(draft);
    validate(draft, before, nullptr, {});
    if (auto bad = failed(); !bad) return bad;
    if (before == nullptr) {
        if (auto done = insert(draft); !done) return done;
        if (auto done = save_lines(draft, nullptr); !done) return done;
        if (auto done = audit(draft, nullptr, "create"); !done) return done;
        tell(draft, nullptr);
    } else {
        if (auto done = save_lines(draft, before); !done) return done;
        auto saved = save(draft, *before, true);
        if (!saved) return fail(std::move(saved.error()));
        if (!*saved) return {};  // nothing differs: no new version, no news
        if (auto done = audit(draft, before, draft.state != before->state ? "state" : "update"); !done) return done;
        tell(draft, before);
    }
    const std::string& id = draft.model->entity->id;
    if (id == "base.person" || id == "base.unit") act_.news.organisation = true;
    return follow(draft, before);
}

Result<void> Writer::refresh(const EntityModel& entity, Id id, bool rollups) {
    auto row = loader_.row(entity, id);
    if (!row) return fail(std::move(row.error()));
    if (!*row) return {};
    Draft& before = **row;
    if (auto done = loader_.lines(before); !done) return done;
    Draft draft = before;
    Draft parent;
    Draft* above = nullptr;
    if (entity.parent != nullptr) {
        auto found = loader_.row(*entity.parent, draft.parent);
        if (!found) return fail(std::move(found.error()));
        if (!*found) return {};
        parent = std::move(**found);
        above = &parent;
        compute(draft, above);
        draft.title = title_of(draft, above);
    } else {
        compute_all(draft);
    }
    for (const RollupUse& use : rollups ? own_rollups(entity) : std::vector<RollupUse>()) {
        auto value = rollup_over_rows(use, id);
        if (!value) return fail(std::move(value.error()));
        const int index = entity.index_of(use.field->id);
        if (*value == draft.cell(index)) continue;
        draft.set(index, std::move(*value));
        if (above == nullptr) compute_all(draft);
    }
    if (!loader_.failure().empty()) return fail(loader_.failure());
    if (auto done = save_lines(draft, &before); !done) return done;
    auto saved = save(draft, before, false);
    if (!saved) return fail(std::move(saved.error()));
    if (!*saved) return {};
    tell(draft, &before, true);
    return follow(draft, &before);
}

}  // namespace fw::records
