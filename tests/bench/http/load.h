// A load generator for the HTTP benchmarks: keep-alive clients on one thread and one epoll, each asking again as soon
// as it is answered, so the figure is the server's.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fw::bench {

struct Load {
    std::uint16_t port = 0;
    int clients = 16;
    std::chrono::milliseconds time{3000};
    // The n-th request, whole: head and body.
    std::function<std::string(std::uint64_t n)> request;
};

struct LoadResult {
    double per_second = 0;
    std::uint64_t answers = 0;
    std::uint64_t errors = 0;  // answers other than 2xx
    double p50_ms = 0, p99_ms = 0;
    std::string first_error;  // that answer, for the reader of a broken run
};

// Fails (answers == 0) if nobody listens.
[[nodiscard]] LoadResult run_load(const Load& load);

// "GET path" with a bearer token (none if empty).
[[nodiscard]] std::string get_request(const std::string& path, const std::string& token);
[[nodiscard]] std::string post_request(const std::string& path, const std::string& token, const std::string& body);

}  // namespace fw::bench
