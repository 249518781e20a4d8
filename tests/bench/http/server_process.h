// The real server as a child process, for benchmarks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace fw::bench {

class ServerProcess {
  public:
    // Starts `formwork serve --data folder --port 0` and waits for "listening on".
    explicit ServerProcess(const std::string& folder);
    ~ServerProcess() { stop(); }
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    void stop();  // SIGTERM; waits for the end

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] double start_seconds() const { return start_seconds_; }
    [[nodiscard]] double resident_megabytes() const;

  private:
    pid_t pid_ = -1;
    int output_ = -1;
    std::uint16_t port_ = 0;
    double start_seconds_ = 0;
};

// Runs the formwork binary to its end and gives what it printed; exits the benchmark if it failed.
[[nodiscard]] std::string run_formwork(const std::vector<std::string>& arguments);

// The body of GET path.
[[nodiscard]] std::string fetch(std::uint16_t port, const std::string& path, const std::string& token);

}  // namespace fw::bench
