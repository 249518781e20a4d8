// A Program prepared for working with records: for each entity its SQL texts, the places of its columns, the form of
// its FEEL context, and who depends on whom. Made once per deployment; immutable; shared between threads.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/compile/program.h"
#include "engine/feel/feel.h"
#include "engine/feel/scope.h"
#include "engine/feel/shape.h"
#include "runtime/records/paths.h"
#include "runtime/records/plan_choice.h"
#include "runtime/storage/database.h"

namespace fw::records {

using compile::Entity;
using compile::Field;

// The columns every row is selected with, in this order, before those of the stored fields.
enum RowColumn : int {
    kId,
    kVersion,
    kCreatedAt,
    kCreatedBy,
    kUpdatedAt,
    kUpdatedBy,
    kOwner,
    kUnit,
    kState,
    kTitle,
    kParent,    // null in tables that are no children
    kPosition,  // the same
    kFirstField
};

struct EntityModel;

// A roll-up of another entity over rows of this one.
struct RollupUse {
    const EntityModel* holder = nullptr;
    const Field* field = nullptr;  // of the holder
    int by = -1;                   // index of this entity's field that names the holder
    // One statement that gives the number of rows and the figure (null for a count), where SQL can; its parameters come
    // after the holder's id. Empty: the rows are loaded and evaluated.
    std::string sql = {};
    std::vector<storage::Value> parameters = {};
};

// Rows whose stored formulas or titles read a field of this entity through references. `chain` leads back to them:
// {{contract, "customer"}} or {{contract, "customer"}, {account, "owner"}} for customer.owner.name.
struct Dependent {
    struct Step {
        const EntityModel* entity = nullptr;
        std::string column;
    };
    std::vector<Step> chain;  // outermost first
    std::vector<std::string> fields;
};

struct EntityModel {
    const Entity* entity = nullptr;
    const EntityModel* parent = nullptr;          // of a child entity
    std::string table;                            // quoted
    std::vector<const Field*> stored;             // in the order of their columns
    std::vector<int> column_of;                   // by declared field: its place in a row, -1 if not stored
    std::vector<int> lines_of;                    // by declared field: ordinal of the child table, -1 if none
    std::vector<int> lines_field;                 // by ordinal: declared field
    std::vector<const EntityModel*> lines_model;  // by ordinal: the entity of the rows
    std::vector<feel::Expression> patterns;       // by declared field: whether a text `value` has the field's pattern
    int owner_field = -1;                         // declared fields that are owner and unit; -1: the system's columns
    int unit_field = -1;

    std::string columns_sql;  // "r.id, r.version, …"
    std::string row_sql;      // one row by id, not deleted
    std::string lines_sql;    // of a child entity: the rows of one parent, in order
    std::string insert_sql;   // parameters: id … title, parent, position, stored fields

    std::shared_ptr<const feel::Shape> shape;  // keys as in entity->record
    // By key of the shape: a declared field (>= 0) or a system column (-1 - RowColumn).
    std::vector<int> slots;
    std::vector<const Field*> slot_fields;
    std::vector<bool> slot_deep;  // by key: a reference, a lookup or a child table, which may have to be loaded
    std::unique_ptr<const feel::Scope> scope;  // compile::record_scope

    Paths needs;         // read by any expression that a write evaluates
    Paths parent_needs;  // the same, of the parent
    Paths stored_needs;  // read by titles and formulas only: what may become stale
    std::vector<RollupUse> rollups_over_me;
    std::vector<Dependent> dependents;
    bool lines_read_parent = false;  // some child's expression reads this record

    [[nodiscard]] int index_of(std::string_view field) const;  // of a declared field, -1 if there is none
    [[nodiscard]] const Field& field(int index) const { return entity->fields[static_cast<std::size_t>(index)]; }
    [[nodiscard]] std::size_t field_count() const { return entity->fields.size(); }
    [[nodiscard]] int initial_state() const { return entity->states.empty() ? -1 : 0; }

    std::unordered_map<std::string_view, int> indexes;      // declared fields by id
    std::unordered_map<std::string, std::string> index_on;  // by leading column: the database's index
};

class Model {
  public:
    Model(std::shared_ptr<const compile::Program> program, const storage::Dialect& dialect,
          const feel::Functions& functions = feel::Functions::standard());
    [[nodiscard]] const EntityModel& of(const Entity& entity) const;
    [[nodiscard]] const compile::Program& program() const { return *program_; }
    [[nodiscard]] const std::shared_ptr<const compile::Program>& shared_program() const { return program_; }
    [[nodiscard]] const storage::Dialect& dialect() const { return dialect_; }
    [[nodiscard]] const std::vector<std::unique_ptr<EntityModel>>& all() const { return models_; }
    // A condition over the record scope of an entity, checked; lists ask the same ones again and again.
    [[nodiscard]] Result<feel::CheckedExpr> checked(const EntityModel& entity, std::string_view text) const;

    [[nodiscard]] PlanChoice& plan_choice() const { return plan_choice_; }

  private:
    std::shared_ptr<const compile::Program> program_;
    storage::Dialect dialect_;
    mutable PlanChoice plan_choice_;
    std::vector<std::unique_ptr<EntityModel>> models_;
    std::unordered_map<const Entity*, EntityModel*> by_entity_;
    mutable std::mutex checked_mutex_;
    mutable std::unordered_map<std::string, feel::CheckedExpr> checked_;  // by entity and text
};

}  // namespace fw::records
