#include "runtime/storage/sqlite/row.h"

#include <sqlite3.h>

namespace fw::storage::sqlite {

int SqliteRow::columns() const { return sqlite3_column_count(statement_); }
bool SqliteRow::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t SqliteRow::integer(int column) const { return sqlite3_column_int64(statement_, column); }
bool SqliteRow::boolean(int column) const { return sqlite3_column_int64(statement_, column) != 0; }

std::string_view SqliteRow::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (text == nullptr) return {};
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view SqliteRow::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

DateTime SqliteRow::date_time(int column) const { return {integer(column)}; }
Scaled SqliteRow::decimal(int column, int scale) const { return {integer(column), scale}; }

void SqliteRow::append_decimal(std::string& out, int column, int scale) const {
    if (sqlite3_column_type(statement_, column) != SQLITE_TEXT) return append(out, decimal(column, scale));
    std::string_view digits = text(column);  // a sum beyond 64 bits (functions.h): 19 digits at least
    if (digits.front() == '-') {
        out += '-';
        digits.remove_prefix(1);
    }
    const std::size_t whole = digits.size() - static_cast<std::size_t>(scale);
    out += digits.substr(0, whole);
    if (scale > 0) {
        out += '.';
        out += digits.substr(whole);
    }
}

}  // namespace fw::storage::sqlite
