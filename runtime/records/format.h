// Rows as JSON, straight from the database to the text: which columns are selected for which fields, and how each is
// written. References are {"id", "title"}; titles come from their own tables in the same statement.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/access/access.h"
#include "runtime/records/conditions.h"
#include "runtime/records/model.h"
#include "runtime/storage/database.h"

namespace fw::records {

class RowFormat {
  public:
    // `wanted`: names of fields, declared or of the system; empty: all declared ones that the caller may read, and the
    // system's. Unknown and hidden names are reported by unknown(). Of records that the caller may not read there is no
    // title, and lookups through them are null.
    RowFormat(const Model& model, const EntityModel& entity, const access::Caller& caller,
              const std::vector<std::string>& wanted, const Moment& moment);

    [[nodiscard]] const std::vector<std::string>& unknown() const { return unknown_; }
    [[nodiscard]] const std::string& columns() const { return columns_; }  // of alias r; the first is the id
    [[nodiscard]] const std::vector<storage::Value>& parameters() const { return parameters_; }  // of columns()
    [[nodiscard]] int column_count() const { return count_; }
    // "id":"1","version":3,"title":"…","state":"…",…fields — without braces.
    void append_members(std::string& out, const storage::Row& row) const;

    struct Cell {
        const Field* field = nullptr;
        std::string name;
        std::string key;  // ,"name":
        int column = 0;
        int title = -1;       // column of a reference's title; -1: from the directory, or no reference
        bool person = false;  // a system reference: the directory knows its name
        bool unit = false;
    };
    [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }
    void append_value(std::string& out, const Cell& cell, const storage::Row& row) const;

  private:
    void add(const Field& field, bool system);
    [[nodiscard]] int select(const access::Condition& expression);
    [[nodiscard]] access::Condition value_sql(const Entity& entity, const Field& field, const std::string& alias) const;

    const Model& model_;
    const EntityModel& entity_;
    const access::Caller& caller_;
    Moment moment_;
    std::string columns_;
    std::vector<storage::Value> parameters_;
    int count_ = 0;
    std::vector<Cell> cells_;
    std::vector<std::string> unknown_;
};

// "(SELECT … title of the record that `reference` names)", "" where the caller may not read it. `alias` is free.
[[nodiscard]] access::Condition title_sql(const Model& model, const access::Caller& caller, const Entity& target,
                                          const access::Condition& reference, const std::string& alias,
                                          const Moment& moment);
// The field whose value a lookup shows, at the end of its way; others are themselves. Null where it leads nowhere.
[[nodiscard]] const Field* shown_field(const Entity& entity, const Field& field);

}  // namespace fw::records
