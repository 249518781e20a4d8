// A whole server in one object: host, routes, web client, HTTP. `formwork serve` runs one; other commands start one for
// themselves where no server runs on the data folder, so there is one way to do everything.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "engine/base/diagnostic.h"
#include "runtime/host/host.h"

namespace fw::cli {

struct ServiceOptions {
    host::HostOptions host;
    std::string bind = "127.0.0.1";
    std::uint16_t port = 0;
    int threads = 0;
    bool signals = false;    // SIGTERM and SIGINT stop it
    bool background = true;  // timers, reminders, outbox
    std::string access_log;  // one line a request to this file; "-": standard error
    std::string web;         // serve the client from this folder instead of the built-in one
};

class Service {
  public:
    // Opens the data and listens; nothing is answered before run() or start().
    [[nodiscard]] static Result<std::unique_ptr<Service>> open(const ServiceOptions& options);
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    [[nodiscard]] host::Host& host();
    [[nodiscard]] std::string address() const;        // "http://127.0.0.1:8080"
    [[nodiscard]] const std::string& secret() const;  // bearer token of the local command line

    // Listens and makes the address known in the data folder.
    [[nodiscard]] Result<void> listen();
    void run();    // until a signal or stop()
    void start();  // the same on a thread of its own
    void stop();

  private:
    struct Parts;
    Service();
    std::unique_ptr<Parts> parts_;
};

}  // namespace fw::cli
