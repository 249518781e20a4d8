// Server-sent events to one client (WHATWG HTML, 9.2). Made by a handler, kept by whoever has news.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace fw::http {

// Thread-safe. Bytes wait here until the connection takes them; a client that reads too slowly is dropped.
class EventStream {
  public:
    static constexpr std::size_t kLongestQueue = 1U << 20U;

    // False once the client is gone. `data` may hold line breaks.
    bool send(std::string_view event, std::string_view data, std::string_view id = {});
    void close();
    [[nodiscard]] bool open() const;

    // For the connection: `wake` is called (outside the lock, from any thread) whenever there is something to take.
    void attach(std::function<void()> wake);
    [[nodiscard]] std::string take();

  private:
    mutable std::mutex mutex_;
    std::string waiting_;
    bool open_ = true;
    std::function<void()> wake_;
};

}  // namespace fw::http
