#include "engine/flow/instance.h"

namespace fw::flow {

namespace {

template <class T>
const T* by_number(const std::vector<T>& list, std::uint32_t number) {
    for (const T& each : list) {
        if (each.number == number) return &each;
    }
    return nullptr;
}

}  // namespace

const Token* Instance::token(std::uint32_t number) const { return by_number(tokens, number); }
const Seat* Instance::seat(std::uint32_t number) const { return by_number(seats, number); }
const Timer* Instance::timer(std::uint32_t number) const { return by_number(timers, number); }

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
