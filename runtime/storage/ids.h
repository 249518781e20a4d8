// Ids of rows: 63 bits, ordered by time, unique across nodes. 42 bits of milliseconds since 2020-01-01 UTC, 6 bits of
// node, 15 bits of sequence. In JSON always strings, for JavaScript's numbers hold 53 bits.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/storage/value.h"

namespace fw::storage {

using Id = std::int64_t;

// Thread-safe. Each id is greater than all before from the same source, also where the clock goes back; more than
// 32,768 ids in one millisecond borrow from the next.
class IdSource {
  public:
    static constexpr int kMaxNode = 63;
    explicit IdSource(int node = 0, std::function<DateTime()> clock = now);
    [[nodiscard]] Id next();
    // Later ids will be greater than this one: called at start with the greatest id in the database.
    void not_before(Id id);

  private:
    std::int64_t node_;
    std::function<DateTime()> clock_;
    std::atomic<std::int64_t> last_{0};  // milliseconds << 15 | sequence
};

[[nodiscard]] DateTime id_time(Id id);                              // when it was made, to the millisecond
[[nodiscard]] std::string id_text(Id id);                           // decimal digits
[[nodiscard]] std::optional<Id> parse_id(std::string_view digits);  // positive, no sign, no leading zero

}  // namespace fw::storage
