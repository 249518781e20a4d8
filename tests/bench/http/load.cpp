#include "tests/bench/http/load.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace fw::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Client {
    int socket = -1;
    std::string in;
    Clock::time_point sent;
};

int connect_to(std::uint16_t port) {
    const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(handle);
        return -1;
    }
    const int on = 1;
    ::setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return handle;
}

// The size of the first whole answer in `in`, or 0.
std::size_t whole_answer(std::string_view in) {
    const std::size_t head = in.find("\r\n\r\n");
    if (head == std::string_view::npos) return 0;
    const std::size_t at = in.substr(0, head).find("Content-Length: ");
    const std::size_t body = at == std::string_view::npos ? 0 : std::strtoull(in.data() + at + 16, nullptr, 10);
    return in.size() >= head + 4 + body ? head + 4 + body : 0;
}

class Generator {
  public:
    explicit Generator(const Load& load) : load_(load), epoll_(::epoll_create1(0)) {}
    ~Generator() {
        for (const Client& client : clients_) ::close(client.socket);
        ::close(epoll_);
    }
    Generator(const Generator&) = delete;
    Generator& operator=(const Generator&) = delete;

    LoadResult run() {
        clients_.resize(static_cast<std::size_t>(load_.clients));
        for (std::size_t i = 0; i < clients_.size(); ++i) {
            clients_[i].socket = connect_to(load_.port);
            if (clients_[i].socket < 0) return result_;
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, clients_[i].socket, &event);
        }
        const auto began = Clock::now();
        for (Client& client : clients_) ask(client);
        std::array<epoll_event, 64> events{};
        Clock::time_point now = began;
        while (now - began < load_.time && alive_) {
            const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 1000);
            now = Clock::now();
            for (int i = 0; i < ready; ++i) receive(clients_[events[static_cast<std::size_t>(i)].data.u64], now);
        }
        finish(std::chrono::duration<double>(now - began).count());
        return result_;
    }

  private:
    void ask(Client& client) {
        const std::string request = load_.request(asked_++);
        client.sent = Clock::now();
        std::string_view rest = request;
        while (!rest.empty()) {
            const ssize_t sent = ::send(client.socket, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                alive_ = false;
                return;
            }
            rest.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    void receive(Client& client, Clock::time_point now) {
        std::array<char, 65536> bytes{};
        const ssize_t got = ::recv(client.socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (got == 0) alive_ = false;
        if (got <= 0) return;
        client.in.append(bytes.data(), static_cast<std::size_t>(got));
        const std::size_t size = whole_answer(client.in);
        if (size == 0) return;
        ++result_.answers;
        if (client.in.size() > 9 && client.in[9] != '2') {
            if (result_.errors++ == 0) result_.first_error = client.in.substr(0, size);
        }
        took_.push_back(std::chrono::duration<float, std::milli>(now - client.sent).count());
        client.in.erase(0, size);
        ask(client);
    }

    void finish(double seconds) {
        result_.per_second = static_cast<double>(result_.answers) / seconds;
        if (took_.empty()) return;
        std::sort(took_.begin(), took_.end());
        result_.p50_ms = static_cast<double>(took_[took_.size() / 2]);
        result_.p99_ms = static_cast<double>(took_[took_.size() * 99 / 100]);
    }

    const Load& load_;
    int epoll_;
    std::vector<Client> clients_;
    std::vector<float> took_;
    std::uint64_t asked_ = 0;
    bool alive_ = true;
    LoadResult result_;
};

std::string head(std::string_view method, const std::string& path, const std::string& token) {
    std::string out(method);
    out += " " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!token.empty()) out += "Authorization: Bearer " + token + "\r\n";
    return out;
}

}  // namespace

LoadResult run_load(const Load& load) { return Generator(load).run(); }

std::string get_request(const std::string& path, const std::string& token) { return head("GET", path, token) + "\r\n"; }

std::string post_request(const std::string& path, const std::string& token, const std::string& body) {
    return head("POST", path, token) +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace fw::bench
