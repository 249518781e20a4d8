// One SQLite connection with its prepared statements. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/base/diagnostic.h"
#include "runtime/storage/database.h"

struct sqlite3;
struct sqlite3_stmt;

namespace fw::storage::sqlite {

struct ConnectionOptions {
    bool writer = false;
    bool durable = true;
    std::int64_t max_pages = 0;
};

class Connection {
  public:
    static constexpr std::size_t kCachedStatements = 256;

    // Opens (a writer also creates) the file, in WAL mode. The pointer stays valid until destroyed.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const std::string& path,
                                                                  const ConnectionOptions& options);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    // Runs one statement; `visit` may be null. Gives the number of changed rows.
    [[nodiscard]] Result<std::int64_t> run(std::string_view sql, Params params, const RowVisitor* visit);
    [[nodiscard]] Result<void> script(std::string_view sql);

    [[nodiscard]] bool in_transaction() const;  // false also after SQLite rolled back by itself (full, I/O)
    // What the last failed call meant, as a diagnostic.
    [[nodiscard]] Diagnostic error(int code) const;

  private:
    struct Cached {
        std::string sql;
        sqlite3_stmt* statement;
        bool in_use;
    };
    using CachedList = std::list<Cached>;
    class Borrowed;

    Connection(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
    [[nodiscard]] Result<void> configure(const ConnectionOptions& options);
    [[nodiscard]] Result<Borrowed> borrow(std::string_view sql);
    void evict();

    sqlite3* handle_;
    std::string path_;
    CachedList cached_;  // most recently used first
    std::unordered_map<std::string_view, CachedList::iterator> by_sql_;
};

}  // namespace fw::storage::sqlite
