#include "runtime/storage/dialect.h"

namespace fw::storage {

std::string quoted(std::string_view identifier) {
    std::string out = "\"";
    for (const char c : identifier) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string Dialect::type(const ColumnType& column) const {
    const bool lite = is_sqlite();
    switch (column.kind) {
        case ColumnKind::kInteger:
            return lite ? "INTEGER" : "bigint";
        case ColumnKind::kDecimal:
            if (lite) return "INTEGER";
            return "numeric(" + std::to_string(column.precision) + "," + std::to_string(column.scale) + ")";
        case ColumnKind::kBoolean:
            return lite ? "INTEGER" : "boolean";
        case ColumnKind::kDate:
            return lite ? "TEXT" : "date";
        case ColumnKind::kDateTime:
            return lite ? "INTEGER" : "timestamptz";
        case ColumnKind::kBlob:
            return lite ? "BLOB" : "bytea";
        case ColumnKind::kText:
        case ColumnKind::kTime:
        case ColumnKind::kJson:
            break;
    }
    return lite ? "TEXT" : "text";
}

std::string Dialect::sum(std::string_view expression) const {
    return std::string(is_sqlite() ? "fw_sum(" : "sum(") + std::string(expression) + ")";
}

std::string Dialect::cast(std::string_view expression, const ColumnType& column) const {
    return "CAST(" + std::string(expression) + " AS " + type(column) + ")";
}

std::string Dialect::order(std::string_view expression, bool descending) const {
    std::string out(expression);
    out += descending ? " DESC" : " ASC";
    if (!is_sqlite()) out += descending ? " NULLS LAST" : " NULLS FIRST";  // SQLite's own order
    return out;
}

std::string_view Dialect::table_suffix() const { return is_sqlite() ? " STRICT" : ""; }
std::string_view Dialect::for_update() const { return is_sqlite() ? "" : " FOR UPDATE"; }
std::string_view Dialect::skip_locked() const { return is_sqlite() ? "" : " FOR UPDATE SKIP LOCKED"; }

std::string_view Dialect::microseconds_now() const {
    return is_sqlite() ? "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)" : "now()";
}

}  // namespace fw::storage
