#include "runtime/http/metrics.h"

#include <array>
#include <cstdio>

#include "runtime/http/router.h"

namespace fw::http {
namespace {

std::string number(double value) {
    std::array<char, 40> text{};
    const int size = std::snprintf(text.data(), text.size(), "%.12g", value);
    return {text.data(), static_cast<std::size_t>(size)};
}

void head(std::string& out, std::string_view name, std::string_view help, std::string_view type) {
    out.append("# HELP ")
        .append(name)
        .append(" ")
        .append(help)
        .append("\n# TYPE ")
        .append(name)
        .append(" ")
        .append(type)
        .append("\n");
}

std::string labels_of(const Route& route) {
    return "method=\"" + std::string(method_name(route.method)) + "\",route=\"" + route.pattern + "\"";
}

}  // namespace

RequestMetrics::RequestMetrics(const Router& router) : router_(router) {
    for (std::size_t i = 0; i <= router.routes().size(); ++i) series_.push_back(std::make_unique<Series>());
}

void RequestMetrics::count(const void* route, int status, std::chrono::nanoseconds took) {
    const std::size_t at = route != nullptr ? static_cast<const Route*>(route)->number : series_.size() - 1;
    Series& series = *series_[at];
    const auto code = static_cast<std::size_t>(status >= 100 && status < 600 ? status : 0);
    series.by_status[code].fetch_add(1, std::memory_order_relaxed);
    const double seconds = static_cast<double>(took.count()) * 1e-9;
    std::size_t bucket = 0;
    while (bucket < kBuckets.size() && seconds > kBuckets[bucket]) ++bucket;
    series.by_time[bucket].fetch_add(1, std::memory_order_relaxed);
    series.nanoseconds.fetch_add(static_cast<std::uint64_t>(took.count()), std::memory_order_relaxed);
}

void RequestMetrics::write_series(std::string& out, std::string_view labels, const Series& series,
                                  bool histogram) const {
    if (!histogram) {
        for (std::size_t status = 0; status < series.by_status.size(); ++status) {
            const std::uint64_t count = series.by_status[status].load(std::memory_order_relaxed);
            if (count == 0) continue;
            out.append("formwork_http_requests_total{")
                .append(labels)
                .append(",status=\"")
                .append(std::to_string(status));
            out.append("\"} ").append(std::to_string(count)).append("\n");
        }
        return;
    }
    std::uint64_t sum = 0;
    std::string lines;
    for (std::size_t i = 0; i < series.by_time.size(); ++i) {
        sum += series.by_time[i].load(std::memory_order_relaxed);
        const std::string bound = i < kBuckets.size() ? number(kBuckets[i]) : "+Inf";
        lines.append("formwork_http_request_seconds_bucket{").append(labels).append(",le=\"").append(bound);
        lines.append("\"} ").append(std::to_string(sum)).append("\n");
    }
    if (sum == 0) return;
    const double seconds = static_cast<double>(series.nanoseconds.load(std::memory_order_relaxed)) * 1e-9;
    out += lines;
    out.append("formwork_http_request_seconds_sum{").append(labels).append("} ").append(number(seconds)).append("\n");
    out.append("formwork_http_request_seconds_count{")
        .append(labels)
        .append("} ")
        .append(std::to_string(sum))
        .append("\n");
}

void RequestMetrics::write(std::string& out) const {
    const auto each = [&](bool histogram) {
        for (const auto& route : router_.routes())
            write_series(out, labels_of(*route), *series_[route->number], histogram);
        write_series(out, "method=\"\",route=\"\"", *series_.back(), histogram);
    };
    head(out, "formwork_http_requests_total", "Requests answered, by route and status.", "counter");
    each(false);
    head(out, "formwork_http_request_seconds", "Time from a request's last byte to its answer.", "histogram");
    each(true);
}

void MetricSources::add(std::function<void(std::string&)> source) {
    const std::lock_guard lock(mutex_);
    sources_.push_back(std::move(source));
}

void MetricSources::write(std::string& out) const {
    const std::lock_guard lock(mutex_);
    for (const auto& source : sources_) source(out);
}

void write_gauge(std::string& out, std::string_view name, std::string_view help, double value) {
    head(out, name, help, "gauge");
    out.append(name).append(" ").append(number(value)).append("\n");
}

void write_counter(std::string& out, std::string_view name, std::string_view help, double value) {
    head(out, name, help, "counter");
    out.append(name).append(" ").append(number(value)).append("\n");
}

}  // namespace fw::http
