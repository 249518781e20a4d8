// Names and paths: columns of the record itself, of records it refers to, and rows of its child tables.
#include "engine/query/translator.h"

namespace fw::query {

using feel::BindingKind;

std::optional<RecordAt> Translator::record(NodeId id) {
    const Node& node = ast().node(id);
    if (node.kind == NodeKind::kName) {
        const feel::Binding& binding = tree_.info(id).binding;
        if (binding.kind == BindingKind::kSlot && !slots_[binding.index].entity.empty()) {
            return RecordAt{slots_[binding.index].entity, slots_[binding.index].alias, {}};
        }
        if (binding.kind == BindingKind::kLocal) {
            const auto found = locals_.find(binding.index);
            if (found != locals_.end()) return found->second;
        }
    }
    const bool may_refer = node.kind == NodeKind::kPath || node.kind == NodeKind::kName;
    if (!may_refer) return std::nullopt;
    std::optional<RecordAt> holder;
    if (node.kind == NodeKind::kPath) {
        holder = record(ast().child(id, 0));
    } else if (tree_.info(id).binding.kind == BindingKind::kSlotField) {
        const Slot& slot = slots_[tree_.info(id).binding.index];
        if (!slot.entity.empty()) holder = RecordAt{slot.entity, slot.alias, {}};
    }
    if (!holder) return std::nullopt;
    const std::optional<Column> column = catalogue_.column(holder->entity, ast().text(id));
    if (!column || column->kind != ColumnKind::kReference || ast().text(id) == "id") return std::nullopt;
    return RecordAt{column->target, {}, field(id, *holder, ast().text(id))};
}

void Translator::restrict(Writer& out, std::string_view entity, std::string_view alias) const {
    Condition reachable = catalogue_.reachable(entity, alias);
    if (reachable.sql.empty()) return;
    Term condition;
    condition.sql = std::move(reachable.sql);
    condition.parameters = std::move(reachable.parameters);
    out << " AND " << condition;
}

Term Translator::field(NodeId at, const RecordAt& record, std::string_view name) {
    const std::optional<Column> column = catalogue_.column(record.entity, name);
    if (!column) {
        return refuse(
            at, format_text({"'{0}' is not stored, so a query cannot read it", "“{0}”未存储，查询无法读取"}, {name}));
    }
    Writer out;
    if (!record.alias.empty()) {
        out << record.alias << "." << quoted(column->name);
    } else if (name == "id") {
        out << record.reference;
    } else {
        const std::string alias = "q" + std::to_string(++aliases_);
        out << "(SELECT " << alias << "." << quoted(column->name) << " FROM " << quoted(catalogue_.table(record.entity))
            << " " << alias << " WHERE " << alias << ".id = " << record.reference;
        restrict(out, record.entity, alias);
        out << ")";
    }
    Term term = out.take(column->kind, dialect() == Dialect::kSqlite ? column->scale : 0);
    term.record = column->kind == ColumnKind::kReference && name != "id";
    return term;
}

Term Translator::path(NodeId id) {
    const Node& node = ast().node(id);
    if (node.kind == NodeKind::kName) {
        const feel::Binding& binding = tree_.info(id).binding;
        if (binding.kind == BindingKind::kSlotField) {
            return field(id, {slots_[binding.index].entity, slots_[binding.index].alias, {}}, ast().text(id));
        }
        return refuse(id, {"a query needs a field of the record here", "查询在此处需要记录的某个字段"});
    }
    const NodeId object = ast().child(id, 0);
    if (const std::optional<RecordAt> holder = record(object)) return field(id, *holder, ast().text(id));
    const Term value = term(object);
    const std::string& part = ast().text(id);
    const int from = part == "year" ? 1 : part == "month" ? 6 : part == "day" ? 9 : 0;
    if (value.kind != ColumnKind::kDate || from == 0) {
        return refuse(id, {"a query cannot read this part of a value", "查询无法读取值的这一部分"});
    }
    Writer out;
    if (dialect() == Dialect::kSqlite) {
        out << "CAST(substr(" << value << ", " << std::to_string(from) << ", " << (from == 1 ? "4" : "2")
            << ") AS INTEGER)";
    } else {
        out << "CAST(extract(" << part << " FROM " << value << ") AS bigint)";
    }
    return out.take(ColumnKind::kNumber);
}

// "FROM rows WHERE they belong to the record" of a child table field.
std::optional<std::string> Translator::rows_of(NodeId id, const std::string& alias, std::string& entity, Term& from) {
    const Node& node = ast().node(id);
    std::optional<RecordAt> holder;
    if (node.kind == NodeKind::kPath) {
        holder = record(ast().child(id, 0));
    } else if (node.kind == NodeKind::kName && tree_.info(id).binding.kind == BindingKind::kSlotField) {
        const Slot& slot = slots_[tree_.info(id).binding.index];
        if (!slot.entity.empty()) holder = RecordAt{slot.entity, slot.alias, {}};
    }
    if (!holder) return std::nullopt;
    const std::optional<Rows> rows = catalogue_.rows(holder->entity, ast().text(id));
    if (!rows) return std::nullopt;
    entity = rows->entity;
    Writer out;
    out << " FROM " << quoted(catalogue_.table(rows->entity)) << " " << alias << " WHERE " << alias
        << ".deleted_at IS NULL AND " << alias << "." << quoted(rows->key) << " = ";
    if (holder->alias.empty()) {
        out << holder->reference;
        restrict(out, rows->entity, alias);
    } else {
        out << holder->alias << ".id";
    }
    from = out.take(ColumnKind::kBoolean);
    return alias;
}

Term Translator::quantified(NodeId id, bool exact) {
    const Node& node = ast().node(id);
    const auto children = ast().children_of(id);
    const NodeId iterator = children[0];
    const std::string alias = "q" + std::to_string(++aliases_);
    std::string entity;
    Term from;
    const bool one = children.size() == 2 && ast().children_of(iterator).size() == 1;
    if (!one || !rows_of(ast().child(iterator, 0), alias, entity, from)) {
        return refuse(id, {"a query can walk over the rows of one child table only", "查询只能遍历一个子表的行"});
    }
    locals_[iterator] = {entity, alias, {}};
    const Term inner = condition(children[1], true);
    locals_.erase(iterator);
    const auto exists = [&](std::string_view suffix) {
        Writer out;
        return (out << "EXISTS (SELECT 1" << from << " AND (" << inner << ")" << suffix << ")")
            .take(ColumnKind::kBoolean);
    };
    const bool some = node.kind == NodeKind::kSome;
    const Term settles = exists(some ? " IS TRUE" : " IS FALSE");
    Writer out;
    if (exact) {
        out << "(CASE WHEN " << settles << " THEN " << truth(some, dialect()) << " WHEN " << exists(" IS NULL")
            << " THEN " << truth(std::nullopt, dialect()) << " ELSE " << truth(!some, dialect()) << " END)";
    } else if (some) {
        out << settles;
    } else {
        out << "NOT " << exists(" IS NOT TRUE");
    }
    return out.take(ColumnKind::kBoolean);
}

}  // namespace fw::query
