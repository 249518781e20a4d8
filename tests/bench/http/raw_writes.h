// The limit of durable creates: SQLite alone, writing the very rows that the server wrote, in groups of the same size.
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace fw::bench {

// Rows of each table, by name.
[[nodiscard]] std::map<std::string, long long> row_counts(const std::string& database);

// Copies the last `rows` rows of every table that grew since `before` into a new file with the same tables and indexes,
// `group` of the first such table's rows (and their share of the others) a commit, synchronous=FULL. Gives rows of the
// table `counted` per second.
[[nodiscard]] double raw_rows_per_second(const std::string& database, const std::map<std::string, long long>& before,
                                         const std::string& counted, double group, const std::string& folder);

}  // namespace fw::bench
