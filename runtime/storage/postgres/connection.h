// One connection to a PostgreSQL server with its prepared statements. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/diagnostic.h"
#include "runtime/storage/database.h"

struct pg_conn;
struct pg_result;

namespace fw::storage::postgres {

struct ResultDeleter {
    void operator()(pg_result* result) const;
};
using ResultPtr = std::unique_ptr<pg_result, ResultDeleter>;

class Connection {
  public:
    static constexpr std::size_t kCachedStatements = 256;

    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const std::string& address);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    // Runs one statement with '?' parameters; `visit` may be null. Gives the number of changed rows.
    [[nodiscard]] Result<std::int64_t> run(std::string_view sql, Params params, const RowVisitor* visit);
    // One or more statements without parameters, not cached.
    [[nodiscard]] Result<void> script(std::string_view sql);
    [[nodiscard]] bool alive() const;
    [[nodiscard]] bool still_there();  // alive, and the server has not ended an idle session meanwhile; quick
    [[nodiscard]] bool in_transaction() const;
    // Statements prepared before a change of the schema may not fit any more.
    [[nodiscard]] Result<void> forget_statements();

    std::uint64_t generation = 0;  // of the schema its statements were prepared for (PostgresDatabase)

  private:
    struct Cached {
        std::string sql;
        std::string name;
        std::size_t parameters;
    };
    using CachedList = std::list<Cached>;

    explicit Connection(pg_conn* handle) : handle_(handle) {}
    [[nodiscard]] Result<const Cached*> prepare(std::string_view sql);
    [[nodiscard]] Result<void> evict();
    [[nodiscard]] Diagnostic error(const pg_result* result) const;

    pg_conn* handle_;
    std::uint64_t named_ = 0;
    CachedList cached_;  // most recently used first
    std::unordered_map<std::string_view, CachedList::iterator> by_sql_;
};

}  // namespace fw::storage::postgres
