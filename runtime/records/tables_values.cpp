// Values that would stay in their columns though the models do not know them any more: states, options, texts that are
// too long, references to records of another entity.
#include <algorithm>

#include "runtime/records/tables_sql.h"

namespace fw::records {

using compile::Entity;
using compile::Field;
using compile::Program;
using form::Storage;
using storage::quoted;

namespace {

bool was_called(const std::vector<std::string>& was, std::string_view id) {
    return std::find(was.begin(), was.end(), id) != was.end();
}

// What an element of before is now; null where it is gone.
const Entity* now_of(const Entity& before, const Program& to) {
    for (const auto& entity : to.entities) {
        if (entity->id == before.id || was_called(entity->was, before.id)) return entity.get();
    }
    return nullptr;
}

const Field* now_of(const Field& before, const Entity& to) {
    for (const Field& field : to.fields) {
        if (field.id == before.id || was_called(field.was, before.id)) return &field;
    }
    return nullptr;
}

std::string literal(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

// A text that stands in LIKE for itself.
std::string like(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return literal("%\"" + out + "\"%") + " ESCAPE '\\'";
}

class Values {
  public:
    Values(TablePlan& plan, const Program& to) : plan_(plan), to_(to) {}

    void compare(const Entity& before, const Entity& after) {
        lines(before, after);
        for (const compile::State& state : before.states) {
            if (after.state(state.id) != nullptr) continue;
            add(format_text({"the state '{0}' of {1} is removed", "删除 {1} 的状态“{0}”"}, {state.id, after.id}),
                before, "state = " + literal(state.id), true);
        }
        for (const Field& field : before.fields) {
            const Field* now = now_of(field, after);
            if (now == nullptr || !field.stored() || !now->stored()) continue;
            reference(before, after, field, *now);
            if (now->storage != field.storage) continue;
            options(before, after, field, *now);
            length(before, after, field, *now);
        }
    }

  private:
    [[nodiscard]] bool same(const Entity* before, const Entity& after) const {
        return before != nullptr && now_of(*before, to_) == &after;
    }

    // The ids of before are no records of the new target.
    void reference(const Entity& before, const Entity& after, const Field& field, const Field& now) {
        if (now.storage != Storage::kReference || now.to == nullptr || now.computed() || same(field.to, *now.to))
            return;
        add(format_text({"{0}.{1} refers to {2} now, and is emptied", "{0}.{1} 改为引用 {2}，原有内容清空"},
                        {after.id, now.id, now.to->id}),
            before, quoted(field.id) + " IS NOT NULL", true);
        plan_.changes.back().sql = {"UPDATE " + quoted(after.table) + " SET " + quoted(now.id) + " = NULL"};
    }

    // Lines belong to a record; those of before belong to none of the new parent.
    void lines(const Entity& before, const Entity& after) {
        if (after.parent == nullptr || same(before.parent, *after.parent)) return;
        add(format_text({"{0} become lines of {1}, and those there are belong to none of its records",
                         "{0} 改为 {1} 的明细，现有记录不属于任何上级记录"},
                        {after.id, after.parent->id}),
            before, "true", true);
        plan_.changes.back().sql = {"DELETE FROM " + quoted(after.table)};
    }

    void options(const Entity& before, const Entity& after, const Field& field, const Field& now) {
        if (now.options.empty()) return;  // any text may stand there
        for (const compile::Option& option : field.options) {
            const bool kept = std::any_of(now.options.begin(), now.options.end(),
                                          [&](const compile::Option& o) { return o.id == option.id; });
            if (kept) continue;
            const std::string column = quoted(field.id);
            add(format_text({"the option '{0}' of {1}.{2} is removed", "删除 {1}.{2} 的选项“{0}”"},
                            {option.id, after.id, now.id}),
                before,
                field.storage == Storage::kJson ? column + " LIKE " + like(option.id)
                                                : column + " = " + literal(option.id),
                true);
        }
    }

    // Longer texts stay as they are and are refused when they are changed.
    void length(const Entity& before, const Entity& after, const Field& field, const Field& now) {
        const bool shorter = now.storage == Storage::kText && now.max_length &&
                             (!field.max_length || *now.max_length < *field.max_length) && !now.computed();
        if (!shorter) return;
        const std::string most = std::to_string(*now.max_length);
        add(format_text(
                {"texts longer than {0} characters stay in {1}.{2}, and must be shortened when they are changed",
                 "{1}.{2} 中超过 {0} 个字符的文本保持不变，修改时须缩短"},
                {most, after.id, now.id}),
            before, "length(" + quoted(field.id) + ") > " + most, false);
    }

    void add(Text text, const Entity& before, const std::string& where, bool destructive) {
        TableChange change;
        change.text = std::move(text);
        change.destructive = change.loses = destructive;
        change.only_if_any = true;
        change.count_sql = "SELECT count(*) FROM " + quoted(before.table) + " WHERE deleted_at IS NULL AND " + where;
        plan_.changes.push_back(std::move(change));
    }

    TablePlan& plan_;
    const Program& to_;
};

}  // namespace

void plan_values(TablePlan& plan, const Program& from, const Program& to) {
    Values values(plan, to);
    for (const auto& before : from.entities) {
        if (const Entity* after = now_of(*before, to)) values.compare(*before, *after);
    }
}

}  // namespace fw::records
