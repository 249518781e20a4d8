// Actions of plugins in processes of their own: one that crashes or hangs takes nothing with it. A worker process loads
// the plugins, does one action after the other, and is ended when it exceeds its time; a new one is made when one is
// needed. Records are asked for through the server, with the caller's rights.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "runtime/plugins/plugins.h"

namespace fw::plugins {

// What an action was called for beside its input.
struct Order {
    std::string key;   // the same for every attempt; empty: called once, by a person
    int seconds = 60;  // after which it is ended: PLUG-014
};

struct ActionResult {
    json::Value value;
    std::string error;  // error code, by fw_host.error: for error events of flows
};

class Pool {
  public:
    // `program`: an executable that calls serve_actions() when run as `program plugin-worker FOLDER`. Makes no process
    // yet. At most `most` at a time; more calls wait.
    Pool(std::string program, std::string folder, std::size_t most = 4);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    // As Plugins::run, and: PLUG-014 it took too long, PLUG-015 it crashed. Thread-safe.
    [[nodiscard]] Result<ActionResult> run(std::string_view action, const json::Value& input, const Caller& caller,
                                           const Order& order);

  private:
    class Worker;
    [[nodiscard]] Result<std::unique_ptr<Worker>> take();
    void give_back(std::unique_ptr<Worker> worker);

    std::string program_, folder_;
    std::size_t most_;
    std::mutex mutex_;
    std::condition_variable free_;
    std::vector<std::unique_ptr<Worker>> idle_;
    std::size_t out_ = 0;
};

// The worker's side: loads the plugins and answers until its standard input ends. The exit code of the process.
int serve_actions(const std::string& folder);

}  // namespace fw::plugins
