// What other records show of one that changed: roll-ups over it, and titles and formulas that read it by a reference.
#include <algorithm>

#include "runtime/records/rollup.h"
#include "runtime/records/values.h"
#include "runtime/records/writer.h"

namespace fw::records {

using feel::Value;
using storage::quoted;

namespace {
constexpr int kDeepest = 24;  // steps from record to record; compile() refuses circles of fields

// Names of what differs, fields and system values.
std::vector<std::string> changed_names(const Draft& after, const Draft& before) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < after.cells.size(); ++i) {
        if (!(after.cells[i] == before.cells[i])) out.push_back(after.model->entity->fields[i].id);
    }
    if (after.state != before.state) out.emplace_back("state");
    if (after.owner != before.owner) out.emplace_back("owner");
    if (after.unit != before.unit) out.emplace_back("unit");
    return out;
}

bool meet(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::any_of(a.begin(), a.end(),
                       [&](const std::string& x) { return std::find(b.begin(), b.end(), x) != b.end(); });
}

bool same_lines(const std::vector<Draft>& a, const std::vector<Draft>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Draft& x, const Draft& y) { return x.id == y.id && x.cells == y.cells; });
}

// The rows of the first step's entity that lead to `?` along the chain.
std::string rows_of(const std::vector<Dependent::Step>& chain) {
    std::string sql = "?";
    for (std::size_t i = chain.size(); i-- > 0;) {
        const Dependent::Step& step = chain[i];
        const std::string match = i + 1 == chain.size() ? " = " + sql : " IN (" + sql + ")";
        sql = "SELECT id FROM " + step.entity->table + " WHERE " + quoted(step.column) + match +
              " AND deleted_at IS NULL";
    }
    return sql;
}
}  // namespace

void Writer::tell(const Draft& after, const Draft* before, bool derived) {
    const bool watched = !model_.program().automations.empty();
    if (derived && (!watched || after.model->entity->parent != nullptr)) return;
    access::News::Record news;
    news.entity = after.model->entity->id;
    news.id = after.id;
    news.what = before == nullptr ? "create" : "update";
    news.derived = derived;
    if (before != nullptr && watched) {
        for (std::string& name : changed_names(after, *before)) {
            feel::Value value = before->value_of(name);
            news.was.emplace_back(std::move(name), std::move(value));
        }
        for (std::size_t i = 0; i < after.lines.size(); ++i) {
            if (!same_lines(after.lines[i], before->lines[i]))
                news.was.emplace_back(after.model->field(after.model->lines_field[i]).id, feel::Value());
        }
    }
    act_.news.records.push_back(std::move(news));
}

Result<void> Writer::follow(const Draft& after, const Draft* before, bool deleted) {
    if (depth_ >= kDeepest) return {};
    ++depth_;
    auto done = follow_rollups(after, before, deleted);
    if (done && before != nullptr && !deleted) done = follow_dependents(after, *before);
    --depth_;
    return done;
}

Result<void> Writer::follow_rollups(const Draft& after, const Draft* before, bool deleted) {
    for (const RollupUse& use : after.model->rollups_over_me) {
        if (use.by < 0) continue;
        const Id now = deleted ? 0 : reference_id(after.cell(use.by));
        const Id then = before == nullptr ? 0 : reference_id(before->cell(use.by));
        if (before != nullptr && !deleted && now == then && changed_names(after, *before).empty()) continue;
        if (now != 0) {
            if (auto done = refresh_rollup(use, now); !done) return done;
        }
        if (then != 0 && then != now) {
            if (auto done = refresh_rollup(use, then); !done) return done;
        }
    }
    return {};
}

Result<void> Writer::refresh_rollup(const RollupUse& use, Id holder) {
    auto value = rollup_over_rows(use, holder);
    if (!value) return fail(std::move(value.error()));
    auto row = loader_.row(*use.holder, holder);
    if (!row) return fail(std::move(row.error()));
    if (!*row) return {};
    Draft& before = **row;
    const int index = use.holder->index_of(use.field->id);
    if (before.cell(index) == *value) return {};
    if (auto done = loader_.lines(before); !done) return done;
    Draft draft = before;
    draft.set(index, std::move(*value));
    compute_all(draft);
    if (!loader_.failure().empty()) return fail(loader_.failure());
    if (auto done = save_lines(draft, &before); !done) return done;
    auto saved = save(draft, before, false);
    if (!saved) return fail(std::move(saved.error()));
    if (!*saved) return {};
    tell(draft, &before, true);
    return follow(draft, &before);
}

