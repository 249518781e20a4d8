// One line a request: time, client, request, status, microseconds.
#pragma once

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include "engine/base/diagnostic.h"
#include "runtime/http/message.h"

namespace fw::cli {

// Thread-safe once opened. Lines reach the file whole, each by one write; an unopened log swallows them.
class AccessLog {
  public:
    AccessLog() = default;
    ~AccessLog();
    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;

    [[nodiscard]] Result<void> open(const std::string& path);  // appends; "-": standard error
    void write(const http::Request& request, int status, std::chrono::nanoseconds took);

  private:
    int file_ = -1;
    bool own_ = false;
};

}  // namespace fw::cli
