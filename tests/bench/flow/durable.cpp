// Durable instances a second: SQLite with synchronous=FULL, three commits an instance (start, and two people complete
// their tasks), 64 callers at once in this process, each waiting for its commit before it goes on. The limit is raw
// SQLite on one thread writing the same rows, with the same statements, in groups of the size that ours had on average.
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <sqlite3.h>

#include "tests/support/flow/flow_store.h"
#include "tests/support/test_store.h"

namespace fw {
namespace {

constexpr const char* kFlow = R"({"kind": "flow", "id": "bench", "nodes": [
    {"id": "start", "type": "start"}, {"id": "big", "type": "exclusive"}, {"id": "fork", "type": "parallel"},
    {"id": "legal", "type": "user_task", "who": {"person": "li"}}, {"id": "finance", "type": "user_task", "who": {"person": "wang"}},
    {"id": "join", "type": "parallel"}, {"id": "end", "type": "end"}, {"id": "small", "type": "end"}],
  "edges": [{"from": "start", "to": "big"}, {"from": "big", "to": "fork", "when": "initiator.login = \"zhao\""},
    {"from": "big", "to": "small", "default": true}, {"from": "fork", "to": "legal"}, {"from": "fork", "to": "finance"},
    {"from": "legal", "to": "join"}, {"from": "finance", "to": "join"}, {"from": "join", "to": "end"}]})";

using Clock = std::chrono::steady_clock;
constexpr int kCallers = 64;
constexpr double kSeconds = 4.0;

// A caller goes on when its last command is durable: a chain of callbacks, as a server's requests are.
class Caller {
  public:
    Caller(test::FlowStore& store, std::atomic<bool>& running, std::atomic<std::uint64_t>& finished)
        : store_(store), running_(running), finished_(finished) {}

    void start() {
        send(
            4,
            [this](access::Act& act) {
                flows::StartRequest request;
                request.flow = &store_.flow();
                auto outcome = store_.flows().start(act, request);
                if (outcome) instance_ = outcome->instance;
                tasks_ = {};
                for (const auto& [person, task] : act.news.tasks) {
                    if (task != 0) tasks_[person == 2 ? 0 : 1] = task;
                }
                return outcome;
            },
            [this] { complete(0); });
    }

    void wait() {
        std::unique_lock lock(mutex_);
        over_.wait(lock, [&] { return done_; });
    }
    bool failed() const { return failed_; }

  private:
    void complete(std::size_t which) {
        send(
            which == 0 ? 2 : 3,
            [this, which](access::Act& act) {
                flows::ActionRequest request;
                request.action = "complete";
                return store_.flows().act_on_task(act, tasks_[which], request);
            },
            [this, which] {
                if (which == 0) return complete(1);
                ++finished_;
                if (running_) return start();
                end(false);
            });
    }

    template <class Work, class Next>
    void send(std::int64_t person, Work work, Next next) {
        store_.database().write(
            [this, person, work](storage::Transaction& tx) -> Result<void> {
                access::Act act{tx, store_.caller(person), store_.ids(), storage::now(), {}};
                auto outcome = work(act);
                if (!outcome) return tl::unexpected(std::move(outcome.error()));
                return {};
            },
            [this, next](Result<void> result) {
                if (result) return next();
                std::fprintf(stderr, "flow_durable: %s", format(result.error()).c_str());
                end(true);
            });
    }

    void end(bool failed) {
        const std::lock_guard lock(mutex_);
        failed_ = failed;
        done_ = true;
        over_.notify_all();
    }

    test::FlowStore& store_;
    std::atomic<bool>& running_;
    std::atomic<std::uint64_t>& finished_;
    storage::Id instance_ = 0;
    std::array<storage::Id, 2> tasks_{};
    std::mutex mutex_;
    std::condition_variable over_;
    bool done_ = false, failed_ = false;
};

struct Measured {
    double instances = 0;  // a second
    double group = 1;      // works in a commit
};

