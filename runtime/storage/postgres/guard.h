// One server to a database: a connection of its own that holds an advisory lock of the session. PostgreSQL lets go of
// it when the session ends, also after kill -9. Behind a pooler the session must stay the server's own (no pooling by
// transaction).
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "runtime/storage/postgres/connection.h"

namespace fw::storage::postgres {

class Guard {
  public:
    // DB-009 with who holds the database, after a moment in which a server that was just stopped lets go of it.
    [[nodiscard]] static Result<std::unique_ptr<Guard>> take(const std::string& address);

    // Cheap while the session lives. Where it was lost: takes the lock again, or DB-009 because another server has it.
    // Thread-safe.
    [[nodiscard]] Result<void> hold();

  private:
    explicit Guard(std::string address) : address_(std::move(address)) {}
    [[nodiscard]] Result<bool> lock();  // false: another has it
    [[nodiscard]] Diagnostics in_use();

    const std::string address_;
    std::mutex mutex_;
    std::unique_ptr<Connection> session_;
};

}  // namespace fw::storage::postgres
