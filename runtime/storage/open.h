// Opens a database by its address and brings its system tables up to date.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/base/diagnostic.h"
#include "runtime/storage/database.h"

namespace fw::storage {

struct OpenOptions {
    int writers = 8;             // PostgreSQL: connections that write
    int max_group = 512;         // SQLite: works that share one commit at most
    std::int64_t max_pages = 0;  // SQLite: largest size in pages of 4096 bytes; 0 means no limit
    // PostgreSQL: nobody else may open the database like this while it is open (DB-009). A data folder has its own
    // lock.
    bool exclusive = false;
    bool durable = true;  // SQLite: fsync at each commit; false only for tests and bulk loads into new files
};

// `store`: a path of an SQLite file, or "postgresql://user@host:port/database". Migrates to this version's schema
// (schema.h). Fails with DB-004 … DB-012 or DB-016 and leaves everything as it was.
[[nodiscard]] Result<std::unique_ptr<Database>> open(const std::string& store, const OpenOptions& options = {});

// The same without migrating: for looking into a database before deciding.
[[nodiscard]] Result<std::unique_ptr<Database>> open_as_is(const std::string& store, const OpenOptions& options = {});

}  // namespace fw::storage
