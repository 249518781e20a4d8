// A million waiting instances with a million timers in one SQLite file: how long the server takes to start, how late
// timers fire, how much memory it has. One instance is started by the server itself; the others are copies of its rows.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include <sqlite3.h>
#include <stdlib.h>

#include "tests/bench/http/server_process.h"

namespace fw::bench {
namespace {

constexpr std::int64_t kInstances = 1'000'000;
constexpr std::int64_t kSoon = 20;  // timers that become due while the server runs

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "waiting_million: %s\n", why.c_str());
    std::exit(1);
}

class Store {
  public:
    explicit Store(const std::string& path) {
        if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) give_up("cannot open " + path);
        sqlite3_busy_timeout(database_, 10'000);
    }
    ~Store() { sqlite3_close(database_); }
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    void run(const std::string& sql) {
        char* message = nullptr;
        if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK)
            give_up(message == nullptr ? sql : message);
    }
    std::int64_t number(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            give_up(sqlite3_errmsg(database_));
        const std::int64_t value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
        sqlite3_finalize(statement);
        return value;
    }

  private:
    sqlite3* database_ = nullptr;
};

std::int64_t now() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

template <class Ask>
void wait_for(Ask ask, const char* what) {
    for (int i = 0; i < 1200; ++i) {
        if (ask()) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    give_up(std::string(what) + " did not happen");
}

// Copies of the one instance, with due times from tomorrow on; the first kSoon are due soon. How late one of these has
// fired, in SQL.
std::string fill(Store& store) {
    const std::string id = std::to_string(store.number("SELECT id FROM fw_flow_instance"));
    const std::string due = std::to_string(store.number("SELECT due_at FROM fw_timer WHERE kind = 'flow'"));
    const std::string tomorrow = std::to_string(now() + 86'400'000'000);
    const std::string soon = std::to_string(now() + 25'000'000);
    const std::string last = std::to_string(kInstances - 1);
    const std::string when = "(CASE WHEN n <= " + std::to_string(kSoon) + " THEN " + soon + " + n * 200000 ELSE " +
                             tomorrow + " + n * 2500000 END)";
    const std::string numbers =
        "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < " + last + ") ";
    store.run("BEGIN");
    store.run(
        "INSERT INTO fw_flow_instance (id, flow, flow_version, deployment_id, entity, record_id, initiator_id, state, "
        "round, snapshot, version, started_at, ended_at) " +
        numbers +
        "SELECT id + n, flow, flow_version, deployment_id, entity, record_id, initiator_id, state, round, "
        "replace(snapshot, '" +
        due + "', " + when + "), version, started_at, ended_at FROM fw_flow_instance, many WHERE id = " + id);
    store.run("INSERT INTO fw_flow_event (instance_id, seq, at, events) " + numbers +
              "SELECT instance_id + n, seq, at, replace(events, '" + due + "', " + when +
              ") FROM fw_flow_event, many WHERE instance_id = " + id);
    store.run("INSERT INTO fw_timer (id, due_at, kind, instance_id, number) " + numbers + "SELECT id + n, " + when +
              ", kind, instance_id + n, number FROM fw_timer, many WHERE kind = 'flow' AND instance_id = " + id);
    store.run("COMMIT");
    store.run("PRAGMA wal_checkpoint(TRUNCATE)");
    return "ended_at - (" + soon + " + (id - " + id + ") * 200000)";
}

int measure() {
    std::string folder = (std::filesystem::temp_directory_path() / "formwork-waiting-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) give_up("no temporary folder");
    (void)run_formwork({"deploy", std::string(FW_SOURCE_DIR) + "/tests/bench/flow/pack", "--data", folder});
    const std::string path = folder + "/formwork.db";
    {
        ServerProcess server(folder);
        Store store(path);
        wait_for([&] { return store.number("SELECT count(*) FROM fw_timer WHERE kind = 'flow'") == 1; },
                 "the first instance");
    }
    std::string lateness;
    {
        Store store(path);
        std::fprintf(stderr, "  writing %lld instances\n", static_cast<long long>(kInstances));
        lateness = fill(store);
    }
    double start = 0, memory = 0, late = 0;
    {
        ServerProcess server(folder);
        start = server.start_seconds();
        Store store(path);
        const std::string done = "SELECT count(*) FROM fw_flow_instance WHERE state = 'completed'";
        wait_for([&] { return store.number(done) == kSoon; }, "that the timers fire");
        late = static_cast<double>(
                   store.number("SELECT max(" + lateness + ") FROM fw_flow_instance WHERE state = 'completed'")) /
               1e6;
        memory = server.resident_megabytes();
    }
    std::filesystem::remove_all(folder);
    std::printf("waiting_million ours=%.2f s limit=5 ratio=%.2f\n", start, start / 5);
    std::printf("waiting_million_late ours=%.3f s limit=1 ratio=%.2f\n", late, late);
    std::printf("waiting_million_memory ours=%.0f MB limit=1000 ratio=%.2f\n", memory, memory / 1000);
    return start <= 5 && late <= 1 && memory <= 1000 ? 0 : 1;
}

}  // namespace
}  // namespace fw::bench

int main() { return fw::bench::measure(); }
