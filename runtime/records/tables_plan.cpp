#include <algorithm>
#include <map>
#include <set>

#include "engine/json/write.h"
#include "runtime/records/tables.h"
#include "runtime/records/tables_sql.h"

namespace fw::records {

using storage::ColumnKind;
using storage::ColumnType;
using storage::Dialect;
using storage::quoted;

namespace {
// The element of `from` that became `to`: the one of the same name, else one of an older name that is not taken.
template <class T>
const T* origin(const T& to, const std::vector<T>& from, const std::vector<T>& all_to) {
    const auto named = [&](const std::vector<T>& list, const std::string& name) -> const T* {
        const auto found = std::find_if(list.begin(), list.end(), [&](const T& x) { return x.name == name; });
        return found == list.end() ? nullptr : &*found;
    };
    if (const T* same = named(from, to.name)) return same;
    for (const std::string& was : to.was) {
        if (const T* old = named(from, was); old != nullptr && named(all_to, was) == nullptr) return old;
    }
    return nullptr;
}

class Planner {
  public:
    Planner(const Tables& from, const Dialect& dialect, TablePlan& plan)
        : from_(from), dialect_(dialect), plan_(plan) {}

    void run() {
        for (const Table& to : plan_.target) {
            if (const Table* old = origin(to, from_, plan_.target)) {
                kept_.insert(old->name);
                change(*old, to);
            } else {
                create(to);
            }
        }
        for (const Table& old : from_) {
            if (!kept_.contains(old.name)) drop(old);
        }
    }

  private:
    TableChange& step(Text text, std::vector<std::string> sql) {
        TableChange change;
        change.text = std::move(text);
        change.sql = std::move(sql);
        plan_.changes.push_back(std::move(change));
        return plan_.changes.back();
    }

    void create(const Table& to) {
        std::vector<std::string> sql{create_table_sql(to, dialect_)};
        for (const Index& index : to.indexes) sql.push_back(create_index_sql(to, index, dialect_));
        step(format_text({"new table {0}", "新建数据表 {0}"}, {to.name}), std::move(sql));
    }

    void drop(const Table& old) {
        TableChange& s =
            step(format_text({"remove table {0} with all its records", "删除数据表 {0} 及其全部记录"}, {old.name}),
                 {"DROP TABLE " + quoted(old.name)});
        s.destructive = true;
        s.count_sql = "SELECT count(*) FROM " + quoted(old.name) + " WHERE deleted_at IS NULL";
    }

    void change(const Table& old, const Table& to) {
        Table now = old;  // what stands after the steps so far
        drop_indexes(now, to);
        if (old.name != to.name) {
            step(format_text({"rename table {0} to {1}", "数据表 {0} 更名为 {1}"}, {old.name, to.name}),
                 {"ALTER TABLE " + quoted(old.name) + " RENAME TO " + quoted(to.name)});
            now.name = to.name;
        }
        if (!old.child && to.child) add_child_columns(to);
        std::set<std::string> kept;
        for (const Column& column : to.columns) {
            if (const Column* before = origin(column, old.columns, to.columns)) {
                kept.insert(before->name);
                change_column(to, *before, column);
            } else {
                add_column(to, column);
            }
        }
        for (const Column& column : old.columns) {
            if (!kept.contains(column.name)) drop_column(to, column);
        }
        create_indexes(now, to);
    }

    // Indexes that are not wanted any more, or whose columns change: their names hold the names of table and columns.
    void drop_indexes(Table& now, const Table& to) {
        std::vector<Index> kept;
        for (const Index& index : now.indexes) {
            const bool wanted = std::find(to.indexes.begin(), to.indexes.end(), index) != to.indexes.end();
            const bool touched = std::any_of(index.columns.begin(), index.columns.end(), [&](const std::string& name) {
                const Column* before = now.find(name);
                const Column* after = to.find(name);
                return before != nullptr && (after == nullptr || after->type != before->type);
            });
            if (wanted && !touched && now.name == to.name) {
                kept.push_back(index);
                continue;
            }
            step(format_text({"drop index {0}", "删除索引 {0}"}, {index_name(now, index)}),
                 {"DROP INDEX IF EXISTS " + quoted(index_name(now, index))});
        }
        now.indexes = std::move(kept);
    }

    void create_indexes(const Table& now, const Table& to) {
        for (const Index& index : to.indexes) {
            if (std::find(now.indexes.begin(), now.indexes.end(), index) != now.indexes.end()) continue;
            step(format_text(index.unique ? Text{"unique index {0}", "唯一索引 {0}"} : Text{"index {0}", "索引 {0}"},
                             {index_name(to, index)}),
                 {create_index_sql(to, index, dialect_)});
        }
    }

    void add_child_columns(const Table& to) {
        step(format_text({"records of {0} become lines of a parent", "{0} 的记录改为从属于上级记录"}, {to.name}),
             {add_column_sql(to, {"_parent", {ColumnKind::kInteger}, {}, false}, dialect_),
              add_column_sql(to, {"_position", {ColumnKind::kInteger}, {}, false}, dialect_)});
    }

