// What a roll-up makes of the values of its rows.
#pragma once

#include "engine/compile/program.h"
#include "engine/feel/value.h"

namespace fw::records {

// Sums and counts of nothing are 0; least, greatest and average of nothing are null. Null values do not count.
class RollupTotal {
  public:
    explicit RollupTotal(const compile::Rollup& rollup) : rollup_(rollup) {}
    void add(const feel::Value& value);
    [[nodiscard]] feel::Value result() const;

  private:
    const compile::Rollup& rollup_;
    std::int64_t count_ = 0;
    Decimal total_;
    feel::Value best_;
};

[[nodiscard]] feel::Value empty_rollup(const compile::Rollup& rollup);

}  // namespace fw::records
