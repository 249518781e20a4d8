#include "designer/ui/checker.h"

#include "designer/core/problems.h"

namespace fw::designer::ui {

Checker::Checker(std::function<void(Diagnostics)> done) : done_(std::move(done)), thread_([this] { run(); }) {}

Checker::~Checker() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Checker::check(std::vector<model::PackSource> sources) {
    {
        const std::lock_guard lock(mutex_);
        next_ = std::move(sources);
    }
    wake_.notify_one();
}

void Checker::run() {
    for (;;) {
        std::vector<model::PackSource> sources;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stop_ || next_.has_value(); });
            if (stop_) return;
            sources = std::move(*next_);
            next_.reset();
        }
        Diagnostics found = check_sources(sources);
        const std::lock_guard lock(mutex_);
        if (!stop_ && !next_) done_(std::move(found));
    }
}

}  // namespace fw::designer::ui
