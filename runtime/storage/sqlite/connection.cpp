#include "runtime/storage/sqlite/connection.h"

#include <memory>
#include <utility>

#include <sqlite3.h>

#include "engine/base/check.h"
#include "runtime/storage/sqlite/functions.h"
#include "runtime/storage/sqlite/row.h"

namespace fw::storage::sqlite {

namespace {
constexpr int kBusyMillis = 3000;

ErrorKind kind_of(int code) {
    switch (code & 0xFF) {
        case SQLITE_CONSTRAINT:
            if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
                code == SQLITE_CONSTRAINT_ROWID) {
                return ErrorKind::kUnique;
            }
            return code == SQLITE_CONSTRAINT_FOREIGNKEY ? ErrorKind::kForeignKey : ErrorKind::kConstraint;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorKind::kBusy;
        case SQLITE_FULL:
            return ErrorKind::kFull;
        case SQLITE_READONLY:
            return ErrorKind::kReadOnly;
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return ErrorKind::kNotADatabase;
        case SQLITE_IOERR:
            return ErrorKind::kInputOutput;
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return ErrorKind::kCannotOpen;
        default:
            return ErrorKind::kStatement;
    }
}

// "UNIQUE constraint failed: person.login, person.unit" names its columns; "person.login,person.unit" is what we keep.
std::string columns_named(std::string_view message) {
    const std::size_t colon = message.find(": ");
    if (colon == std::string_view::npos) return {};
    std::string out;
    for (const char c : message.substr(colon + 2)) {
        if (c != ' ') out += c;
    }
    return out;
}

void bind(sqlite3_stmt* statement, int at, const Param& param) {
    const std::string_view text = param.text();
    switch (param.kind()) {
        case ValueKind::kNull:
            sqlite3_bind_null(statement, at);
            break;
        case ValueKind::kInteger:
        case ValueKind::kDecimal:
        case ValueKind::kBoolean:
        case ValueKind::kDateTime:
            sqlite3_bind_int64(statement, at, param.number());
            break;
        case ValueKind::kText:
        case ValueKind::kDate:
            sqlite3_bind_text64(statement, at, text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_STATIC,
                                SQLITE_UTF8);
            break;
        case ValueKind::kBlob:
            if (text.empty()) {
                sqlite3_bind_zeroblob(statement, at, 0);
            } else {
                sqlite3_bind_blob64(statement, at, text.data(), text.size(), SQLITE_STATIC);
            }
            break;
    }
}
}  // namespace

