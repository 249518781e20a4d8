#include "runtime/records/tables_sql.h"

#include <cstdint>

namespace fw::records {

using storage::ColumnKind;
using storage::ColumnType;
using storage::Dialect;
using storage::quoted;

namespace {
// Text columns of PostgreSQL compare by code points, as SQLite's and FEEL's do.
std::string column_sql(const std::string& name, const ColumnType& type, const Dialect& dialect) {
    std::string out = quoted(name) + " " + dialect.type(type);
    if (!dialect.is_sqlite() && type.kind == ColumnKind::kText) out += " COLLATE \"C\"";
    return out;
}

std::string power_of_ten(int exponent) { return "1" + std::string(static_cast<std::size_t>(exponent), '0'); }

bool is_textual(ColumnKind kind) { return kind == ColumnKind::kText || kind == ColumnKind::kTime; }
bool is_number(ColumnKind kind) { return kind == ColumnKind::kInteger || kind == ColumnKind::kDecimal; }

int scale_of(const ColumnType& type) { return type.kind == ColumnKind::kDecimal ? type.scale : 0; }

// Between integers and decimals of any scale, in SQLite's scaled form.
Conversion convert_scaled(const std::string& column, const ColumnType& from, const ColumnType& to) {
    const int up = scale_of(to) - scale_of(from);
    if (up == 0) return {column, {}};
    if (up > 0) {
        const std::string limit = std::to_string(INT64_MAX / std::stoll(power_of_ten(up)));
        const std::string fits = column + " BETWEEN -" + limit + " AND " + limit;
        return {"CASE WHEN " + fits + " THEN " + column + " * " + power_of_ten(up) + " END",
                column + " IS NOT NULL AND NOT (" + fits + ")"};
    }
    const std::string unit = power_of_ten(-up);
    const std::string half = "(CASE WHEN " + column + " < 0 THEN -" + unit + " ELSE " + unit + " END) / 2";
    return {"(" + column + " + " + half + ") / " + unit, column + " % " + unit + " <> 0"};
}

Conversion convert_numeric(const std::string& column, const ColumnType& to) {
    const int scale = scale_of(to);
    const std::string rounded = "round(" + column + "::numeric, " + std::to_string(scale) + ")";
    return {
        rounded + "::" + (to.kind == ColumnKind::kInteger ? "bigint" : Dialect(storage::Backend::kPostgres).type(to)),
        column + " <> " + rounded};
}

std::string number_as_text(const std::string& column, const ColumnType& from, const Dialect& dialect) {
    const int scale = scale_of(from);
    if (!dialect.is_sqlite()) return column + "::text";
    if (scale == 0) return "CAST(" + column + " AS TEXT)";
    const std::string unit = power_of_ten(scale);
    return "CASE WHEN " + column + " < 0 THEN '-' ELSE '' END || CAST(abs(" + column + ") / " + unit +
           " AS TEXT) || '.' || substr('" + std::string(static_cast<std::size_t>(scale), '0') + "' || CAST(abs(" +
           column + ") % " + unit + " AS TEXT), -" + std::to_string(scale) + ")";
}
}  // namespace

std::string create_table_sql(const Table& table, const Dialect& dialect) {
    const ColumnType id{ColumnKind::kInteger};
    const ColumnType moment{ColumnKind::kDateTime};
    const ColumnType text{ColumnKind::kText};
    std::string out = "CREATE TABLE " + quoted(table.name) + " (\n    id " + dialect.type(id) + " PRIMARY KEY,\n";
    const auto add = [&](const std::string& name, const ColumnType& type, std::string_view rest) {
        out += "    " + column_sql(name, type, dialect);
        out += rest;
        out += ",\n";
    };
    add("version", id, " NOT NULL");
    add("created_at", moment, " NOT NULL");
    add("created_by", id, "");
    add("updated_at", moment, " NOT NULL");
    add("updated_by", id, "");
    add("state", text, "");
    add("deleted_at", moment, "");
    add("_title", text, " NOT NULL DEFAULT ''");
    if (table.child) {
        add("_parent", id, "");
        add("_position", id, "");
    }
    for (const Column& column : table.columns) add(column.name, column.type, "");
    out.erase(out.size() - 2);
    return out + "\n)" + std::string(dialect.table_suffix());
}

std::string add_column_sql(const Table& table, const Column& column, const Dialect& dialect) {
    return "ALTER TABLE " + quoted(table.name) + " ADD COLUMN " + column_sql(column.name, column.type, dialect);
}

std::string index_name(const Table& table, const Index& index) {
    std::string out = (index.unique ? "u_" : "i_") + table.name;
    for (const std::string& column : index.columns) out += "__" + column;
    if (out.size() <= 60) return out;
    std::uint64_t hash = 1469598103934665603U;  // FNV-1a: the same name for ever
    for (const char c : out) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return out.substr(0, 43) + "_" + std::to_string(hash % 10'000'000'000'000'000U);
}

std::string create_index_sql(const Table& table, const Index& index, const Dialect& dialect) {
    std::string out = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    out += quoted(index_name(table, index)) + " ON " + quoted(table.name) + " (";
    for (std::size_t i = 0; i < index.columns.size(); ++i) out += (i > 0 ? ", " : "") + quoted(index.columns[i]);
    // Lists are sorted by the column, then the id; SQLite's indexes end with it anyway.
    if (!index.unique && !dialect.is_sqlite()) out += ", id";
    out += ")";
    if (index.unique) out += " WHERE deleted_at IS NULL";
    return out;
}

Conversion convert(const std::string& column, const ColumnType& from, const ColumnType& to, const Dialect& dialect) {
    const std::string all = column + " IS NOT NULL";
    if (is_textual(from.kind) && to.kind == ColumnKind::kText) return {column, {}};
    if (is_number(from.kind) && is_number(to.kind)) {
        return dialect.is_sqlite() ? convert_scaled(column, from, to) : convert_numeric(column, to);
    }
    if (is_number(from.kind) && to.kind == ColumnKind::kText) return {number_as_text(column, from, dialect), {}};
    if (from.kind == ColumnKind::kDate && to.kind == ColumnKind::kText) {
        return {dialect.is_sqlite() ? column : column + "::text", {}};
    }
    if (from.kind == ColumnKind::kBoolean && to.kind == ColumnKind::kText) {
        return {"CASE WHEN " + column + " = TRUE THEN 'true' WHEN " + column + " = FALSE THEN 'false' END", {}};
    }
    return {"NULL", all};
}

}  // namespace fw::records
