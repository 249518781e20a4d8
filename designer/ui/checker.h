// Checks the pack on a thread of its own, a moment after the last change; the newest state always wins.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/model/pack.h"

namespace fw::designer::ui {

class Checker {
  public:
    // `done` is called on the checker's thread; it must hand over to the window's.
    explicit Checker(std::function<void(Diagnostics)> done);
    ~Checker();
    Checker(const Checker&) = delete;
    Checker& operator=(const Checker&) = delete;
    void check(std::vector<model::PackSource> sources);

  private:
    void run();
    std::function<void(Diagnostics)> done_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::optional<std::vector<model::PackSource>> next_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace fw::designer::ui
