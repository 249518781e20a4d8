// SQL functions that SQLite lacks.
#pragma once

struct sqlite3;

namespace fw::storage::sqlite {

// fw_sum(integer): the exact sum in 128 bits; an integer where it fits 64, else its digits as text; null for no rows.
// Gives SQLite's result code.
[[nodiscard]] int add_functions(sqlite3* handle);

}  // namespace fw::storage::sqlite
