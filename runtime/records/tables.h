// The tables of a Program: one per entity with a typed column per stored field, and how they change from one deployment
// to the next. What the tables of a database are is kept in the database itself (fw_meta, key "tables").
//
// A field's column has its id. Every table has id, version, created_at, created_by, updated_at, updated_by, owner,
// unit, state, deleted_at and _title (the title, kept current); tables of child entities have _parent and _position
// too. Where an entity declares a field `owner` or `unit`, that is the column.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "runtime/storage/database.h"

namespace fw::records {

struct Column {
    std::string name;
    storage::ColumnType type;
    std::vector<std::string> was;  // older names, for renames
    bool computed = false;         // its values can be made again, so losing them loses nothing
    bool operator==(const Column& other) const { return name == other.name && type == other.type; }
};

struct Index {
    std::vector<std::string> columns;
    bool unique = false;  // among records that are not deleted
    auto operator<=>(const Index&) const = default;
};

struct Table {
    std::string name;    // "sales_contract"
    std::string entity;  // "sales.contract"
    std::vector<std::string> was;
    std::vector<Column> columns;  // of fields, owner and unit; the others are in every table
    std::vector<Index> indexes;   // sorted
    bool child = false;
    // What the stored formulas, roll-ups and titles of its rows come from, of their lines too: two tables with the same
    // digest hold the same values. Empty: not known, or none.
    std::string digest = {};
    [[nodiscard]] const Column* find(std::string_view column) const;
};

using Tables = std::vector<Table>;

[[nodiscard]] Tables tables_of(const compile::Program& program);
// Of a stored field.
[[nodiscard]] storage::ColumnType column_type(const compile::Field& field);

// What the database holds now; nothing before the first deployment.
[[nodiscard]] Result<Tables> deployed_tables(storage::Reader& reader);

// One step of a change, as an administrator reads it.
struct TableChange {
    Text text;
    std::vector<std::string> sql;
    bool destructive = false;   // stored values are lost or cut
    bool loses = true;          // what count_sql counts is lost; false: it is only told
    bool only_if_any = false;   // not worth telling where nothing is counted
    std::string count_sql;      // counts the values that would be; empty where the step is harmless
    std::int64_t affected = 0;  // filled in by count_losses
};

struct TablePlan {
    std::vector<TableChange> changes;
    Tables target;
    // Entities whose computed fields must be filled for the rows there are: "sales.contract".
    std::vector<std::string> recompute;
};

// From the tables of the database to those of a Program. Renames follow `was`; a type that cannot be converted without
// loss is a destructive step.
[[nodiscard]] TablePlan plan_tables(const Tables& from, const compile::Program& to, const storage::Dialect& dialect);

// Adds what becomes of values that the new models do not allow: states and options that go count as lost, as do
// references to records of another entity and lines of another parent, which are emptied and removed; texts that are
// too long stay.
void plan_values(TablePlan& plan, const compile::Program& from, const compile::Program& to);

// Counts the stored values each destructive step would lose; steps that lose none are harmless then.
[[nodiscard]] Result<void> count_losses(storage::Reader& reader, TablePlan& plan);

// Runs the plan in the deployment's transaction. REC-040, one diagnostic for each step that would lose values, unless
// that is allowed. REC-041 where existing rows break a new unique rule.
[[nodiscard]] Result<void> apply_tables(storage::Transaction& tx, TablePlan& plan, bool allow_data_loss);

}  // namespace fw::records
