// The HTTP/1.1 server: accepts, reads, calls one handler per request, writes. Each I/O thread serves its own
// connections; a handler runs on the connection's thread and either answers at once or keeps the Respond and answers
// later from any thread (after a group commit, from a worker). Requests of one connection are answered in order.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/base/diagnostic.h"
#include "runtime/http/message.h"

namespace fw::http {

class Exchange;

// The right to answer one request, once: later calls do nothing. Copies share it. If every copy dies unanswered, the
// client gets a 500.
class Respond {
  public:
    explicit Respond(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
    void operator()(Response response) const;
    // The request being answered; valid as long as this object is held and not answered.
    [[nodiscard]] const Request& request() const;

  private:
    std::shared_ptr<Exchange> exchange_;
};

using Handler = std::function<void(Request&, const Respond&)>;

// Called once per answer, on the connection's thread.
using Observer = std::function<void(const Request&, int status, std::chrono::nanoseconds took)>;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;                   // 0: any free one
    int threads = 0;                          // 0: one per core
    std::size_t body_limit = 10U << 20U;      // longer bodies: 413
    std::uint32_t header_limit = 32U << 10U;  // longer heads: 431
    std::size_t connection_limit = 10'000;    // more are closed at once with 503
    std::chrono::seconds read_timeout{30};    // from a request's first byte to its last: 408
    std::chrono::seconds idle_timeout{75};    // between requests of one connection
    std::chrono::seconds write_timeout{60};   // a client that does not read
    std::chrono::seconds drain_timeout{30};   // how long a stop waits for answers
    std::chrono::seconds heartbeat{15};       // a comment line on event streams
    bool stop_on_signals = false;             // SIGTERM and SIGINT call stop()
    Observer observer;
};

// Must outlive every Respond its handler was given.
class Server {
  public:
    Server(ServerOptions options, Handler handler);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Binds and listens; afterwards port() is known and clients may connect. HTTP-101: port in use, HTTP-102: address.
    [[nodiscard]] Result<void> listen();
    [[nodiscard]] std::uint16_t port() const;

    // Serves until stop(); returns when everything that was being answered is answered. Uses the calling thread too.
    void run();
    // From any thread: accept no more, answer what was read, close event streams, let run() return.
    void stop();

    [[nodiscard]] std::size_t connections() const;

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace fw::http
