// A record in memory while it is loaded, computed and checked. References are FEEL strings of digits; the context that
// expressions see is made by the loader and thrown away by each change.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/feel/value.h"
#include "runtime/records/model.h"
#include "runtime/storage/ids.h"

namespace fw::records {

using storage::DateTime;
using storage::Id;

struct Draft {
    const EntityModel* model = nullptr;
    Id id = 0;
    std::int64_t version = 0;  // 0: not stored yet
    DateTime created_at, updated_at;
    Id created_by = 0, updated_by = 0;
    Id owner = 0, unit = 0;  // where the entity declares no fields of these names
    Id parent = 0;
    std::int64_t position = 0;
    std::string state, title;
    std::vector<feel::Value> cells;         // by declared field
    std::vector<std::vector<Draft>> lines;  // by child table
    bool lines_known = false;

    feel::Value context;  // as expressions see it; valid while `fresh`
    bool fresh = false;

    Draft() = default;
    explicit Draft(const EntityModel& m) : model(&m), cells(m.field_count()), lines(m.lines_field.size()) {}

    [[nodiscard]] const feel::Value& cell(int field) const { return cells[static_cast<std::size_t>(field)]; }
    void set(int field, feel::Value value) {
        cells[static_cast<std::size_t>(field)] = std::move(value);
        fresh = false;
    }
    [[nodiscard]] Id owner_id() const;
    [[nodiscard]] Id unit_id() const;
    [[nodiscard]] feel::Value system_value(RowColumn column) const;
    // As compile::Entity::find names it: a declared field's cell or a system value; references as strings of digits.
    [[nodiscard]] feel::Value value_of(std::string_view name) const;
};

}  // namespace fw::records
