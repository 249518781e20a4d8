#include "runtime/storage/ids.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/base/check.h"

namespace fw::storage {

namespace {
constexpr int kSequenceBits = 15;
constexpr int kNodeBits = 6;
constexpr std::int64_t kSequenceMask = (1 << kSequenceBits) - 1;
constexpr std::int64_t kEpochMillis = 1'577'836'800'000;  // 2020-01-01T00:00:00Z
}  // namespace

IdSource::IdSource(int node, std::function<DateTime()> clock) : node_(node), clock_(std::move(clock)) {
    FW_CHECK(node >= 0 && node <= kMaxNode);
}

Id IdSource::next() {
    const std::int64_t millis = std::max<std::int64_t>(clock_().micros / 1000 - kEpochMillis, 1);
    const std::int64_t earliest = millis << kSequenceBits;
    std::int64_t before = last_.load(std::memory_order_relaxed);
    std::int64_t mine = 0;
    do {
        mine = std::max(before + 1, earliest);  // a full sequence runs into the next millisecond
    } while (!last_.compare_exchange_weak(before, mine, std::memory_order_relaxed));
    return ((mine >> kSequenceBits) << (kSequenceBits + kNodeBits)) | (node_ << kSequenceBits) | (mine & kSequenceMask);
}

void IdSource::not_before(Id id) {
    const std::int64_t floor = ((id >> (kSequenceBits + kNodeBits)) << kSequenceBits) | kSequenceMask;
    std::int64_t before = last_.load(std::memory_order_relaxed);
    while (before < floor && !last_.compare_exchange_weak(before, floor, std::memory_order_relaxed)) {
    }
}

DateTime id_time(Id id) { return {((id >> (kSequenceBits + kNodeBits)) + kEpochMillis) * 1000}; }

std::string id_text(Id id) { return std::to_string(id); }

std::optional<Id> parse_id(std::string_view digits) {
    Id id = 0;
    if (digits.empty() || digits.front() < '1' || digits.front() > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return id;
}

}  // namespace fw::storage
