#include "runtime/storage/postgres/database.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

#include "runtime/storage/guarded.h"
#include "runtime/storage/postgres/transaction.h"

namespace fw::storage::postgres {

namespace {
constexpr std::size_t kIdleReaders = 16;
constexpr int kConflictAttempts = 60;
constexpr int kConnectAttempts = 40;  // about ten seconds: a standby takes over in that time
constexpr auto kConnectPause = std::chrono::milliseconds(250);

// Waits a little longer each time, and not as long as the others.
void pause_after_conflict(int attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    const int millis = std::min(attempt, 40);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % static_cast<unsigned>(millis * 1000)));
}
}  // namespace

Result<std::unique_ptr<Database>> PostgresDatabase::open(const std::string& address, const OpenOptions& options) {
    auto first = Connection::open(address);
    if (!first) return fail(std::move(first.error()));
    std::unique_ptr<Guard> guard;
    if (options.exclusive) {
        auto taken = Guard::take(address);
        if (!taken) return fail(std::move(taken.error()));
        guard = std::move(*taken);
    }
    return std::unique_ptr<Database>(new PostgresDatabase(address, options, std::move(*first), std::move(guard)));
}

PostgresDatabase::PostgresDatabase(std::string address, const OpenOptions& options, ConnectionPtr first,
                                   std::unique_ptr<Guard> guard)
    : address_(std::move(address)), guard_(std::move(guard)) {
    readers_.push_back(std::move(first));
    for (int i = 0; i < std::max(1, options.writers); ++i) threads_.emplace_back([this] { run_writer(); });
}

PostgresDatabase::~PostgresDatabase() { PostgresDatabase::close(); }

void PostgresDatabase::close() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    arrived_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

const Dialect& PostgresDatabase::dialect() const { return postgres_dialect(); }

bool PostgresDatabase::on_writer_thread() const {
    return std::any_of(threads_.begin(), threads_.end(),
                       [](const std::thread& t) { return t.get_id() == std::this_thread::get_id(); });
}

Statistics PostgresDatabase::statistics() const {
    const std::lock_guard lock(mutex_);
    Statistics out = statistics_;
    out.queued = queue_.size();
    return out;
}

Result<void> PostgresDatabase::backup_to(const std::string&) {
    return fail("DB-017", {"a PostgreSQL database is backed up with pg_dump or the server's own tools",
                           "PostgreSQL 数据库请使用 pg_dump 或服务器自带的工具备份"});
}

Result<void> PostgresDatabase::make_ready(ConnectionPtr& connection) {
    const std::uint64_t generation = generation_.load();
    if (connection == nullptr || !connection->alive()) {
        auto opened = Connection::open(address_);
        if (!opened) return fail(std::move(opened.error()));
        connection = std::move(*opened);
    } else if (connection->generation != generation) {
        if (auto forgotten = connection->forget_statements(); !forgotten) return forgotten;
    }
    connection->generation = generation;
    return {};
}

// --- reading

Result<void> PostgresDatabase::read(const Read& read) {
    ConnectionPtr connection;
    {
        const std::lock_guard lock(readers_mutex_);
        if (!readers_.empty()) {
            connection = std::move(readers_.back());
            readers_.pop_back();
        }
    }
    bool begun = false;
    auto result = read_once(connection, read, begun);
    if (!result && !begun && error_kind(result.error()) == ErrorKind::kConnection) {
        connection.reset();  // an idle connection the server has dropped
        result = read_once(connection, read, begun);
    }
    if (connection != nullptr && connection->alive() && !connection->in_transaction()) {
        const std::lock_guard lock(readers_mutex_);
        if (readers_.size() < kIdleReaders) readers_.push_back(std::move(connection));
    }
    return result;
}

Result<void> PostgresDatabase::read_once(ConnectionPtr& connection, const Read& read, bool& begun) {
    if (auto ready = make_ready(connection); !ready) return ready;
    if (auto done = connection->script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); !done) return done;
    begun = true;
    PostgresTransaction view(*connection, generation_);
    auto result = guarded([&] { return read(view); });
    if (view.failure() && error_kind(*view.failure()) == ErrorKind::kConflict) {
        (void)connection->script("ROLLBACK");
        (void)connection->forget_statements();
        return result;
    }
    auto ended = connection->script("COMMIT");
    return ended ? result : ended;
}

// --- writing

void PostgresDatabase::write(Work work, Done done) {
    {
        const std::lock_guard lock(mutex_);
        if (!closing_) {
            queue_.push_back({std::move(work), std::move(done)});
            arrived_.notify_one();
            return;
        }
    }
    done(fail(storage_error(ErrorKind::kClosed, "PostgreSQL")));
}

void PostgresDatabase::run_writer() {
    ConnectionPtr connection;
    Item item;
    while (take(item)) {
        auto result = run_until_it_stands(connection, item.work);
        if (result) {
            const std::lock_guard lock(mutex_);
            ++statistics_.writes;
            ++statistics_.commits;
        }
        item.done(std::move(result));
        item = {};
    }
}

bool PostgresDatabase::take(Item& item) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return closing_ || !queue_.empty(); });
    if (queue_.empty()) return false;
    item = std::move(queue_.front());
    queue_.pop_front();
    return true;
}

Result<void> PostgresDatabase::run_until_it_stands(ConnectionPtr& connection, const Work& work) {
    int conflicts = 0;
    int lost = 0;
    while (true) {
        bool committing = false;
        auto result = guard_ == nullptr ? Result<void>() : guard_->hold();
        if (result) result = make_ready(connection);
        if (result) result = run_once(*connection, work, committing);
        if (result) return result;
        const ErrorKind kind = error_kind(result.error());
        if (kind == ErrorKind::kConflict && ++conflicts < kConflictAttempts) {
            if (connection != nullptr && connection->alive()) (void)connection->forget_statements();
            pause_after_conflict(conflicts);
        } else if (kind == ErrorKind::kConnection && !committing && ++lost < kConnectAttempts) {
            connection.reset();
            std::this_thread::sleep_for(kConnectPause);
        } else {
            return result;
        }
    }
}

Result<void> PostgresDatabase::run_once(Connection& connection, const Work& work, bool& committing) {
    if (auto begun = connection.script("BEGIN ISOLATION LEVEL SERIALIZABLE"); !begun) return begun;
    PostgresTransaction transaction(connection, generation_);
    auto result = guarded([&] { return work(transaction); });
    if (transaction.failure() && (result || error_kind(*transaction.failure()) == ErrorKind::kConflict)) {
        result = fail(*transaction.failure());
    }
    if (!result) {
        if (connection.alive()) (void)connection.script("ROLLBACK");
        return result;
    }
    committing = true;
    result = connection.script("COMMIT");
    if (!result && connection.alive()) committing = false;  // the server said no
    if (result && transaction.ran_script()) ++generation_;
    return result;
}

}  // namespace fw::storage::postgres
