#include "runtime/host/event_hub.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "runtime/http/event_stream.h"

namespace fw::host {

EventHub::EventHub()
    : epoch_(std::to_string(
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count())) {}

std::string EventHub::id_of(std::uint64_t number) const { return epoch_ + "-" + std::to_string(number); }

void EventHub::subscribe(identity::PersonId person, std::shared_ptr<http::EventStream> stream,
                         std::string_view last_seen) {
    const std::lock_guard lock(mutex_);
    if (!last_seen.empty()) {
        std::uint64_t seen = last_ + 1;  // unknown: everything may have been missed
        const std::string prefix = epoch_ + "-";
        if (last_seen.substr(0, prefix.size()) == prefix) {
            const std::string_view digits = last_seen.substr(prefix.size());
            std::from_chars(digits.data(), digits.data() + digits.size(), seen);
        }
        const std::uint64_t oldest = events_.empty() ? last_ + 1 : events_.front().number;
        if (seen > last_ || seen + 1 < oldest) {
            stream->send("reset", "{}", id_of(last_));
        } else {
            for (const Event& event : events_) {
                if (event.number > seen && event.audience(person))
                    stream->send(event.event, event.data, id_of(event.number));
            }
        }
    }
    prune();
    subscribers_.push_back({person, std::move(stream)});
}

void EventHub::publish(std::string event, std::string data, Audience audience) {
    const std::lock_guard lock(mutex_);
    events_.push_back({++last_, std::move(event), std::move(data), std::move(audience)});
    if (events_.size() > kRemembered) events_.pop_front();
    const Event& news = events_.back();
    const std::string id = subscribers_.empty() ? std::string() : id_of(news.number);
    bool gone = false;
    for (const Subscriber& subscriber : subscribers_) {
        if (news.audience(subscriber.person)) gone = !subscriber.stream->send(news.event, news.data, id) || gone;
    }
    if (gone) prune();
}

void EventHub::prune() {
    std::erase_if(subscribers_, [](const Subscriber& s) { return !s.stream->open(); });
}

void EventHub::close_all() {
    const std::lock_guard lock(mutex_);
    for (const Subscriber& subscriber : subscribers_) subscriber.stream->close();
    subscribers_.clear();
}

std::size_t EventHub::subscribers() const {
    const std::lock_guard lock(mutex_);
    return subscribers_.size();
}

}  // namespace fw::host
