#include "tests/bench/http/raw_writes.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <sqlite3.h>

namespace fw::bench {

namespace {

class Sqlite {
  public:
    explicit Sqlite(const std::string& path, const char* pragmas = "") {
        check(sqlite3_open(path.c_str(), &handle_));
        run(pragmas);
    }
    ~Sqlite() { sqlite3_close(handle_); }
    Sqlite(const Sqlite&) = delete;
    Sqlite& operator=(const Sqlite&) = delete;

    void run(const std::string& sql) { check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)); }
    sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr));
        return statement;
    }
    void check(int code) {
        if (code == SQLITE_OK || code == SQLITE_DONE) return;
        std::fprintf(stderr, "bench: sqlite: %s\n", sqlite3_errmsg(handle_));
        std::exit(1);
    }

  private:
    sqlite3* handle_ = nullptr;
};

struct Copied {
    std::vector<std::vector<sqlite3_value*>> rows;
    std::string insert;
};

Copied read_tail(Sqlite& db, const std::string& table, long long rows) {
    Copied out;
    sqlite3_stmt* select =
        db.prepare("SELECT * FROM \"" + table + "\" ORDER BY rowid DESC LIMIT " + std::to_string(rows));
    while (sqlite3_step(select) == SQLITE_ROW) {
        std::vector<sqlite3_value*> row;
        for (int c = 0; c < sqlite3_column_count(select); ++c)
            row.push_back(sqlite3_value_dup(sqlite3_column_value(select, c)));
        out.rows.push_back(std::move(row));
    }
    std::reverse(out.rows.begin(), out.rows.end());
    out.insert = "INSERT INTO \"" + table + "\" VALUES (?";
    for (int c = 1; c < sqlite3_column_count(select); ++c) out.insert += ", ?";
    out.insert += ")";
    sqlite3_finalize(select);
    return out;
}

}  // namespace

std::map<std::string, long long> row_counts(const std::string& database) {
    Sqlite db(database);
    std::vector<std::string> tables;
    sqlite3_stmt* names =
        db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    while (sqlite3_step(names) == SQLITE_ROW)
        tables.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(names, 0)));
    sqlite3_finalize(names);
    std::map<std::string, long long> out;
    for (const std::string& table : tables) {
        sqlite3_stmt* count = db.prepare("SELECT count(*) FROM \"" + table + "\"");
        sqlite3_step(count);
        out[table] = sqlite3_column_int64(count, 0);
        sqlite3_finalize(count);
    }
    return out;
}

double raw_rows_per_second(const std::string& database, const std::map<std::string, long long>& before,
                           const std::string& counted, double group, const std::string& folder) {
    Sqlite source(database);
    const std::string file = folder + "/raw.db";
    std::remove(file.c_str());
    Sqlite target(file, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    std::vector<Copied> tables;
    long long wanted = 0;
    for (const auto& [table, count] : row_counts(database)) {
        const auto old = before.find(table);
        const long long grown = count - (old == before.end() ? 0 : old->second);
        if (grown < 100) continue;  // not written once for each create
        if (table == counted) wanted = grown;
        sqlite3_stmt* ddl = source.prepare("SELECT sql FROM sqlite_master WHERE tbl_name = '" + table +
                                           "' AND sql IS NOT NULL ORDER BY type DESC");
        while (sqlite3_step(ddl) == SQLITE_ROW) target.run(reinterpret_cast<const char*>(sqlite3_column_text(ddl, 0)));
        sqlite3_finalize(ddl);
        tables.push_back(read_tail(source, table, grown));
    }
    if (wanted == 0) return 0;
    std::vector<sqlite3_stmt*> inserts;
    inserts.reserve(tables.size());
    for (const Copied& table : tables) inserts.push_back(target.prepare(table.insert));
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::size_t> written(tables.size(), 0);
    const auto commits = static_cast<long long>(static_cast<double>(wanted) / std::max(1.0, group)) + 1;
    for (long long commit = 1; commit <= commits; ++commit) {
        target.run("BEGIN IMMEDIATE");
        for (std::size_t t = 0; t < tables.size(); ++t) {
            const std::size_t until =
                tables[t].rows.size() * static_cast<std::size_t>(commit) / static_cast<std::size_t>(commits);
            for (; written[t] < until; ++written[t]) {
                const auto& row = tables[t].rows[written[t]];
                for (std::size_t c = 0; c < row.size(); ++c)
                    sqlite3_bind_value(inserts[t], static_cast<int>(c + 1), row[c]);
                target.check(sqlite3_step(inserts[t]));
                sqlite3_reset(inserts[t]);
            }
        }
        target.run("COMMIT");
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    for (sqlite3_stmt* insert : inserts) sqlite3_finalize(insert);
    for (Copied& table : tables) {
        for (auto& row : table.rows) {
            for (sqlite3_value* value : row) sqlite3_value_free(value);
        }
    }
    return static_cast<double>(wanted) / seconds;
}

}  // namespace fw::bench