    void add_column(const Table& to, const Column& column) {
        step(format_text({"new column {0}.{1}", "新增列 {0}.{1}"}, {to.name, column.name}),
             {add_column_sql(to, column, dialect_)});
    }

    void drop_column(const Table& to, const Column& column) {
        TableChange& s = step(
            format_text({"remove column {0}.{1} with its values", "删除列 {0}.{1} 及其数据"}, {to.name, column.name}),
            {"ALTER TABLE " + quoted(to.name) + " DROP COLUMN " + quoted(column.name)});
        if (!column.computed) lose(s, to, quoted(column.name) + " IS NOT NULL");
    }

    void change_column(const Table& to, const Column& before, const Column& after) {
        if (before.type == after.type) {
            if (before.name == after.name) return;
            step(format_text({"rename column {0}.{1} to {2}", "列 {0}.{1} 更名为 {2}"},
                             {to.name, before.name, after.name}),
                 {"ALTER TABLE " + quoted(to.name) + " RENAME COLUMN " + quoted(before.name) + " TO " +
                  quoted(after.name)});
            return;
        }
        const Conversion conversion = convert(quoted(before.name), before.type, after.type, dialect_);
        const Column fresh{"_new_" + after.name, after.type, {}, false};
        const std::string table = quoted(to.name);
        TableChange& s =
            step(format_text({"change the type of column {0}.{1}", "更改列 {0}.{1} 的类型"}, {to.name, after.name}),
                 {add_column_sql(to, fresh, dialect_),
                  "UPDATE " + table + " SET " + quoted(fresh.name) + " = " + conversion.expression,
                  "ALTER TABLE " + table + " DROP COLUMN " + quoted(before.name),
                  "ALTER TABLE " + table + " RENAME COLUMN " + quoted(fresh.name) + " TO " + quoted(after.name)});
        if (!conversion.lossy_where.empty() && !(before.computed && after.computed))
            lose(s, to, conversion.lossy_where);
    }

    // Counted before the plan runs, so under the names of before.
    void lose(TableChange& s, const Table& to, const std::string& where) {
        const Table* old = origin(to, from_, plan_.target);
        s.destructive = true;
        s.count_sql = "SELECT count(*) FROM " + quoted(old->name) + " WHERE deleted_at IS NULL AND (" + where + ")";
    }

    const Tables& from_;
    const Dialect& dialect_;
    TablePlan& plan_;
    std::set<std::string> kept_;
};

// Entities whose stored values come from something else than those of before.
std::vector<std::string> to_recompute(const Tables& from, const Tables& to) {
    std::vector<std::string> out;
    for (const Table& table : to) {
        const Table* old = origin(table, from, to);
        if (old != nullptr && (old->digest.empty() || old->digest != table.digest)) out.push_back(table.entity);
    }
    return out;
}

Result<void> unique_broken(const TableChange& change, Diagnostics error) {
    if (storage::error_kind(error) != storage::ErrorKind::kUnique) return fail(std::move(error));
    return fail(
        "REC-041",
        format_text({"records that exist break the new rule: {0}", "已有记录不符合新规则：{0}"}, {change.text.en}), {},
        {"make the values unique first", "请先消除重复的值"});
}
}  // namespace

TablePlan plan_tables(const Tables& from, const compile::Program& to, const Dialect& dialect) {
    TablePlan plan;
    plan.target = tables_of(to);
    Planner(from, dialect, plan).run();
    plan.recompute = to_recompute(from, plan.target);
    return plan;
}

Result<void> count_losses(storage::Reader& reader, TablePlan& plan) {
    for (TableChange& change : plan.changes) {
        if (change.count_sql.empty()) continue;
        auto n = reader.query_integer(change.count_sql);
        if (!n) return fail(std::move(n.error()));
        change.affected = n->value_or(0);
        change.destructive = change.loses && change.affected > 0;
    }
    std::erase_if(plan.changes, [](const TableChange& c) { return c.only_if_any && c.affected == 0; });
    return {};
}

Result<void> apply_tables(storage::Transaction& tx, TablePlan& plan, bool allow_data_loss) {
    if (auto counted = count_losses(tx, plan); !counted) return counted;
    Diagnostics refused;
    for (const TableChange& change : plan.changes) {
        if (!change.destructive || allow_data_loss) continue;
        Diagnostic d;
        d.code = "REC-040";
        const std::string n = std::to_string(change.affected);
        d.text = {change.text.en + " would lose " + n + " stored value(s)",
                  change.text.zh + "将丢失 " + n + " 个已存储的值"};
        d.hint = {"allow data loss, or name the old element in \"was\" if it was renamed",
                  "请允许数据丢失；如果只是更名，请在 \"was\" 中写上原名"};
        refused.push_back(std::move(d));
    }
    if (!refused.empty()) return fail(std::move(refused));
    for (const TableChange& change : plan.changes) {
        for (const std::string& sql : change.sql) {
            if (auto done = tx.execute_script(sql); !done) return unique_broken(change, std::move(done.error()));
        }
    }
    auto noted = tx.execute(
        "INSERT INTO fw_meta (key, value) VALUES ('tables', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {tables_text(plan.target)});
    if (!noted) return fail(std::move(noted.error()));
    return {};
}

}  // namespace fw::records
