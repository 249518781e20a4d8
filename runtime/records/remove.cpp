// Deleting: the record and its lines are marked; what refers to it refuses, follows or lets go.
#include "runtime/records/values.h"
#include "runtime/records/writer.h"

namespace fw::records {

using storage::quoted;

namespace {
constexpr int kDeepest = 24;

Text label_of(const Entity& entity) {
    if (!entity.plural.empty()) return entity.plural;
    return entity.label.empty() ? Text{entity.id, entity.id} : entity.label;
}
}  // namespace

Result<void> Writer::remove(const EntityModel& entity, Id id) {
    auto loaded = load_for(entity, id, "delete");
    if (!loaded) return fail(std::move(loaded.error()));
    if (auto done = remove_draft(*loaded); !done) return done;
    return failed();
}

Result<void> Writer::remove_draft(Draft& draft) {
    const EntityModel& m = *draft.model;
    // First the mark, so that records which refer to each other end.
    auto marked = act_.tx.execute(
        "UPDATE " + m.table + " SET deleted_at = ?, version = version + 1 WHERE id = ? AND deleted_at IS NULL",
        {act_.now, draft.id});
    if (!marked) return fail(std::move(marked.error()));
    if (*marked == 0) return {};
    loader_.forget(m, draft.id);
    if (++depth_ > kDeepest) {
        return fail("REC-026", {"too many records would be deleted with it", "级联删除的层级过深"});
    }
    for (const EntityModel* lines : m.lines_model) {
        auto gone =
            act_.tx.execute("UPDATE " + lines->table + " SET deleted_at = ? WHERE _parent = ? AND deleted_at IS NULL",
                            {act_.now, draft.id});
        if (!gone) return fail(std::move(gone.error()));
    }
    if (auto done = release(m, draft.id); !done) return done;
    --depth_;
    if (auto done = audit(draft, nullptr, "delete"); !done) return done;
    act_.news.records.push_back({m.entity->id, draft.id, "delete"});
    if (m.entity->id == "base.person" || m.entity->id == "base.unit") act_.news.organisation = true;
    return follow(draft, &draft, true);
}

// Every reference to the record, by its rule.
Result<void> Writer::release(const EntityModel& entity, Id id) {
    for (const auto& other : model_.all()) {
        for (std::size_t i = 0; i < other->field_count(); ++i) {
            const Field& field = other->entity->fields[i];
            if (field.to != entity.entity || field.storage != form::Storage::kReference || !field.stored()) continue;
            std::vector<Id> ids;
            auto found = act_.tx.query(
                "SELECT id FROM " + other->table + " WHERE " + quoted(field.id) + " = ? AND deleted_at IS NULL", {id},
                [&](const storage::Row& row) { ids.push_back(row.integer(0)); });
            if (!found) return found;
            if (ids.empty()) continue;
            if (field.on_delete == "restrict") {
                const Text label = label_of(*other->entity);
                const std::string n = std::to_string(ids.size());
                return fail("REC-023",
                            {"it is still used by " + n + " of: " + std::string(label.in(Language::kEn)),
                             "仍被 " + n + " 条“" + std::string(label.in(Language::kZh)) + "”引用"},
                            {}, {"change or delete these first", "请先修改或删除这些记录"});
            }
            for (const Id referrer : ids) {
                auto row = loader_.row(*other, referrer);
                if (!row) return fail(std::move(row.error()));
                if (!*row) continue;
                if (field.on_delete == "cascade") {
                    if (auto done = remove_draft(**row); !done) return done;
                    continue;
                }
                Draft before = std::move(**row);
                if (auto done = loader_.lines(before); !done) return done;
                Draft draft = before;
                draft.set(static_cast<int>(i), {});
                Draft parent;
                if (other->parent != nullptr) {
                    auto above = loader_.row(*other->parent, draft.parent);
                    if (!above) return fail(std::move(above.error()));
                    if (*above) parent = std::move(**above);
                    compute(draft, &parent);
                    draft.title = title_of(draft, &parent);
                } else {
                    compute_all(draft);
                }
                auto saved = save(draft, before, true);
                if (!saved) return fail(std::move(saved.error()));
                if (auto done = audit(draft, &before, "update"); !done) return done;
                if (auto done = follow(draft, &before); !done) return done;
            }
        }
    }
    return {};
}

}  // namespace fw::records
