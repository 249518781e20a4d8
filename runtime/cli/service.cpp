#include "runtime/cli/service.h"

#include <optional>

#include "runtime/cli/access_log.h"
#include "runtime/host/background.h"
#include "runtime/host/workers.h"
#include "runtime/http/metrics.h"
#include "runtime/http/router.h"
#include "runtime/http/routes/idempotency.h"
#include "runtime/http/routes/routes.h"
#include "runtime/http/server.h"
#include "runtime/http/static_files.h"
#include "runtime/web/web.h"

namespace fw::cli {

// In the order of their making; they end in the opposite order, so the server outlives nothing that may still answer.
struct Service::Parts {
    ServiceOptions options;
    http::Router router;
    http::MetricSources metrics;
    http::StaticFiles files;
    AccessLog access_log;
    std::optional<http::Server> server;
    std::unique_ptr<host::Host> host;
    std::optional<host::Workers> workers;
    std::optional<host::Background> background;
    std::optional<http::routes::Api> api;
    std::optional<http::RequestMetrics> requests;
    std::thread thread;
};

Service::Service() : parts_(std::make_unique<Parts>()) {}

Service::~Service() {
    stop();
    if (parts_->thread.joinable()) parts_->thread.join();
    parts_->background.reset();
    parts_->workers.reset();  // what was queued is answered …
    parts_->host.reset();     // … and committed, while the server still takes answers
}

host::Host& Service::host() { return *parts_->host; }
const std::string& Service::secret() const { return parts_->host->local_secret(); }

std::string Service::address() const {
    const std::string& bind = parts_->options.bind;
    const std::string shown = bind == "0.0.0.0"                     ? "127.0.0.1"
                              : bind == "::"                        ? "[::1]"
                              : bind.find(':') != std::string::npos ? "[" + bind + "]"
                                                                    : bind;
    return "http://" + shown + ":" + std::to_string(parts_->server->port());
}

Result<std::unique_ptr<Service>> Service::open(const ServiceOptions& options) {
    std::unique_ptr<Service> service(new Service());
    Parts& parts = *service->parts_;
    parts.options = options;
    auto host = host::Host::open(options.host);
    if (!host) return tl::unexpected(host.error());
    parts.host = std::move(*host);
    if (options.web.empty()) {
        web::add_client(parts.files);
    } else {
        Result<void> added = parts.files.add_folder(options.web);
        if (!added) return tl::unexpected(added.error());
    }
    parts.workers.emplace();
    parts.api.emplace(parts.router, *parts.host, *parts.workers);
    http::routes::add_all(*parts.api, parts.router, parts.metrics);
    parts.router.fallback(
        [&parts](http::Request& request, const http::Respond& respond) { respond(parts.files.serve(request)); });
    parts.requests.emplace(parts.router);
    parts.metrics.add([&parts](std::string& out) {
        if (parts.background) {
            const jobs::Statistics jobs = parts.background->statistics();
            http::write_counter(out, "formwork_timers_fired_total", "Timers of flows that fired.",
                                static_cast<double>(jobs.timers));
            http::write_counter(out, "formwork_reminders_total", "Reminders that were told.",
                                static_cast<double>(jobs.reminders));
            http::write_counter(out, "formwork_messages_sent_total", "Messages that left by the outbox.",
                                static_cast<double>(jobs.sent));
            http::write_counter(out, "formwork_job_failures_total", "Jobs that failed and are tried again.",
                                static_cast<double>(jobs.failures));
        }
        parts.requests->write(out);
        http::write_gauge(out, "formwork_connections", "Open connections.",
                          static_cast<double>(parts.server->connections()));
        http::write_gauge(out, "formwork_workers_waiting", "Long requests that wait for a worker.",
                          static_cast<double>(parts.workers->waiting()));
    });
    http::ServerOptions http;
    http.address = options.bind;
    http.port = options.port;
    http.threads = options.threads;
    http.stop_on_signals = options.signals;
    if (!options.access_log.empty()) {
        Result<void> opened = parts.access_log.open(options.access_log);
        if (!opened) return tl::unexpected(opened.error());
    }
    http.observer = [&parts](const http::Request& request, int status, std::chrono::nanoseconds took) {
        parts.requests->count(request.route, status, took);
        parts.access_log.write(request, status, took);
    };
    parts.server.emplace(std::move(http), [&parts](http::Request& request, const http::Respond& respond) {
        parts.router.handle(request, respond);
    });
    return service;
}

Result<void> Service::listen() {
    Result<void> listening = parts_->server->listen();
    if (!listening) return listening;
    return parts_->host->announce(address());
}

void Service::run() {
    if (parts_->options.background) {
        parts_->background.emplace(*parts_->host);
        parts_->background->start();
        parts_->host->act(
            0, [](access::Act& act) { return http::routes::forget_old_answers(act.tx, act.now); },
            [](const Result<void>&) {});
    }
    parts_->server->run();
    if (parts_->background) parts_->background->stop();
}

void Service::start() {
    parts_->thread = std::thread([this] { run(); });
}

void Service::stop() {
    if (parts_->server) parts_->server->stop();  // an open that failed has none
}

}  // namespace fw::cli
