// Private to runtime/http: one client's connection, a coroutine on its lane's thread.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "runtime/http/parser.h"
#include "runtime/http/server.h"

namespace fw::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T = void>
using Task = asio::awaitable<T, Executor>;

class Connection;

// One I/O thread: everything here but the two counters is touched by that thread alone.
struct Lane {
    Lane(const ServerOptions& o, const Handler& h) : options(o), handler(h), sweep(io.get_executor()) {}

    const ServerOptions& options;
    const Handler& handler;
    asio::io_context io{1};
    Timer sweep;
    std::unordered_set<Connection*> connections;
    std::atomic<std::size_t> load{0};  // connections given to this lane
    std::atomic<bool> stopping{false};
    std::string date;  // "Date: …\r\n", of this second
    std::chrono::steady_clock::time_point now;
};

// The suspended half of a coroutine, whatever its type.
struct Resumption {
    virtual ~Resumption() = default;
    virtual void go() = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Lane& lane, Socket socket);

    void start();
    void stop();                      // answer what was read, then close
    void sweep();                     // close if the deadline has passed
    void deliver(Response response);  // any thread

    [[nodiscard]] const Request& request() const { return request_; }

  private:
    enum class Phase : std::uint8_t { kIdle, kReading, kAnswering, kWriting, kStreaming, kLingering };
    enum class Read : std::uint8_t { kRequest, kRefused, kClosed };

    Task<> serve();
    Task<Read> read_rest();
    Task<> ask_handler();
    Task<bool> write(bool keep_alive);
    Task<> stream();
    Task<> linger();
    void leave();
    void accept_answer(Response response);
    void refuse(int status, const char* code, Text text);
    [[nodiscard]] Read judge(const boost::beast::error_code& error);
    [[nodiscard]] Read accept_request();
    void write_head(bool keep_alive, std::size_t length);
    void enter(Phase phase, std::chrono::seconds limit);

    Lane& lane_;
    Socket socket_;
    boost::beast::flat_buffer buffer_;
    Request request_;
    std::optional<Parser> parser_;
    std::optional<Response> answer_;
    std::unique_ptr<Resumption> resume_;
    std::string out_;
    Timer events_timer_;
    Phase phase_ = Phase::kIdle;
    bool timed_out_ = false;
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

// Holds the right to answer one request of a connection.
class Exchange {
  public:
    explicit Exchange(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    void answer(Response response);
    [[nodiscard]] const Request& request() const { return connection_->request(); }

  private:
    std::shared_ptr<Connection> connection_;
    std::atomic<bool> answered_{false};
};

}  // namespace fw::http
