// The values of a frame: a few without an allocation. Only for this folder.
#pragma once

#include <array>
#include <vector>

#include "engine/feel/value.h"

namespace fw::decision {

class Slots {
  public:
    explicit Slots(std::size_t count) {
        if (count > kFew) many_.resize(count);
        data_ = count > kFew ? many_.data() : few_.data();
    }
    Slots(const Slots&) = delete;
    Slots& operator=(const Slots&) = delete;
    [[nodiscard]] feel::Value* data() { return data_; }
    feel::Value& operator[](std::size_t i) { return data_[i]; }

  private:
    static constexpr std::size_t kFew = 8;
    std::array<feel::Value, kFew> few_;
    std::vector<feel::Value> many_;
    feel::Value* data_ = nullptr;
};

}  // namespace fw::decision
