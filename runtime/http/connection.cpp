#include "runtime/http/connection.h"

#include <array>
#include <charconv>
#include <exception>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

#include "runtime/http/compress.h"
#include "runtime/http/event_stream.h"
#include "runtime/http/problem.h"

namespace fw::http {
namespace {

using Use = asio::use_awaitable_t<Executor>;
constexpr Use use{};
using boost::beast::error_code;

constexpr std::size_t kReadSize = 16U << 10U;
constexpr std::size_t kCopiedBody = 16U << 10U;       // longer bodies are written beside the head, not copied
constexpr std::size_t kCompressedHere = 256U << 10U;  // longer bodies would hold up the other connections
constexpr std::size_t kLingerBytes = 256U << 20U;
constexpr std::chrono::seconds kLingerTime{10};
constexpr std::size_t kSlowestClient = 32U << 10U;  // bytes a second a reader of a long answer must manage

constexpr std::string_view kSecurityHeaders =
    "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: same-origin\r\n";

template <class H>
struct ResumeWith final : Resumption {
    explicit ResumeWith(H h) : handler(std::move(h)) {}
    void go() override { std::move(handler)(); }
    H handler;
};

void append_number(std::string& out, std::size_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

}  // namespace

void Respond::operator()(Response response) const { exchange_->answer(std::move(response)); }
const Request& Respond::request() const { return exchange_->request(); }

Exchange::~Exchange() {
    if (answered_) return;
    const Language language = connection_->request().language().value_or(Language::kEn);
    connection_->deliver(
        problem(500, "HTTP-500", {"The server gave up on this request.", "服务器未能完成此请求。"}, language));
}

void Exchange::answer(Response response) {
    if (!answered_.exchange(true)) connection_->deliver(std::move(response));
}

Connection::Connection(Lane& lane, Socket socket)
    : lane_(lane), socket_(std::move(socket)), events_timer_(lane.io.get_executor()) {
    error_code error;
    socket_.set_option(asio::ip::tcp::no_delay(true), error);
    const auto remote = socket_.remote_endpoint(error);
    if (!error) request_.remote = remote.address().to_string();
    lane_.connections.insert(this);
}

// On the lane's thread; the object itself lives on while somebody holds a Respond.
void Connection::leave() {
    error_code ignored;
    socket_.close(ignored);
    lane_.connections.erase(this);
    lane_.load.fetch_sub(1, std::memory_order_relaxed);
}

void Connection::start() {
    asio::co_spawn(
        lane_.io.get_executor(), [self = shared_from_this()]() -> Task<> { return self->serve(); }, asio::detached);
}

void Connection::enter(Phase phase, std::chrono::seconds limit) {
    phase_ = phase;
    deadline_ = limit == std::chrono::seconds::max() ? std::chrono::steady_clock::time_point::max() : lane_.now + limit;
}

void Connection::sweep() {
    if (lane_.now < deadline_) return;
    timed_out_ = true;
    deadline_ = std::chrono::steady_clock::time_point::max();
    error_code ignored;
    if (phase_ == Phase::kReading) {
        socket_.cancel(ignored);  // a 408 can still be written
    } else {
        socket_.close(ignored);
    }
}

void Connection::stop() {
    error_code error;
    if (phase_ == Phase::kStreaming) events_timer_.cancel();
    if (phase_ == Phase::kIdle && socket_.available(error) == 0) socket_.close(error);
}

void Connection::deliver(Response response) {
    if (lane_.io.get_executor().running_in_this_thread()) return accept_answer(std::move(response));
    asio::post(lane_.io, [self = shared_from_this(), response = std::move(response)]() mutable {
        self->accept_answer(std::move(response));
    });
}

void Connection::accept_answer(Response response) {
    answer_ = std::move(response);
    if (resume_) asio::post(lane_.io, [resume = std::move(resume_)] { resume->go(); });
}

// The whole life of a connection.
Task<> Connection::serve() {
    const auto self = shared_from_this();
    bool keep_alive = true;
    while (keep_alive && socket_.is_open()) {
        request_.clear();
        answer_.reset();
        parser_.emplace(request_);
        parser_->eager(true);
        parser_->header_limit(lane_.options.header_limit);
        parser_->body_limit(lane_.options.body_limit);
        enter(Phase::kIdle, lane_.options.idle_timeout);
        const Read read = co_await read_rest();
        if (read == Read::kClosed) break;
        const auto began = std::chrono::steady_clock::now();
        lane_.now = began;
        if (read == Read::kRequest) co_await ask_handler();
        keep_alive = read == Read::kRequest && parser_->keep_alive() && !answer_->close && !answer_->events &&
                     !lane_.stopping.load(std::memory_order_relaxed);
        compress(request_, *answer_, kCompressedHere);
        if (lane_.options.observer) {
            lane_.options.observer(request_, answer_->status, std::chrono::steady_clock::now() - began);
        }
        const bool written = co_await write(keep_alive);
        if (!written) break;
        if (answer_->events && request_.method != Method::kHead) co_await stream();
        if (read == Read::kRefused || buffer_.size() > 0) {
            if (!keep_alive) co_await linger();
        }
    }
    leave();
}

Task<Connection::Read> Connection::read_rest() {
    error_code error;
    bool continued = false;
    while (true) {
        if (buffer_.size() > 0) {
            if (phase_ == Phase::kIdle) enter(Phase::kReading, lane_.options.read_timeout);
            const std::size_t used = parser_->put(buffer_.data(), error);
            buffer_.consume(used);
            if (error && error != boost::beast::http::error::need_more) co_return judge(error);
            if (parser_->is_done()) co_return accept_request();
            if (!error && used > 0 && buffer_.size() > 0) continue;
            if (parser_->is_header_done() && parser_->expects_continue() && !continued) {
                continued = true;
                out_ = "HTTP/1.1 100 Continue\r\n\r\n";
                co_await asio::async_write(socket_, asio::buffer(out_), asio::redirect_error(use, error));
            }
        }
        const std::size_t got =
            co_await socket_.async_read_some(buffer_.prepare(kReadSize), asio::redirect_error(use, error));
        buffer_.commit(got);
        if (!error) continue;
        if (phase_ == Phase::kReading && timed_out_ && socket_.is_open()) {
            refuse(408, "HTTP-408", {"The request did not arrive in time.", "请求未能及时到达。"});
            co_return Read::kRefused;
        }
        co_return Read::kClosed;
    }
}

Connection::Read Connection::accept_request() {
    if (parser_->version() >= 11 && !request_.has_header("Host")) {
        refuse(400, "HTTP-002", {"The request has no Host header.", "请求缺少 Host 头。"});
        return Read::kRefused;
    }
    return Read::kRequest;
}

Connection::Read Connection::judge(const error_code& error) {
    using Error = boost::beast::http::error;
    if (error == Error::body_limit) {
        const std::string limit = std::to_string(lane_.options.body_limit >> 20U);
        refuse(413, "HTTP-413", format_text({"The body is longer than {0} MB.", "请求内容超过 {0} MB。"}, {limit}));
    } else if (error == Error::header_limit) {
        refuse(431, "HTTP-431", {"The request's headers are too long.", "请求头过长。"});
    } else if (error == Error::bad_version) {
        refuse(505, "HTTP-505", {"Only HTTP/1.0 and HTTP/1.1 are spoken here.", "仅支持 HTTP/1.0 和 HTTP/1.1。"});
    } else {
        refuse(400, "HTTP-002", {"This is not a well-formed HTTP request.", "HTTP 请求格式不正确。"});
    }
    return Read::kRefused;
}

void Connection::refuse(int status, const char* code, Text text) {
    answer_ = problem(status, code, std::move(text), request_.language().value_or(Language::kEn));
}

Task<> Connection::ask_handler() {
    enter(Phase::kAnswering, std::chrono::seconds::max());
    {
        const Respond respond(std::make_shared<Exchange>(shared_from_this()));
        try {
            lane_.handler(request_, respond);
        } catch (const std::exception&) {
            respond(problem(500, "HTTP-500", {"Something went wrong here.", "服务器出错。"}, Language::kEn));
        }
    }
    if (!answer_) {
        co_await asio::async_initiate<const Use, void()>(
            [this](auto handler) { resume_ = std::make_unique<ResumeWith<decltype(handler)>>(std::move(handler)); },
            use);
    }
}

void Connection::write_head(bool keep_alive, std::size_t length) {
    const Response& answer = *answer_;
    out_.clear();
    out_ += "HTTP/1.1 ";
    append_number(out_, static_cast<std::size_t>(answer.status));
    out_.append(" ").append(reason(answer.status)).append("\r\n").append(lane_.date);
    if (!answer.content_type.empty()) out_.append("Content-Type: ").append(answer.content_type).append("\r\n");
    if (!answer.events && answer.status != 204 && answer.status != 304) {
        out_ += "Content-Length: ";
        append_number(out_, length);
        out_ += "\r\n";
    }
    bool cached = false;
    for (const auto& [name, value] : answer.headers) {
        if (name == "Cache-Control") cached = true;
        out_.append(name).append(": ").append(value).append("\r\n");
    }
    if (!cached) out_ += "Cache-Control: no-store\r\n";
    out_ += kSecurityHeaders;
    if (!keep_alive) {
        out_ += "Connection: close\r\n";
    } else if (parser_->version() < 11) {
        out_ += "Connection: keep-alive\r\n";
    }
    out_ += "\r\n";
}

Task<bool> Connection::write(bool keep_alive) {
    const std::string& body = answer_->shared_body ? *answer_->shared_body : answer_->body;
    write_head(keep_alive, body.size());
    const bool bodiless =
        request_.method == Method::kHead || answer_->events || answer_->status == 204 || answer_->status == 304;
    enter(Phase::kWriting, lane_.options.write_timeout + std::chrono::seconds(body.size() / kSlowestClient));
    error_code error;
    if (bodiless || body.size() <= kCopiedBody) {
        if (!bodiless) out_ += body;
        co_await asio::async_write(socket_, asio::buffer(out_), asio::redirect_error(use, error));
    } else {
        const std::array<asio::const_buffer, 2> parts{asio::buffer(out_), asio::buffer(body)};
        co_await asio::async_write(socket_, parts, asio::redirect_error(use, error));
    }
    co_return !error;
}

Task<> Connection::stream() {
    enter(Phase::kStreaming, std::chrono::seconds::max());
    const std::shared_ptr<EventStream> events = answer_->events;
    events->attach([weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        asio::post(self->lane_.io, [self] { self->events_timer_.cancel(); });
    });
    error_code error;
    while (!error && !lane_.stopping.load(std::memory_order_relaxed)) {
        out_ = events->take();
        if (out_.empty()) {
            if (!events->open()) break;
            events_timer_.expires_after(lane_.options.heartbeat);
            error_code woken;
            co_await events_timer_.async_wait(asio::redirect_error(use, woken));
            if (woken) continue;
            out_ = ":\n\n";
        }
        enter(Phase::kStreaming, lane_.options.write_timeout);
        co_await asio::async_write(socket_, asio::buffer(out_), asio::redirect_error(use, error));
        enter(Phase::kStreaming, std::chrono::seconds::max());
    }
    events->attach(nullptr);
    events->close();
}

// Closing with unread bytes would reset the connection before the client has read its answer.
Task<> Connection::linger() {
    enter(Phase::kLingering, kLingerTime);
    error_code error;
    socket_.shutdown(asio::socket_base::shutdown_send, error);
    buffer_.clear();
    for (std::size_t total = 0; !error && total < kLingerBytes;) {
        total += co_await socket_.async_read_some(buffer_.prepare(kReadSize), asio::redirect_error(use, error));
    }
}

}  // namespace fw::http
