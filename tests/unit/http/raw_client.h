// A client that sends exactly the bytes it is told to: what a well-behaved library would never send.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace fw::http::testing {

class RawClient {
  public:
    explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        const timeval patience{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~RawClient() { ::close(socket_); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    [[nodiscard]] bool connected() const { return connected_; }

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    // The next whole answer (head and body by Content-Length), or what came until the end.
    std::string answer() {
        while (true) {
            const std::size_t head = buffer_.find("\r\n\r\n");
            if (head != std::string::npos) {
                const std::size_t size = head + 4 + content_length(buffer_.substr(0, head));
                while (buffer_.size() < size && fill()) {
                }
                std::string out = buffer_.substr(0, size);
                buffer_.erase(0, size);
                return out;
            }
            if (!fill()) return std::exchange(buffer_, {});
        }
    }

    // Everything until `text` was seen or the server closed.
    std::string until(std::string_view text) {
        std::size_t at = std::string::npos;
        while ((at = buffer_.find(text)) == std::string::npos && fill()) {
        }
        const std::size_t end = at == std::string::npos ? buffer_.size() : at + text.size();
        std::string out = buffer_.substr(0, end);
        buffer_.erase(0, end);
        return out;
    }

    [[nodiscard]] bool closed_by_server() { return buffer_.empty() && !fill(); }

    std::string ask(std::string_view bytes) {
        send(bytes);
        return answer();
    }

  private:
    static std::size_t content_length(std::string_view head) {
        const std::size_t at = head.find("Content-Length: ");
        return at == std::string_view::npos ? 0 : std::strtoull(head.data() + at + 16, nullptr, 10);
    }

    bool fill() {
        char bytes[65536];
        const ssize_t got = ::recv(socket_, bytes, sizeof bytes, 0);
        if (got <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }

    int socket_;
    bool connected_ = false;
    std::string buffer_;
};

inline int status_of(std::string_view answer) {
    return answer.size() > 12 ? std::atoi(std::string(answer.substr(9, 3)).c_str()) : 0;
}

inline std::string body_of(std::string_view answer) {
    const std::size_t head = answer.find("\r\n\r\n");
    return head == std::string_view::npos ? std::string() : std::string(answer.substr(head + 4));
}

}  // namespace fw::http::testing