Measured ours(storage::Database& database) {
    test::FlowStore store(database, kFlow);
    std::atomic<bool> running{true};
    std::atomic<std::uint64_t> finished{0};
    std::vector<std::unique_ptr<Caller>> callers;
    for (int i = 0; i < kCallers; ++i) callers.push_back(std::make_unique<Caller>(store, running, finished));
    const storage::Statistics before = database.statistics();
    const auto began = Clock::now();
    for (auto& caller : callers) caller->start();
    std::this_thread::sleep_for(std::chrono::duration<double>(kSeconds));
    const auto count = static_cast<double>(finished.load());
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    running = false;
    Measured measured{count / seconds, 1};
    for (auto& caller : callers) {
        caller->wait();
        if (caller->failed()) measured.instances = 0;
    }
    const storage::Statistics after = database.statistics();
    measured.group =
        static_cast<double>(after.writes - before.writes) / static_cast<double>(after.commits - before.commits);
    return measured;
}

// The texts of one instance as ours wrote them: snapshots are as long as the last one at each step.
struct Texts {
    std::string events[3];
    std::string snapshot;
};

Texts texts_of(storage::Database& database) {
    Texts texts;
    (void)database.read([&](storage::Reader& reader) -> Result<void> {
        std::int64_t id = 0;
        (void)reader.query(
            "SELECT id, snapshot FROM fw_flow_instance WHERE state = 'completed' ORDER BY id DESC LIMIT 1", {},
            [&](const storage::Row& row) {
                id = row.integer(0);
                texts.snapshot = row.text(1);
            });
        return reader.query("SELECT seq, events FROM fw_flow_event WHERE instance_id = ?", {id},
                            [&](const storage::Row& row) { texts.events[row.integer(0) - 1] = row.text(1); });
    });
    return texts;
}