Result<Value> Writer::rollup_over_rows(const RollupUse& use, Id holder) {
    const compile::Rollup& rollup = *use.field->rollup;
    const EntityModel& rows = model_.of(*rollup.over);
    if (!use.sql.empty()) return rollup_by_sql(use, rows, holder);
    Paths needs;
    Paths parent;
    collect(*rollup.over, rollup.value, needs, parent);
    collect(*rollup.over, rollup.where, needs, parent);
    follow_lookups(*rollup.over, needs);
    std::vector<Draft> drafts;
    auto done =
        loader_.reader().query("SELECT " + rows.columns_sql + " FROM " + rows.table + " r WHERE r." +
                                   quoted(rollup.by) + " = ? AND r.deleted_at IS NULL",
                               {holder}, [&](const storage::Row& row) { drafts.push_back(draft_of(rows, row)); });
    if (!done) return fail(std::move(done.error()));
    RollupTotal total(rollup);
    for (Draft& draft : drafts) {
        loader_.contextualize(draft, needs);
        if (!evaluator_.holds_or_none(rollup.where, draft)) continue;
        total.add(rollup.value.code ? evaluator_.value(rollup.value, draft) : Value());
    }
    auto value = fitted(*use.field, total.result());
    return value ? std::move(*value) : Value::null();
}

Result<Value> Writer::rollup_by_sql(const RollupUse& use, const EntityModel& rows, Id holder) {
    using Function = compile::Rollup::Function;
    const compile::Rollup& rollup = *use.field->rollup;
    const Field* column = rows.entity->declared(rollup.value.text);
    const int scale = column != nullptr && column->storage == form::Storage::kDecimal ? column->scale : 0;
    std::vector<storage::Param> parameters{holder};
    parameters.insert(parameters.end(), use.parameters.begin(), use.parameters.end());
    Value value;
    auto done = loader_.reader().query(use.sql, parameters, [&](const storage::Row& row) {
        const std::int64_t count = row.integer(0);
        if (rollup.function == Function::kCount) {
            value = Value::number(count);
        } else if (row.is_null(1)) {
            value = empty_rollup(rollup);
        } else {
            std::string digits;
            row.append_decimal(digits, 1, scale);
            const Decimal figure = Decimal::parse(digits).value_or(Decimal());
            value = Value::number(rollup.function == Function::kAvg ? figure / Decimal(count) : figure);
        }
    });
    if (!done) return fail(std::move(done.error()));
    auto kept = fitted(*use.field, value);
    return kept ? std::move(*kept) : Value::null();
}

std::vector<RollupUse> Writer::own_rollups(const EntityModel& entity) const {
    std::vector<RollupUse> out;
    for (const Field& field : entity.entity->fields) {
        if (!field.rollup || field.rollup->over == nullptr || field.rollup->over->parent == entity.entity) continue;
        for (const RollupUse& use : model_.of(*field.rollup->over).rollups_over_me) {
            if (use.field == &field) out.push_back(use);
        }
    }
    return out;
}

Result<void> Writer::follow_dependents(const Draft& after, const Draft& before) {
    if (after.model->dependents.empty()) return {};
    const std::vector<std::string> changed = changed_names(after, before);
    for (const Dependent& dependent : after.model->dependents) {
        if (!meet(dependent.fields, changed)) continue;
        std::vector<Id> ids;
        auto done = loader_.reader().query(rows_of(dependent.chain), {after.id},
                                           [&](const storage::Row& row) { ids.push_back(row.integer(0)); });
        if (!done) return done;
        for (const Id id : ids) {
            if (auto refreshed = refresh(*dependent.chain.front().entity, id, false); !refreshed) return refreshed;
        }
    }
    return {};
}

}  // namespace fw::records
