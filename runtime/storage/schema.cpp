#include "runtime/storage/schema.h"

#include <string>

namespace fw::storage {

namespace {
Result<int> version_seen(Reader& reader) {
    const bool lite = reader.dialect().is_sqlite();
    const auto tables = reader.query_integer(
        lite ? "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
             : "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()");
    if (!tables) return fail(tables.error());
    if (tables->value_or(0) == 0) return 0;
    const auto meta = reader.query_integer(
        lite ? "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'fw_meta'"
             : "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND "
               "table_name = 'fw_meta'");
    if (!meta) return fail(meta.error());
    if (meta->value_or(0) == 0) {
        return fail(storage_error(ErrorKind::kForeign, "it holds tables, but no fw_meta"));
    }
    const auto version = reader.query_text("SELECT value FROM fw_meta WHERE key = 'schema_version'");
    if (!version) return fail(version.error());
    const auto number = parse_decimal(version->value_or(""), 0);
    if (!number || number->scaled < 1 || number->scaled > 1'000'000) {
        return fail(storage_error(ErrorKind::kForeign, "fw_meta names no schema_version"));
    }
    return static_cast<int>(number->scaled);
}

Result<void> apply(Transaction& tx) {
    const auto seen = version_seen(tx);
    if (!seen) return fail(seen.error());
    const auto all = migrations(tx.dialect().backend());
    const int newest = all.back().number;
    if (*seen > newest) {
        return fail(
            storage_error(ErrorKind::kNewer, "schema " + std::to_string(*seen) + " > " + std::to_string(newest)));
    }
    for (const Migration& migration : all) {
        if (migration.number <= *seen) continue;
        if (auto done = tx.execute_script(migration.sql); !done) return done;
        auto noted = tx.execute(
            "INSERT INTO fw_meta (key, value) VALUES ('schema_version', ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            {std::to_string(migration.number)});
        if (!noted) return fail(std::move(noted.error()));
    }
    return {};
}
}  // namespace

Result<int> schema_version(Database& database) {
    Result<int> out = 0;
    auto done = database.read([&](Reader& reader) -> Result<void> {
        out = version_seen(reader);
        return {};
    });
    if (!done) return fail(std::move(done.error()));
    return out;
}

Result<void> migrate(Database& database) {
    const auto seen = schema_version(database);
    if (!seen) return fail(seen.error());
    if (*seen == migrations(database.dialect().backend()).back().number) return {};  // writes nothing when current
    return database.write_and_wait(apply);
}

}  // namespace fw::storage
