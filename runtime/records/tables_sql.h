// The SQL of tables.h, for both dialects.
#pragma once

#include <string>

#include "runtime/records/tables.h"

namespace fw::records {

[[nodiscard]] std::string create_table_sql(const Table& table, const storage::Dialect& dialect);
[[nodiscard]] std::string create_index_sql(const Table& table, const Index& index, const storage::Dialect& dialect);
[[nodiscard]] std::string add_column_sql(const Table& table, const Column& column, const storage::Dialect& dialect);
// Unique within the database and short enough for PostgreSQL (63 bytes).
[[nodiscard]] std::string index_name(const Table& table, const Index& index);

struct Conversion {
    std::string expression;   // the old value as the new type
    std::string lossy_where;  // condition on rows that would lose something; empty where none can
};
[[nodiscard]] Conversion convert(const std::string& column, const storage::ColumnType& from,
                                 const storage::ColumnType& to, const storage::Dialect& dialect);

[[nodiscard]] Table table_of(const compile::Entity& entity);  // without its digest

// See Table::digest.
[[nodiscard]] std::string digest_of(const compile::Entity& entity);

// The JSON kept in fw_meta.
[[nodiscard]] std::string tables_text(const Tables& tables);

}  // namespace fw::records
