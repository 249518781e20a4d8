// A limit of time for evaluations (feel::Limits::watch): the engine itself has no clock.
#pragma once

#include <chrono>

#include "engine/feel/call.h"

namespace fw::storage {

// Over `limit` after it was made, on the clock that never goes back. One serves all evaluations of one request.
class Deadline : public feel::Watch {
  public:
    explicit Deadline(std::chrono::milliseconds limit) : end_(std::chrono::steady_clock::now() + limit) {}
    [[nodiscard]] bool over() const override { return std::chrono::steady_clock::now() >= end_; }

  private:
    std::chrono::steady_clock::time_point end_;
};

}  // namespace fw::storage
