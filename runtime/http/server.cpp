#include "runtime/http/server.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <thread>
#include <vector>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "runtime/http/connection.h"

namespace fw::http {
namespace {

using boost::beast::error_code;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
constexpr asio::use_awaitable_t<Executor> use{};
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n";

std::string date_header() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 64> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
    return {text.data(), size};
}

}  // namespace

struct Server::State {
    State(ServerOptions o, Handler h) : options(std::move(o)), handler(std::move(h)) {
        const int wanted =
            options.threads > 0 ? options.threads : static_cast<int>(std::thread::hardware_concurrency());
        for (int i = 0; i < std::max(1, wanted); ++i) lanes.push_back(std::make_unique<Lane>(options, handler));
        acceptor.emplace(lanes[0]->io);
        signals.emplace(lanes[0]->io);
    }

    Task<> accept();
    Task<> tick(Lane& lane);
    void hand_over(Lane& lane, Socket socket);
    void stop_lane(Lane& lane);

    ServerOptions options;
    Handler handler;
    std::vector<std::unique_ptr<Lane>> lanes;
    std::optional<Acceptor> acceptor;
    std::optional<asio::basic_signal_set<Executor>> signals;
    std::uint16_t port = 0;
    std::atomic<bool> stopping{false};
};

Server::Server(ServerOptions options, Handler handler)
    : state_(std::make_unique<State>(std::move(options), std::move(handler))) {}

Server::~Server() {
    state_->acceptor.reset();
    state_->signals.reset();
}

std::uint16_t Server::port() const { return state_->port; }

std::size_t Server::connections() const {
    std::size_t all = 0;
    for (const auto& lane : state_->lanes) all += lane->load.load(std::memory_order_relaxed);
    return all;
}

Result<void> Server::listen() {
    State& s = *state_;
    error_code error;
    const auto address = asio::ip::make_address(s.options.address, error);
    if (error) {
        return fail(
            "HTTP-102",
            format_text({"'{0}' is no IP address to listen on.", "“{0}” 不是可监听的 IP 地址。"}, {s.options.address}),
            {},
            {"Give an address such as 127.0.0.1 or 0.0.0.0 with --bind.",
             "请用 --bind 指定地址，例如 127.0.0.1 或 0.0.0.0。"});
    }
    const asio::ip::tcp::endpoint endpoint(address, s.options.port);
    s.acceptor->open(endpoint.protocol(), error);
    if (!error) s.acceptor->set_option(asio::socket_base::reuse_address(true), error);
    if (!error) s.acceptor->bind(endpoint, error);
    if (!error) s.acceptor->listen(1024, error);
    if (error) {
        const std::string where = s.options.address + ":" + std::to_string(s.options.port);
        if (error == asio::error::address_in_use) {
            return fail("HTTP-101", format_text({"{0} is used by another program.", "{0} 已被其他程序占用。"}, {where}),
                        {},
                        {"Stop that program or choose another port with --port (0: any free one).",
                         "请停止该程序，或用 --port 指定其他端口（0 表示任意空闲端口）。"});
        }
        return fail("HTTP-102",
                    format_text({"Cannot listen on {0}: {1}.", "无法监听 {0}：{1}。"}, {where, error.message()}));
    }
    s.port = s.acceptor->local_endpoint(error).port();
    if (s.options.stop_on_signals) {  // caught from now on; one that comes before run() ends it at once
        s.signals->add(SIGTERM);
        s.signals->add(SIGINT);
    }
    return {};
}

void Server::State::hand_over(Lane& lane, Socket socket) {
    lane.load.fetch_add(1, std::memory_order_relaxed);
    asio::post(lane.io, [&lane, socket = std::move(socket)]() mutable {
        const auto connection = std::make_shared<Connection>(lane, std::move(socket));
        connection->start();
    });
}

Task<> Server::State::accept() {
    Timer pause(lanes[0]->io.get_executor());
    while (!stopping) {
        const auto least = std::min_element(
            lanes.begin(), lanes.end(), [](const auto& a, const auto& b) { return a->load.load() < b->load.load(); });
        Lane& lane = **least;
        error_code error;
        Socket socket(lane.io);
        co_await acceptor->async_accept(socket, asio::redirect_error(use, error));
        if (stopping) break;
        if (error) {  // out of descriptors, mostly: let some connections end first
            pause.expires_after(std::chrono::milliseconds(100));
            co_await pause.async_wait(asio::redirect_error(use, error));
        } else if (lane.load.load() * lanes.size() >= options.connection_limit) {
            socket.non_blocking(true, error);
            socket.write_some(asio::buffer(kFull.data(), kFull.size()), error);
        } else {
            hand_over(lane, std::move(socket));
        }
    }
}

// Once a second: the date, deadlines, and the end of a lane that has nothing left to do.
Task<> Server::State::tick(Lane& lane) {
    std::optional<std::chrono::steady_clock::time_point> stop_by;
    bool told = false;
    while (true) {
        lane.now = std::chrono::steady_clock::now();
        lane.date = date_header();
        if (lane.stopping) {
            if (!stop_by) stop_by = lane.now + options.drain_timeout;
            if (!told) {
                const std::vector<Connection*> open(lane.connections.begin(), lane.connections.end());
                for (Connection* connection : open) connection->stop();
                told = true;
            }
            if (lane.load.load() == 0) co_return;
            if (lane.now > *stop_by) {
                lane.io.stop();
                co_return;
            }
        }
        const std::vector<Connection*> open(lane.connections.begin(), lane.connections.end());
        for (Connection* connection : open) connection->sweep();
        error_code woken;
        lane.sweep.expires_after(lane.stopping ? std::chrono::milliseconds(20) : std::chrono::milliseconds(1000));
        co_await lane.sweep.async_wait(asio::redirect_error(use, woken));
    }
}

void Server::State::stop_lane(Lane& lane) {
    asio::post(lane.io, [this, &lane] {
        lane.stopping = true;
        if (&lane == lanes[0].get()) {
            error_code ignored;
            acceptor->close(ignored);
            signals->cancel(ignored);
        }
        lane.sweep.cancel();
    });
}

void Server::stop() {
    if (state_->stopping.exchange(true)) return;
    for (const auto& lane : state_->lanes) state_->stop_lane(*lane);
}

void Server::run() {
    State& s = *state_;
    asio::co_spawn(
        s.lanes[0]->io, [&s] { return s.accept(); }, asio::detached);
    if (s.options.stop_on_signals) {
        s.signals->async_wait([this](const error_code& error, int) {
            if (!error) stop();
        });
    }
    std::vector<std::thread> threads;
    for (const auto& lane : s.lanes) {
        asio::co_spawn(
            lane->io, [&s, &lane = *lane] { return s.tick(lane); }, asio::detached);
        if (lane != s.lanes[0]) threads.emplace_back([&lane = *lane] { lane.io.run(); });
    }
    s.lanes[0]->io.run();
    for (std::thread& thread : threads) thread.join();
}

}  // namespace fw::http
