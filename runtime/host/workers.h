// A few threads for what would hold up an I/O thread: reports, exports, checking packs.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fw::host {

// Thread-safe. The destructor finishes what was queued.
class Workers {
  public:
    explicit Workers(int threads = 2, std::size_t longest_queue = 256);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    [[nodiscard]] bool run(std::function<void()> work);  // false if too many wait
    [[nodiscard]] std::size_t waiting() const;

  private:
    void loop();
    mutable std::mutex mutex_;
    std::condition_variable news_;
    std::deque<std::function<void()>> queue_;
    std::size_t longest_queue_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace fw::host
