#include "runtime/records/model.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/compile/scopes.h"
#include "engine/feel/feel.h"
#include "runtime/records/conditions.h"
#include "runtime/records/tables_sql.h"

namespace fw::records {

using storage::quoted;

namespace {
constexpr std::size_t kDeepestChain = 3;  // references that a title or formula may read through and stay current

bool is_lines(const Field& field) { return field.type != nullptr && field.type->id == "child_table"; }

// compile() has checked the pattern; a text matches it as a whole.
feel::Expression pattern_of(const Field& field) {
    if (field.pattern.empty() || field.storage != form::Storage::kText || !field.type->people_write) return {};
    std::string quoted_pattern;
    for (const char c : field.pattern) {
        if (c == '\\' || c == '"') quoted_pattern += '\\';
        quoted_pattern += c;
    }
    feel::Scope scope;
    scope.add("value", feel::TypeKind::kString);
    auto compiled = feel::compile_text("matches(value, \"^(" + quoted_pattern + ")$\")", scope);
    return compiled ? *compiled : feel::Expression();
}

void place_columns(EntityModel& m) {
    int next = kFirstField;
    for (std::size_t i = 0; i < m.entity->fields.size(); ++i) {
        const Field& field = m.entity->fields[i];
        m.indexes.emplace(field.id, static_cast<int>(i));
        m.column_of.push_back(field.stored() ? next++ : -1);
        if (field.stored()) m.stored.push_back(&field);
        m.patterns.push_back(pattern_of(field));
        m.lines_of.push_back(is_lines(field) ? static_cast<int>(m.lines_field.size()) : -1);
        if (is_lines(field)) m.lines_field.push_back(static_cast<int>(i));
        if (field.stored() && field.id == "owner") m.owner_field = static_cast<int>(i);
        if (field.stored() && field.id == "unit") m.unit_field = static_cast<int>(i);
    }
}

void write_sql(EntityModel& m) {
    const bool child = m.entity->parent != nullptr;
    m.columns_sql =
        "r.id, r.version, r.created_at, r.created_by, r.updated_at, r.updated_by, r.owner, r.unit, r.state, r._title";
    m.columns_sql += child ? ", r._parent, r._position" : ", NULL, NULL";
    std::string names = "id, version, created_at, created_by, updated_at, updated_by, state, _title";
    std::string marks = "?, ?, ?, ?, ?, ?, ?, ?";
    const auto add = [&](const std::string& name) {
        names += ", " + quoted(name);
        marks += ", ?";
    };
    if (m.owner_field < 0) add("owner");
    if (m.unit_field < 0) add("unit");
    if (child) {
        add("_parent");
        add("_position");
    }
    for (const Field* field : m.stored) {
        m.columns_sql += ", r." + quoted(field->id);
        add(field->id);
    }
    const std::string from = "SELECT " + m.columns_sql + " FROM " + m.table + " r WHERE ";
    m.row_sql = from + "r.id = ? AND r.deleted_at IS NULL";
    if (child) m.lines_sql = from + "r._parent = ? AND r.deleted_at IS NULL ORDER BY r._position, r.id";
    m.insert_sql = "INSERT INTO " + m.table + " (" + names + ") VALUES (" + marks + ")";
}

int system_slot(std::string_view name) {
    static const std::unordered_map<std::string_view, int> slots{{"id", kId},
                                                                 {"version", kVersion},
                                                                 {"created_at", kCreatedAt},
                                                                 {"created_by", kCreatedBy},
                                                                 {"updated_at", kUpdatedAt},
                                                                 {"updated_by", kUpdatedBy},
                                                                 {"owner", kOwner},
                                                                 {"unit", kUnit},
                                                                 {"state", kState}};
    const auto found = slots.find(name);
    return found == slots.end() ? -1 - kTitle : -1 - found->second;
}

void shape_context(EntityModel& m) {
    std::vector<std::string> keys;
    for (const feel::RecordType::Field& field : m.entity->record.fields) {
        const auto declared = m.indexes.find(field.name);
        keys.push_back(field.name);
        m.slots.push_back(declared != m.indexes.end() ? declared->second : system_slot(field.name));
        const Field* of = m.entity->find(field.name);
        m.slot_fields.push_back(of);
        m.slot_deep.push_back(of != nullptr &&
                              (of->storage == form::Storage::kReference || !of->lookup_from.empty() || is_lines(*of)));
    }
    m.shape = feel::Shape::of(std::move(keys));
}

void collect_needs(EntityModel& m, const compile::Program& program) {
    const Entity& e = *m.entity;
    Paths stored_parent;
    const auto stored = [&](const model::Expr& expr) { collect(e, expr, m.stored_needs, stored_parent); };
    const auto other = [&](const model::Expr& expr) { collect(e, expr, m.needs, m.parent_needs); };
    stored(e.title);
    for (const Field& field : e.fields) {
        stored(field.formula);
        for (const model::Expr* expr : {&field.fallback, &field.visible_when, &field.required_when,
                                        &field.read_only_when, &field.min, &field.max}) {
            other(*expr);
        }
    }
    for (const compile::Check& check : e.checks) other(check.check);
    for (const compile::Transition& transition : e.transitions) other(transition.when);
    for (const compile::Layout& layout : program.layouts) {
        if (layout.entity != e.id) continue;
        for (const auto& [section, condition] : layout.conditions) other(condition);
    }
    follow_lookups(e, m.stored_needs);
    m.needs.add(m.stored_needs);
    m.parent_needs.add(stored_parent);
    follow_lookups(e, m.needs);
    if (e.parent != nullptr) follow_lookups(*e.parent, m.parent_needs);
}

// Roll-ups over child tables are computed with their record and read its rows.
void add_rollup_needs(EntityModel& m) {
    for (const Field& field : m.entity->fields) {
        if (!field.rollup || field.rollup->over == nullptr || field.rollup->over->parent != m.entity) continue;
        for (const int lines : m.lines_field) {
            if (m.field(lines).to != field.rollup->over) continue;
            Paths rows;
            Paths back;
            collect(*field.rollup->over, field.rollup->value, rows, back);
            collect(*field.rollup->over, field.rollup->where, rows, back);
            m.needs.below[m.field(lines).id].add(rows);
        }
    }
}

// What reference fields a record has, its own and the system's, as (column, target).
const Entity* target_of(const Entity& entity, std::string_view name) {
    const Field* field = entity.find(name);
    return field != nullptr && field->storage == form::Storage::kReference ? field->to : nullptr;
}
}  // namespace

int EntityModel::index_of(std::string_view field) const {
    const auto found = indexes.find(field);
    return found == indexes.end() ? -1 : found->second;
}

namespace {
class Linker {
  public:
    Linker(const Model& model, std::unordered_map<const Entity*, EntityModel*>& by_entity)
        : model_(model), by_entity_(by_entity) {}

