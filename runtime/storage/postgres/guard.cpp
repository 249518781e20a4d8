#include "runtime/storage/postgres/guard.h"

#include <chrono>
#include <thread>

#include "runtime/storage/errors.h"

namespace fw::storage::postgres {

namespace {
constexpr int kAttempts = 16;  // four seconds: a killed server's session ends when its last statement does
constexpr auto kPause = std::chrono::milliseconds(250);

// "Form" and the schema, so that two schemas of one database may have a server each.
constexpr const char* kLock = "SELECT pg_try_advisory_lock(1181708909, hashtext(current_schema()))";
constexpr const char* kHolder =
    "SELECT current_database(), coalesce(host(a.client_addr), 'this machine'), "
    "to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ') FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.classid = 1181708909 AND l.granted LIMIT 1";
}  // namespace

Result<std::unique_ptr<Guard>> Guard::take(const std::string& address) {
    std::unique_ptr<Guard> guard(new Guard(address));
    for (int attempt = 1;; ++attempt) {
        auto locked = guard->lock();
        if (!locked) return fail(std::move(locked.error()));
        if (*locked) return guard;
        if (attempt == kAttempts) return fail(guard->in_use());
        std::this_thread::sleep_for(kPause);
    }
}

Result<void> Guard::hold() {
    const std::lock_guard lock(mutex_);
    if (session_ != nullptr && session_->still_there()) return {};
    session_.reset();
    auto locked = this->lock();
    if (!locked) return fail(std::move(locked.error()));
    if (*locked) return {};
    Diagnostics why = in_use();
    session_.reset();  // the next one asks again
    return fail(std::move(why));
}

Result<bool> Guard::lock() {
    if (session_ == nullptr || !session_->alive()) {
        auto opened = Connection::open(address_);
        if (!opened) return fail(std::move(opened.error()));
        session_ = std::move(*opened);
    }
    bool got = false;
    const auto note = [&](const Row& row) { got = row.boolean(0); };
    const RowVisitor visit(note);
    auto done = session_->run(kLock, {}, &visit);
    if (!done) return fail(std::move(done.error()));
    return got;
}

Diagnostics Guard::in_use() {
    std::string detail = "PostgreSQL";
    const auto note = [&](const Row& row) {
        detail = "PostgreSQL " + std::string(row.text(0)) + ", a server or command on " + std::string(row.text(1)) +
                 " since " + std::string(row.text(2));
    };
    const RowVisitor visit(note);
    if (session_ != nullptr) (void)session_->run(kHolder, {}, &visit);
    Diagnostic d = storage_error(ErrorKind::kInUse, detail);
    d.text = format_text({"another Formwork is working on this database: {0}", "另一个 Formwork 正在使用该数据库：{0}"},
                         {detail});
    d.hint = {"stop that server, or work through it: --server URL, or --data with its data folder",
              "请停止该服务器，或通过它操作：--server URL，或用 --data 指定其数据文件夹"};
    return {std::move(d)};
}

}  // namespace fw::storage::postgres
