// Formwork's embedded database: one SQLite file in WAL mode, one writer thread that commits in groups, a pool of
// reading connections.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "runtime/storage/database.h"
#include "runtime/storage/open.h"
#include "runtime/storage/sqlite/connection.h"

namespace fw::storage::sqlite {

class SqliteDatabase final : public Database {
  public:
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::string& path, const OpenOptions& options);
    ~SqliteDatabase() override;

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
        Result<void> result;
    };
    using Group = std::vector<Item>;

    SqliteDatabase(std::string path, const OpenOptions& options, std::unique_ptr<Connection> writer);
    void run_writer();
    [[nodiscard]] bool take(Group& group);  // waits; false when closed and empty
    void commit(Group& group);
    [[nodiscard]] bool run_members(Group& group);  // false if SQLite rolled the whole transaction back
    void commit_alone(Item& item);
    [[nodiscard]] Result<void> finish();  // COMMIT, or ROLLBACK where it fails
    void roll_back();
    [[nodiscard]] Result<std::unique_ptr<Connection>> take_reader();
    void give_back(std::unique_ptr<Connection> reader);

    const std::string path_;
    const OpenOptions options_;
    std::unique_ptr<Connection> writer_;  // used by thread_ alone

    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Item> queue_;
    bool closing_ = false;
    Statistics statistics_;

    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<Connection>> readers_;  // idle ones; the last used first, its cache is warm

    std::thread thread_;
};

}  // namespace fw::storage::sqlite
