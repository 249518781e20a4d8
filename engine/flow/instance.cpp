#include "engine/flow/instance.h"

#include <algorithm>

namespace fw::flow {

namespace {

// Numbers only grow, and what goes leaves no gap in the order.
template <class T>
const T* by_number(const std::vector<T>& list, std::uint32_t number) {
    const auto at = std::lower_bound(list.begin(), list.end(), number,
                                     [](const T& each, std::uint32_t wanted) { return each.number < wanted; });
    return at != list.end() && at->number == number ? &*at : nullptr;
}

}  // namespace

const Token* Instance::token(std::uint32_t number) const { return by_number(tokens, number); }
const Seat* Instance::seat(std::uint32_t number) const {
    for (const Seat& each : seats) {
        if (each.number == number) return &each;
    }
    return nullptr;
}
const Timer* Instance::timer(std::uint32_t number) const { return by_number(timers, number); }

const Frame* Instance::frame(std::uint32_t number) const { return by_number(frames, number); }
const Wait* Instance::wait(std::uint32_t number) const { return by_number(waits, number); }
const Incident* Instance::incident(std::uint32_t number) const { return by_number(incidents, number); }

std::span<const Seat> Instance::seats_of(std::uint32_t token) const {
    const auto first = std::lower_bound(seats.begin(), seats.end(), token,
                                        [](const Seat& each, std::uint32_t wanted) { return each.token < wanted; });
    auto end = first;
    while (end != seats.end() && end->token == token) ++end;
    return {first, end};
}

std::string_view status_name(Status status) {
    switch (status) {
        case Status::kNew:
            return "new";
        case Status::kRunning:
            return "running";
        case Status::kCompleted:
            return "completed";
        case Status::kRefused:
            return "refused";
        case Status::kWithdrawn:
            return "withdrawn";
        case Status::kTerminated:
            return "terminated";
    }
    return "";
}

}  // namespace fw::flow
