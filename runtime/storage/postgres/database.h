// A PostgreSQL database: a pool of writers, each a thread with its own connection that runs whole transactions
// (serializable, run again where the server asks for it), and a pool of reading connections.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "runtime/storage/database.h"
#include "runtime/storage/open.h"
#include "runtime/storage/postgres/connection.h"
#include "runtime/storage/postgres/guard.h"

namespace fw::storage::postgres {

class PostgresDatabase final : public Database {
  public:
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::string& address, const OpenOptions& options);
    ~PostgresDatabase() override;

    [[nodiscard]] Result<void> read(const Read& read) override;
    void write(Work work, Done done) override;
    void close() override;
    [[nodiscard]] Result<void> backup_to(const std::string& path) override;
    [[nodiscard]] const Dialect& dialect() const override;
    [[nodiscard]] Statistics statistics() const override;
    [[nodiscard]] bool on_writer_thread() const override;

  private:
    struct Item {
        Work work;
        Done done;
    };
    using ConnectionPtr = std::unique_ptr<Connection>;

    PostgresDatabase(std::string address, const OpenOptions& options, ConnectionPtr first,
                     std::unique_ptr<Guard> guard);
    void run_writer();
    [[nodiscard]] bool take(Item& item);
    [[nodiscard]] Result<void> run_until_it_stands(ConnectionPtr& connection, const Work& work);
    // One attempt; `committing` tells whether the COMMIT was sent, after which a lost connection leaves the end
    // unknown.
    [[nodiscard]] Result<void> run_once(Connection& connection, const Work& work, bool& committing);
    [[nodiscard]] Result<void> make_ready(ConnectionPtr& connection);  // connected, statements fitting the schema
    [[nodiscard]] Result<void> read_once(ConnectionPtr& connection, const Read& read, bool& begun);

    const std::string address_;
    const std::unique_ptr<Guard> guard_;  // null: others may write too
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Item> queue_;
    bool closing_ = false;
    Statistics statistics_;
    std::atomic<std::uint64_t> generation_{1};  // raised by each script: tables may have changed

    std::mutex readers_mutex_;
    std::vector<ConnectionPtr> readers_;

    std::vector<std::thread> threads_;
};

}  // namespace fw::storage::postgres