    void link(EntityModel& m) {
        if (m.entity->parent != nullptr) {
            m.parent = &model_.of(*m.entity->parent);
            EntityModel& parent = *by_entity_.at(m.entity->parent);
            parent.lines_read_parent = parent.lines_read_parent || !m.parent_needs.empty();
            parent.needs.add(m.parent_needs);
        }
        for (const int lines : m.lines_field) m.lines_model.push_back(&model_.of(*m.field(lines).to));
        for (const Field& field : m.entity->fields) {
            if (!field.rollup || field.rollup->over == nullptr || field.rollup->over->parent == m.entity) continue;
            EntityModel& rows = *by_entity_.at(field.rollup->over);
            rows.rollups_over_me.push_back({&m, &field, rows.index_of(field.rollup->by)});
        }
        chain_.clear();
        depend(m, m.stored_needs);
    }

  private:
    void depend(const EntityModel& at, const Paths& needs) {
        for (const auto& [name, below] : needs.below) {
            const Entity* target = target_of(*at.entity, name);
            if (target == nullptr || !below.needs_row() || chain_.size() >= kDeepestChain) continue;
            chain_.push_back({&at, name});
            Dependent dependent;
            dependent.chain = chain_;
            for (const auto& [field, unused] : below.below) {
                if (field != "id") dependent.fields.push_back(field);
            }
            by_entity_.at(target)->dependents.push_back(std::move(dependent));
            depend(model_.of(*target), below);
            chain_.pop_back();
        }
    }

