#include "runtime/storage/sqlite/database.h"

#include <exception>
#include <filesystem>
#include <utility>

#include "engine/base/check.h"
#include "runtime/storage/guarded.h"
#include "runtime/storage/kill_point.h"
#include "runtime/storage/sqlite/transaction.h"

namespace fw::storage::sqlite {

namespace {
constexpr std::size_t kIdleReaders = 8;

Result<void> run(Connection& connection, std::string_view sql) {
    auto done = connection.run(sql, {}, nullptr);
    if (!done) return fail(std::move(done.error()));
    return {};
}
}  // namespace

Result<std::unique_ptr<Database>> SqliteDatabase::open(const std::string& path, const OpenOptions& options) {
    auto writer = Connection::open(path, {.writer = true, .durable = options.durable, .max_pages = options.max_pages});
    if (!writer) return fail(std::move(writer.error()));
    return std::unique_ptr<Database>(new SqliteDatabase(path, options, std::move(*writer)));
}

SqliteDatabase::SqliteDatabase(std::string path, const OpenOptions& options, std::unique_ptr<Connection> writer)
    : path_(std::move(path)), options_(options), writer_(std::move(writer)), thread_([this] { run_writer(); }) {}

SqliteDatabase::~SqliteDatabase() { SqliteDatabase::close(); }

void SqliteDatabase::close() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    arrived_.notify_all();
    if (thread_.joinable()) thread_.join();
}

const Dialect& SqliteDatabase::dialect() const { return sqlite_dialect(); }
bool SqliteDatabase::on_writer_thread() const { return std::this_thread::get_id() == thread_.get_id(); }

Statistics SqliteDatabase::statistics() const {
    const std::lock_guard lock(mutex_);
    Statistics out = statistics_;
    out.queued = queue_.size();
    return out;
}

// --- reading

Result<std::unique_ptr<Connection>> SqliteDatabase::take_reader() {
    {
        const std::lock_guard lock(readers_mutex_);
        if (!readers_.empty()) {
            auto reader = std::move(readers_.back());
            readers_.pop_back();
            return reader;
        }
    }
    return Connection::open(path_, {});
}

void SqliteDatabase::give_back(std::unique_ptr<Connection> reader) {
    const std::lock_guard lock(readers_mutex_);
    if (readers_.size() < kIdleReaders) readers_.push_back(std::move(reader));
}

Result<void> SqliteDatabase::read(const Read& read) {
    auto taken = take_reader();
    if (!taken) return fail(std::move(taken.error()));
    Connection& reader = **taken;
    if (auto begun = run(reader, "BEGIN"); !begun) return begun;
    SqliteTransaction view(reader);
    auto result = guarded([&] { return read(view); });
    auto ended = run(reader, "COMMIT");
    if (!ended) return ended;  // the connection is dropped
    give_back(std::move(*taken));
    return result;
}

Result<void> SqliteDatabase::backup_to(const std::string& path) {
    auto taken = Connection::open(path_, {});
    if (!taken) return fail(std::move(taken.error()));
    if (auto writable = (*taken)->script("PRAGMA query_only = OFF"); !writable) return writable;
    std::error_code error;
    if (std::filesystem::exists(path, error)) {
        return fail(
            "DB-409",
            format_text({"{0} exists already; a backup replaces nothing", "{0} 已存在；备份不会覆盖任何文件"}, {path}),
            {},
            {"give a name that is free, such as one with the date in it", "请换用未使用的名称，例如包含日期的名称"});
    }
    const std::string part = path + ".part";  // a backup that was cut short must not look like one
    std::filesystem::remove(part, error);
    auto done = (*taken)->run("VACUUM INTO ?", {part}, nullptr);
    if (done) std::filesystem::rename(part, path, error);
    if (done && !error) return {};
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    if (!done && error_kind(done.error()) != ErrorKind::kCannotOpen) return fail(std::move(done.error()));
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const Text text = std::filesystem::is_directory(folder, ignored)
                          ? format_text({"the backup {0} cannot be written", "无法写入备份 {0}"}, {path})
                          : format_text({"the backup {0} cannot be written: there is no folder {1}",
                                         "无法写入备份 {0}：没有文件夹 {1}"},
                                        {path, folder.string()});
    return fail(
        "DB-422", text, {},
        {"name a folder that exists and that the server may write to", "请指定已存在且服务器有写入权限的文件夹"});
}

// --- writing

void SqliteDatabase::write(Work work, Done done) {
    {
        const std::lock_guard lock(mutex_);
        if (!closing_) {
            queue_.push_back({std::move(work), std::move(done), {}});
            if (queue_.size() == 1) arrived_.notify_one();
            return;
        }
    }
    done(fail(storage_error(ErrorKind::kClosed, path_)));
}

void SqliteDatabase::run_writer() {
    Group group;
    while (take(group)) {
        commit(group);
        for (Item& item : group) item.done(std::move(item.result));
        group.clear();
    }
}

bool SqliteDatabase::take(Group& group) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return closing_ || !queue_.empty(); });
    while (!queue_.empty() && group.size() < static_cast<std::size_t>(options_.max_group)) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return !group.empty();
}

void SqliteDatabase::commit(Group& group) {
    if (group.size() == 1) return commit_alone(group.front());
    if (auto begun = run(*writer_, "BEGIN IMMEDIATE"); !begun) {
        for (Item& item : group) item.result = begun;
        return;
    }
    if (!run_members(group)) {
        // One member filled the disk or met a broken page, and SQLite rolled everything back. Each gets its own chance.
        for (Item& item : group) commit_alone(item);
        return;
    }
    const auto stood = finish();
    std::uint64_t written = 0;
    for (Item& item : group) {
        if (!item.result) continue;
        item.result = stood;
        written += stood ? 1 : 0;
    }
    const std::lock_guard lock(mutex_);
    statistics_.writes += written;
    statistics_.commits += stood ? 1 : 0;
}

bool SqliteDatabase::run_members(Group& group) {
    for (Item& item : group) {
        SqliteTransaction transaction(*writer_);
        auto begun = run(*writer_, "SAVEPOINT member");
        if (!begun) {
            roll_back();
            return false;
        }
        item.result = transaction.outcome(guarded([&] { return item.work(transaction); }));
        kill_point("work_done");
        if (!writer_->in_transaction()) return false;
        if (!item.result && !run(*writer_, "ROLLBACK TO member")) {
            roll_back();
            return false;
        }
        if (!run(*writer_, "RELEASE member")) {
            roll_back();
            return false;
        }
    }
    return true;
}

void SqliteDatabase::commit_alone(Item& item) {
    item.result = run(*writer_, "BEGIN IMMEDIATE");
    if (!item.result) return;
    SqliteTransaction transaction(*writer_);
    item.result = transaction.outcome(guarded([&] { return item.work(transaction); }));
    kill_point("work_done");
    if (!item.result) return roll_back();
    item.result = finish();
    if (!item.result) return;
    const std::lock_guard lock(mutex_);
    ++statistics_.writes;
    ++statistics_.commits;
}

Result<void> SqliteDatabase::finish() {
    kill_point("before_commit");
    auto done = run(*writer_, "COMMIT");
    kill_point("after_commit");
    if (!done) roll_back();
    return done;
}

void SqliteDatabase::roll_back() {
    if (writer_->in_transaction()) FW_CHECK(run(*writer_, "ROLLBACK"));
}

}  // namespace fw::storage::sqlite