// A statement from the cache, given back when destroyed. A second use of the same text at the same time (a query inside
// its own callback) gets a statement of its own.
class Connection::Borrowed {
  public:
    explicit Borrowed(CachedList::iterator cached) : statement(cached->statement), cached_(cached), shared_(true) {
        cached_->in_use = true;
    }
    explicit Borrowed(sqlite3_stmt* own) : statement(own) {}
    Borrowed(Borrowed&& other) noexcept
        : statement(std::exchange(other.statement, nullptr)), cached_(other.cached_), shared_(other.shared_) {}
    Borrowed& operator=(Borrowed&&) = delete;
    ~Borrowed() {
        if (statement == nullptr) return;
        if (!shared_) {
            sqlite3_finalize(statement);
            return;
        }
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);  // they are views
        cached_->in_use = false;
    }
    sqlite3_stmt* statement;

  private:
    CachedList::iterator cached_{};
    bool shared_ = false;
};

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, const ConnectionOptions& options) {
    sqlite3* handle = nullptr;
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (options.writer ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    std::unique_ptr<Connection> connection(new Connection(handle, path));
    if (code != SQLITE_OK) return fail(connection->error(code));
    auto configured = connection->configure(options);
    if (!configured) return fail(std::move(configured.error()));
    return connection;
}

Result<void> Connection::configure(const ConnectionOptions& options) {
    sqlite3_busy_timeout(handle_, kBusyMillis);
    if (const int code = add_functions(handle_); code != SQLITE_OK) return fail(error(code));
    std::string setup = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;";
    if (options.writer) {
        setup +=
            "PRAGMA journal_mode = WAL; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000;"
            "PRAGMA journal_size_limit = 67108864;";
        setup += options.durable ? "PRAGMA synchronous = FULL;" : "PRAGMA synchronous = OFF;";
        if (options.max_pages > 0) setup += "PRAGMA max_page_count = " + std::to_string(options.max_pages) + ";";
    } else {
        setup += "PRAGMA query_only = ON; PRAGMA cache_size = -8000;";
    }
    // Reading the schema's version shows a file that is no database even where a pragma would not.
    setup += "PRAGMA schema_version;";
    auto done = script(setup);
    if (!done || !options.writer) return done;
    if (sqlite3_db_readonly(handle_, "main") == 1) return fail(storage_error(ErrorKind::kReadOnly, path_));
    return {};
}

Connection::~Connection() {
    for (Cached& cached : cached_) sqlite3_finalize(cached.statement);
    sqlite3_close(handle_);
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Diagnostic Connection::error(int code) const {
    const std::string message = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    const ErrorKind kind = kind_of(code);
    switch (kind) {
        case ErrorKind::kUnique: {
            const std::string columns = columns_named(message);
            return storage_error(kind, columns, columns);
        }
        case ErrorKind::kForeignKey:
        case ErrorKind::kConstraint:
        case ErrorKind::kStatement:
            return storage_error(kind, message);
        default:
            return storage_error(kind, path_ + ": " + message);
    }
}

Result<Connection::Borrowed> Connection::borrow(std::string_view sql) {
    const auto found = by_sql_.find(sql);
    if (found != by_sql_.end() && !found->second->in_use) {
        cached_.splice(cached_.begin(), cached_, found->second);
        return Borrowed(cached_.begin());
    }
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const bool shared = found == by_sql_.end();
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                        shared ? SQLITE_PREPARE_PERSISTENT : 0, &statement, &rest);
    if (code != SQLITE_OK) {
        Diagnostic d = error(code);
        d.place.element = std::string(sql.substr(0, 200));
        return fail(std::move(d));
    }
    FW_CHECK(statement != nullptr);  // empty SQL
    if (!shared) return Borrowed(statement);
    evict();
    cached_.push_front({std::string(sql), statement, false});
    by_sql_.emplace(cached_.front().sql, cached_.begin());
    return Borrowed(cached_.begin());
}

void Connection::evict() {
    if (cached_.size() < kCachedStatements) return;
    for (auto it = std::prev(cached_.end()); it != cached_.begin(); --it) {
        if (it->in_use) continue;
        by_sql_.erase(it->sql);
        sqlite3_finalize(it->statement);
        cached_.erase(it);
        return;
    }
}

Result<std::int64_t> Connection::run(std::string_view sql, Params params, const RowVisitor* visit) {
    auto borrowed = borrow(sql);
    if (!borrowed) return fail(std::move(borrowed.error()));
    sqlite3_stmt* statement = borrowed->statement;
    FW_CHECK(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) == params.size());
    int at = 0;
    for (const Param& param : params) bind(statement, ++at, param);
    const SqliteRow row(statement);
    int code = sqlite3_step(statement);
    while (code == SQLITE_ROW) {
        if (visit != nullptr && !(*visit)(row)) return 0;
        code = sqlite3_step(statement);
    }
    if (code != SQLITE_DONE) return fail(error(code));
    return sqlite3_changes64(handle_);
}

Result<void> Connection::script(std::string_view sql) {
    const char* next = sql.data();
    const char* const end = sql.data() + sql.size();
    while (next != end) {
        sqlite3_stmt* statement = nullptr;
        int code = sqlite3_prepare_v2(handle_, next, static_cast<int>(end - next), &statement, &next);
        if (code != SQLITE_OK) return fail(error(code));
        if (statement == nullptr) continue;  // white space or a comment
        do {
            code = sqlite3_step(statement);
        } while (code == SQLITE_ROW);
        Diagnostic failed = code == SQLITE_DONE ? Diagnostic{} : error(code);
        sqlite3_finalize(statement);
        if (code != SQLITE_DONE) return fail(std::move(failed));
    }
    return {};
}

}  // namespace fw::storage::sqlite
