#include "runtime/storage/postgres/row.h"

#include <charconv>

#include <libpq-fe.h>

namespace fw::storage::postgres {

namespace {
int hex(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }
}  // namespace

void PostgresRow::move_to(int row) {
    row_ = row;
    blobs_.clear();
}

int PostgresRow::columns() const { return PQnfields(result_); }
bool PostgresRow::is_null(int column) const { return PQgetisnull(result_, row_, column) != 0; }

std::string_view PostgresRow::text(int column) const {
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

std::int64_t PostgresRow::integer(int column) const {
    const std::string_view digits = text(column);
    std::int64_t out = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return out;
}

bool PostgresRow::boolean(int column) const {
    const std::string_view value = text(column);
    return value == "t" || value == "1";
}

std::string_view PostgresRow::blob(int column) const {  // "\x0aff"
    std::string_view digits = text(column);
    if (digits.substr(0, 2) != "\\x") return digits;
    digits.remove_prefix(2);
    std::string& out = blobs_.emplace_back();
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        out += static_cast<char>(hex(digits[i]) * 16 + hex(digits[i + 1]));
    }
    return out;
}

DateTime PostgresRow::date_time(int column) const { return parse_date_time(text(column)).value_or(DateTime{}); }

Scaled PostgresRow::decimal(int column, int scale) const {
    return parse_decimal(text(column), scale).value_or(Scaled{0, scale});
}

void PostgresRow::append_decimal(std::string& out, int column, int scale) const {
    if (const auto exact = parse_decimal(text(column), scale)) return append(out, *exact);
    out += text(column);
}

}  // namespace fw::storage::postgres
