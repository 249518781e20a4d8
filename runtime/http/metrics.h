// Counters for /metrics in Prometheus' text format. Counting is lock-free; every thread may count.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace fw::http {

class Router;

// Requests by route and status, and how long they took.
class RequestMetrics {
  public:
    static constexpr std::array<double, 11> kBuckets = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                        0.05,   0.1,   0.25,   1,     5};  // seconds

    // After all routes were added; `router` must outlive this.
    explicit RequestMetrics(const Router& router);
    // `route`: Request::route (null for what no route answered).
    void count(const void* route, int status, std::chrono::nanoseconds took);
    void write(std::string& out) const;

  private:
    struct Series {
        std::array<std::atomic<std::uint64_t>, 600> by_status{};
        std::array<std::atomic<std::uint64_t>, kBuckets.size() + 1> by_time{};
        std::atomic<std::uint64_t> nanoseconds{0};
    };
    void write_series(std::string& out, std::string_view labels, const Series& series, bool histogram) const;

    const Router& router_;
    std::vector<std::unique_ptr<Series>> series_;  // one a route, then one for the rest
};

// Other parts' figures: each source appends complete lines ("# TYPE …\nname value\n").
class MetricSources {
  public:
    void add(std::function<void(std::string&)> source);
    void write(std::string& out) const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::function<void(std::string&)>> sources_;
};

// Helpers for sources.
void write_gauge(std::string& out, std::string_view name, std::string_view help, double value);
void write_counter(std::string& out, std::string_view name, std::string_view help, double value);

}  // namespace fw::http
