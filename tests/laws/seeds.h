// Where random laws begin: FW_SEED=n runs that seed alone; otherwise anywhere, FW_RUNS=n times.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>

namespace fw::test {

inline std::uint64_t number_from(const char* variable, std::uint64_t fallback) {
    const char* text = std::getenv(variable);
    return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
}

inline std::uint64_t first_seed() { return number_from("FW_SEED", std::random_device()()); }

inline std::uint64_t runs(std::uint64_t fallback) {
    return number_from("FW_RUNS", std::getenv("FW_SEED") != nullptr ? 1 : fallback);
}

}  // namespace fw::test
