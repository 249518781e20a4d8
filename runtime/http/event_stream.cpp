#include "runtime/http/event_stream.h"

#include <utility>

namespace fw::http {
namespace {

void append_event(std::string& out, std::string_view event, std::string_view data, std::string_view id) {
    if (!id.empty()) out.append("id: ").append(id).append("\n");
    if (!event.empty()) out.append("event: ").append(event).append("\n");
    while (true) {
        const std::size_t end = data.find('\n');
        out.append("data: ").append(data.substr(0, end)).append("\n");
        if (end == std::string_view::npos) break;
        data.remove_prefix(end + 1);
    }
    out += "\n";
}

}  // namespace

bool EventStream::send(std::string_view event, std::string_view data, std::string_view id) {
    std::function<void()> wake;
    {
        const std::lock_guard lock(mutex_);
        if (!open_) return false;
        if (waiting_.size() > kLongestQueue) {
            open_ = false;
        } else {
            append_event(waiting_, event, data, id);
        }
        wake = wake_;
    }
    if (wake) wake();
    return true;
}

void EventStream::close() {
    std::function<void()> wake;
    {
        const std::lock_guard lock(mutex_);
        open_ = false;
        wake = std::exchange(wake_, nullptr);
    }
    if (wake) wake();
}

bool EventStream::open() const {
    const std::lock_guard lock(mutex_);
    return open_;
}

void EventStream::attach(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
}

std::string EventStream::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
}

}  // namespace fw::http