    const Model& model_;
    std::unordered_map<const Entity*, EntityModel*>& by_entity_;
    std::vector<Dependent::Step> chain_;
};
}  // namespace

namespace {
// The figure as an aggregate over one column; nothing where its value is more than a stored number.
std::string aggregate_of(const Model& model, const EntityModel& rows, const compile::Rollup& rollup) {
    using Function = compile::Rollup::Function;
    if (rollup.function == Function::kCount) return "NULL";
    const Field* field = rows.entity->declared(rollup.value.text);
    const bool number = field != nullptr && field->stored() &&
                        (field->storage == form::Storage::kInteger || field->storage == form::Storage::kDecimal);
    if (!number) return {};
    const std::string column = "r." + quoted(field->id);
    switch (rollup.function) {
        case Function::kMin:
            return "MIN(" + column + ")";
        case Function::kMax:
            return "MAX(" + column + ")";
        default:
            return model.dialect().sum(column);
    }
}

void write_rollup_sql(const Model& model, const EntityModel& rows, RollupUse& use) {
    const compile::Rollup& rollup = *use.field->rollup;
    const std::string aggregate = aggregate_of(model, rows, rollup);
    // today() and now() would be those of the deployment.
    const bool timed =
        rollup.where.text.find("today") != std::string::npos || rollup.where.text.find("now") != std::string::npos;
    if (aggregate.empty() || timed) return;
    access::Condition where;
    if (rollup.where) {
        auto made = record_condition(model, *rows.entity, rollup.where.text, {}, "r", {});
        if (!made) return;
        where = std::move(*made);
    }
    const std::string counted =
        rollup.function == compile::Rollup::Function::kCount ? "*" : "r." + quoted(rollup.value.text);
    use.sql = "SELECT count(" + counted + "), " + aggregate + " FROM " + rows.table + " r WHERE r." +
              quoted(rollup.by) + " = ? AND r.deleted_at IS NULL";
    if (!where.sql.empty()) use.sql += " AND " + where.sql;
    use.parameters = std::move(where.parameters);
}
}  // namespace

Model::Model(std::shared_ptr<const compile::Program> program, const storage::Dialect& dialect,
             const feel::Functions& functions)
    : program_(std::move(program)), dialect_(dialect) {
    for (const auto& entity : program_->entities) {
        auto m = std::make_unique<EntityModel>();
        m->entity = entity.get();
        m->table = quoted(entity->table);
        place_columns(*m);
        write_sql(*m);
        shape_context(*m);
        m->scope = std::make_unique<const feel::Scope>(compile::record_scope(*entity, functions));
        collect_needs(*m, *program_);
        const Table table = table_of(*entity);
        for (const Index& index : table.indexes)
            m->index_on.try_emplace(index.columns.front(), index_name(table, index));
        by_entity_.emplace(entity.get(), m.get());
        models_.push_back(std::move(m));
    }
    for (auto& m : models_) add_rollup_needs(*m);
    Linker linker(*this, by_entity_);
    for (auto& m : models_) linker.link(*m);
    for (auto& m : models_) {
        for (RollupUse& use : m->rollups_over_me) write_rollup_sql(*this, *m, use);
    }
}

Result<feel::CheckedExpr> Model::checked(const EntityModel& entity, std::string_view text) const {
    constexpr std::size_t kMost = 2000;
    std::string key = entity.entity->id + " " + std::string(text);
    {
        const std::lock_guard lock(checked_mutex_);
        if (const auto found = checked_.find(key); found != checked_.end()) return found->second;
    }
    const auto parsed = feel::parse(text, {.scope = entity.scope.get()});
    if (!parsed) return fail(parsed.error());
    auto checked = feel::check(*parsed, *entity.scope, {.strict = true, .expected = feel::TypeKind::kBoolean});
    if (!checked) return checked;
    const std::lock_guard lock(checked_mutex_);
    if (checked_.size() >= kMost) checked_.clear();
    checked_.emplace(std::move(key), *checked);
    return checked;
}

const EntityModel& Model::of(const Entity& entity) const {
    const auto found = by_entity_.find(&entity);
    FW_CHECK(found != by_entity_.end());
    return *found->second;
}

}  // namespace fw::records
