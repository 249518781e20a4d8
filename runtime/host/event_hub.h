// Live news for those who are looking: server-sent events, each person's own selection of what was committed.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/identity/directory.h"

namespace fw::http {
class EventStream;
}

namespace fw::host {

// Thread-safe. Remembers the last events, so that a client that was away for a moment (Last-Event-ID) misses nothing.
class EventHub {
  public:
    static constexpr std::size_t kRemembered = 2000;
    // Whether a person may know of an event.
    using Audience = std::function<bool(identity::PersonId)>;

    EventHub();
    // `last_seen`: the id of the last event the client got; empty if none. "reset" is sent first where too much was
    // missed.
    void subscribe(identity::PersonId person, std::shared_ptr<http::EventStream> stream, std::string_view last_seen);
    void publish(std::string event, std::string data, Audience audience);
    void close_all();
    [[nodiscard]] std::size_t subscribers() const;

  private:
    struct Event {
        std::uint64_t number = 0;
        std::string event, data;
        Audience audience;
    };
    struct Subscriber {
        identity::PersonId person = 0;
        std::shared_ptr<http::EventStream> stream;
    };
    [[nodiscard]] std::string id_of(std::uint64_t number) const;
    void prune();

    mutable std::mutex mutex_;
    std::string epoch_;  // of this process: numbers of another one say nothing
    std::uint64_t last_ = 0;
    std::deque<Event> events_;
    std::vector<Subscriber> subscribers_;
};

}  // namespace fw::host
