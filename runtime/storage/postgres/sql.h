// From our SQL and values to PostgreSQL's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/storage/database.h"
#include "runtime/storage/errors.h"

namespace fw::storage::postgres {

struct Rewritten {
    std::string sql;  // "… WHERE id = $1"
    std::size_t parameters = 0;
};
// '?' becomes $1, $2 …, but not inside strings, quoted names and comments.
[[nodiscard]] Rewritten with_numbered_parameters(std::string_view sql);

// Parameters as libpq wants them; texts end with NUL. Keeps what it points to.
class BoundParams {
  public:
    explicit BoundParams(Params params);
    [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
    [[nodiscard]] const char* const* values() const { return values_.data(); }
    [[nodiscard]] const int* lengths() const { return lengths_.data(); }
    [[nodiscard]] const int* formats() const { return formats_.data(); }
    [[nodiscard]] bool holds_nul() const { return holds_nul_; }  // a text with U+0000, which PostgreSQL cannot store

  private:
    std::vector<std::string> texts_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    bool holds_nul_ = false;
};

[[nodiscard]] ErrorKind kind_of_sqlstate(std::string_view state);

// "Key (name, unit)=(a, 1) already exists." names the columns, in any language; "table.name,table.unit" is what we
// keep.
[[nodiscard]] std::string columns_named(std::string_view detail, std::string_view table);

}  // namespace fw::storage::postgres
