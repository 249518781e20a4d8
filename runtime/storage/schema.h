// The system tables (fw_*), made by numbered migrations: schemas/migrations/<backend>/NNNN_name.sql, part of the
// binary.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "runtime/storage/database.h"

namespace fw::storage {

struct Migration {
    int number = 0;
    std::string_view name;
    std::string_view sql;
};

[[nodiscard]] std::span<const Migration> migrations(Backend backend);  // in order, numbered 1, 2, 3 …

// The schema's version of a database: 0 for an empty one. DB-016 if it holds tables but is not ours.
[[nodiscard]] Result<int> schema_version(Database& database);

// Runs what is missing, in one transaction. DB-008 if the database is newer than this program.
[[nodiscard]] Result<void> migrate(Database& database);

}  // namespace fw::storage
