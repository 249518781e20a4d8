// A row of a PostgreSQL result in text format.
#pragma once

#include <list>
#include <string>

#include "runtime/storage/database.h"

struct pg_result;

namespace fw::storage::postgres {

class PostgresRow final : public Row {
  public:
    explicit PostgresRow(const pg_result* result) : result_(result) {}
    void move_to(int row);

    [[nodiscard]] int columns() const override;
    [[nodiscard]] bool is_null(int column) const override;
    [[nodiscard]] std::int64_t integer(int column) const override;
    [[nodiscard]] bool boolean(int column) const override;
    [[nodiscard]] std::string_view text(int column) const override;
    [[nodiscard]] std::string_view blob(int column) const override;
    [[nodiscard]] DateTime date_time(int column) const override;
    [[nodiscard]] Scaled decimal(int column, int scale) const override;
    void append_decimal(std::string& out, int column, int scale) const override;

  private:
    const pg_result* result_;
    int row_ = 0;
    mutable std::list<std::string> blobs_;  // decoded ones of this row
};

}  // namespace fw::storage::postgres
