#include "runtime/storage/open.h"

#include <string_view>

#include "runtime/storage/postgres/database.h"
#include "runtime/storage/schema.h"
#include "runtime/storage/sqlite/database.h"

namespace fw::storage {

namespace {
bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }
}  // namespace

Result<std::unique_ptr<Database>> open_as_is(const std::string& store, const OpenOptions& options) {
    if (store.empty() || starts_with(store, "mysql:") || starts_with(store, "http:") || starts_with(store, "https:")) {
        return fail(storage_error(ErrorKind::kForeign, store.empty() ? "\"\"" : store));
    }
    if (starts_with(store, "postgresql:") || starts_with(store, "postgres:")) {
        return postgres::PostgresDatabase::open(store, options);
    }
    return sqlite::SqliteDatabase::open(store, options);
}

Result<std::unique_ptr<Database>> open(const std::string& store, const OpenOptions& options) {
    auto database = open_as_is(store, options);
    if (!database) return database;
    auto migrated = migrate(**database);
    if (!migrated) return fail(std::move(migrated.error()));
    return database;
}

}  // namespace fw::storage