class Raw {
  public:
    explicit Raw(const std::string& path) {
        check(sqlite3_open(path.c_str(), &handle_));
        run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size "
            "= -32000");
        insert_instance_ = prepare(
            "INSERT INTO fw_flow_instance (id, flow, flow_version, deployment_id, entity, record_id, initiator_id, "
            "state, round, snapshot, version, "
            "started_at, ended_at) VALUES (?, 'test.bench', '0123456789abcdef', 1, '', NULL, 4, 'running', 1, ?, 1, ?, "
            "NULL)");
        update_instance_ = prepare(
            "UPDATE fw_flow_instance SET state = ?, round = 1, snapshot = ?, version = ?, ended_at = ? WHERE id = ? "
            "AND version = ?");
        insert_event_ = prepare("INSERT INTO fw_flow_event (instance_id, seq, at, events) VALUES (?, ?, ?, ?)");
        insert_task_ = prepare(
            "INSERT INTO fw_task (id, instance_id, seat, flow, node, kind, assignee_id, status, entity, record_id, "
            "initiator_id, round, created_at, due_at) "
            "VALUES (?, ?, ?, 'test.bench', 'finance', 'user_task', ?, 'open', '', NULL, 4, 1, ?, NULL)");
        close_task_ = prepare(
            "UPDATE fw_task SET status = 'done', outcome = 'completed', comment = '', done_at = ?, done_by = ? WHERE "
            "instance_id = ? AND seat = ? AND status = 'open'");
        load_instance_ = prepare(
            "SELECT flow, flow_version, deployment_id, entity, record_id, snapshot, version FROM fw_flow_instance "
            "WHERE id = ?");
    }
    ~Raw() {
        for (sqlite3_stmt* each :
             {insert_instance_, update_instance_, insert_event_, insert_task_, close_task_, load_instance_})
            sqlite3_finalize(each);
        sqlite3_close(handle_);
    }
    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;

    double instances_a_second(const Texts& texts, std::size_t group) {
        std::int64_t next = 1'000'000'000'000'000'000, done = 0;
        const auto began = Clock::now();
        double passed = 0;
        while (passed < kSeconds) {
            // As ours: a third of a group's works starts instances, two thirds complete tasks of those that run.
            for (int step = 0; step < 3; ++step) {
                run("BEGIN IMMEDIATE");
                for (std::size_t i = 0; i < group; ++i) one(step, next + static_cast<std::int64_t>(i) * 8, texts);
                run("COMMIT");
            }
            next += static_cast<std::int64_t>(group) * 8;
            done += static_cast<std::int64_t>(group);
            passed = std::chrono::duration<double>(Clock::now() - began).count();
        }
        return static_cast<double>(done) / passed;
    }

  private:
    static void check(int code) {
        if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) std::abort();
    }
    void run(const char* sql) { check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }
    sqlite3_stmt* prepare(const char* sql) {
        sqlite3_stmt* made = nullptr;
        check(sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr));
        return made;
    }
    static void bind(sqlite3_stmt* statement, int at, std::int64_t value) {
        check(sqlite3_bind_int64(statement, at, value));
    }
    static void bind(sqlite3_stmt* statement, int at, const std::string& value) {
        check(sqlite3_bind_text(statement, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC));
    }
    static void finish(sqlite3_stmt* statement) {
        check(sqlite3_step(statement));
        check(sqlite3_reset(statement));
    }

    void one(int step, std::int64_t id, const Texts& texts) {
        static const std::string kRunning = "running", kCompleted = "completed";
        constexpr std::int64_t kNow = 1'700'000'000'000'000;
        if (step == 0) {
            bind(insert_instance_, 1, id);
            bind(insert_instance_, 2, texts.snapshot);
            bind(insert_instance_, 3, kNow);
            finish(insert_instance_);
            for (std::int64_t seat = 1; seat <= 2; ++seat) {
                bind(insert_task_, 1, id + seat);
                bind(insert_task_, 2, id);
                bind(insert_task_, 3, seat);
                bind(insert_task_, 4, seat + 1);
                bind(insert_task_, 5, kNow);
                finish(insert_task_);
            }
        } else {
            bind(load_instance_, 1, id);
            finish(load_instance_);
            bind(update_instance_, 1, step == 2 ? kCompleted : kRunning);
            bind(update_instance_, 2, texts.snapshot);
            bind(update_instance_, 3, step + 1);
            if (step == 2) {
                bind(update_instance_, 4, kNow);
            } else {
                check(sqlite3_bind_null(update_instance_, 4));
            }
            bind(update_instance_, 5, id);
            bind(update_instance_, 6, step);
            finish(update_instance_);
            bind(close_task_, 1, kNow);
            bind(close_task_, 2, step + 1);
            bind(close_task_, 3, id);
            bind(close_task_, 4, step);
            finish(close_task_);
        }
        bind(insert_event_, 1, id);
        bind(insert_event_, 2, step + 1);
        bind(insert_event_, 3, kNow);
        bind(insert_event_, 4, texts.events[step]);
        finish(insert_event_);
    }

    sqlite3* handle_ = nullptr;
    sqlite3_stmt *insert_instance_ = nullptr, *update_instance_ = nullptr, *insert_event_ = nullptr,
                 *insert_task_ = nullptr, *close_task_ = nullptr, *load_instance_ = nullptr;
};

}  // namespace
}  // namespace fw

int main(int argc, char** argv) {
    bool wanted = argc < 2;
    for (int i = 1; i < argc; ++i) wanted = wanted || std::strcmp(argv[i], "flow_durable") == 0;
    if (!wanted) return 0;
    fw::test::TestStore store(fw::storage::Backend::kSqlite);
    const fw::Measured measured = fw::ours(store.database());
    const fw::Texts texts = fw::texts_of(store.database());
    fw::test::TestStore other(fw::storage::Backend::kSqlite);
    const std::string path = other.address();
    other.close();
    const auto group = static_cast<std::size_t>(measured.group + 0.5);
    const double limit = fw::Raw(path).instances_a_second(texts, group == 0 ? 1 : group);
    std::printf("flow_durable: %.1f works in a commit on average\n", measured.group);
    std::printf("flow_durable ours=%.0f instances/s limit=%.0f ratio=%.3f\n", measured.instances, limit,
                measured.instances / limit);
    return measured.instances > 0 ? 0 : 1;
}
