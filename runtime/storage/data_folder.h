// The data folder of a server: DIR/formwork.db, DIR/lock and what other parts keep there. One process owns it at a
// time.
#pragma once

#include <optional>
#include <string>

#include "engine/base/diagnostic.h"

namespace fw::storage {

// Holds DIR/lock (flock) until destroyed; the kernel lets go when the process dies, however it dies.
class FolderLock {
  public:
    // Creates the folder where it is missing. Fails with DB-009 naming the owner's pid and address, DB-006 or DB-011.
    [[nodiscard]] static Result<FolderLock> acquire(const std::string& folder);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;
    ~FolderLock();

    // Written into the lock file, so that command lines find the running server ("http://127.0.0.1:8080").
    [[nodiscard]] Result<void> set_address(const std::string& address);

  private:
    FolderLock(int file, std::string path) : file_(file), path_(std::move(path)) {}
    int file_ = -1;
    std::string path_;
};

struct FolderOwner {
    int pid = 0;
    std::string address;  // empty while the server is still starting, or for a command line
};

// Who owns the folder now; nothing if nobody does.
[[nodiscard]] std::optional<FolderOwner> folder_owner(const std::string& folder);

[[nodiscard]] std::string database_path(const std::string& folder);  // DIR/formwork.db

}  // namespace fw::storage
