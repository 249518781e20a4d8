#include "runtime/cli/client.h"

#include <cerrno>
#include <charconv>
#include <cstring>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/json/read.h"

namespace fw::cli {
namespace {

bool same_name(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

}  // namespace

std::string_view Answer::header(std::string_view name) const {
    for (const auto& pair : headers) {
        if (same_name(pair.first, name)) return pair.second;
    }
    return {};
}

json::Value Answer::json() const {
    auto read = json::read(body);
    return read ? std::move(*read) : json::Value();
}

Diagnostics diagnostics_in(const json::Value& list) {
    Diagnostics out;
    if (!list.is_array()) return out;
    for (const json::Value& one : list.items()) {
        Diagnostic d;
        d.code = one.string_or("code");
        const std::string_view severity = one.string_or("severity");
        d.severity = severity == "warning" ? Severity::kWarning
                     : severity == "note"  ? Severity::kNote
                                           : Severity::kError;
        d.text = {std::string(one.string_or("text")), {}};
        d.hint = {std::string(one.string_or("hint")), {}};
        d.place.file = one.string_or("file");
        const auto number = [&](const char* key) {
            const json::Value* value = one.find(key);
            return static_cast<std::uint32_t>(value != nullptr && value->is_number() ? value->as_int64().value_or(0)
                                                                                     : 0);
        };
        d.place.at = {number("line"), number("column")};
        const std::string_view field = one.string_or("field");
        d.place.element = field.empty() ? std::string(one.string_or("element")) : std::string(field);
        out.push_back(std::move(d));
    }
    return out;
}

Diagnostics Answer::diagnostics() const {
    const json::Value root = json();
    const json::Value* all = root.find("diagnostics");
    Diagnostics out = all != nullptr ? diagnostics_in(*all) : Diagnostics();
    if (out.empty()) {
        const std::string code = "HTTP-" + std::to_string(status);
        const std::string text = root.string_or("title").empty() ? "The server answered " + std::to_string(status)
                                                                 : std::string(root.string_or("title"));
        out.push_back({code, Severity::kError, {}, {text, {}}, {}});
    }
    return out;
}

Result<Client> Client::to(std::string_view address, std::string token) {
    Client out;
    out.address_ = address;
    out.token_ = std::move(token);
    constexpr std::string_view kScheme = "http://";
    if (address.substr(0, kScheme.size()) != kScheme) {
        return fail("CLI-010",
                    format_text({"'{0}' is no address like http://127.0.0.1:8080.",
                                 "“{0}” 不是形如 http://127.0.0.1:8080 的地址。"},
                                {address}),
                    {},
                    {"The command line speaks plain HTTP; use it on the server's own machine.",
                     "命令行仅支持 HTTP，请在服务器本机使用。"});
    }
    std::string_view rest = address.substr(kScheme.size());
    rest = rest.substr(0, rest.find('/'));
    const std::size_t bracket = rest.rfind(']');
    const std::size_t colon = rest.rfind(':');
    const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    out.host_ = rest.substr(0, has_port ? colon : std::string_view::npos);
    out.port_ = has_port ? std::string(rest.substr(colon + 1)) : "80";
    if (out.host_.size() > 2 && out.host_.front() == '[') out.host_ = out.host_.substr(1, out.host_.size() - 2);
    return out;
}

Client::Client(Client&& other) noexcept
    : address_(std::move(other.address_)),
      host_(std::move(other.host_)),
      port_(std::move(other.port_)),
      token_(std::move(other.token_)),
      as_(std::move(other.as_)),
      buffer_(std::move(other.buffer_)),
      socket_(std::exchange(other.socket_, -1)) {}

Client& Client::operator=(Client&& other) noexcept {
    std::swap(address_, other.address_);
    std::swap(host_, other.host_);
    std::swap(port_, other.port_);
    std::swap(token_, other.token_);
    std::swap(as_, other.as_);
    std::swap(buffer_, other.buffer_);
    std::swap(socket_, other.socket_);
    return *this;
}

Client::~Client() { close(); }

void Client::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    buffer_.clear();
}

tl::unexpected<Diagnostics> Client::unreachable(std::string_view why) const {
    return fail(
        "CLI-011",
        format_text({"The server at {0} cannot be reached: {1}.", "无法连接服务器 {0}：{1}。"}, {address_, why}), {},
        {"Is it running, and is the address right?", "请确认服务器已启动且地址正确。"});
}

Result<void> Client::connect() {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failed = ::getaddrinfo(host_.c_str(), port_.c_str(), &hints, &found);
    if (failed != 0) return unreachable(::gai_strerror(failed));
    int error = 0;
    for (const addrinfo* at = found; at != nullptr && socket_ < 0; at = at->ai_next) {
        const int handle = ::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
        if (handle >= 0 && ::connect(handle, at->ai_addr, at->ai_addrlen) == 0) {
            socket_ = handle;
        } else {
            error = errno;
            if (handle >= 0) ::close(handle);
        }
    }
    ::freeaddrinfo(found);
    if (socket_ < 0) return unreachable(std::strerror(error));
    return {};
}

bool Client::send_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Client::fill() {
    char bytes[65536];
    const ssize_t got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
}

bool Client::read_chunks(std::string& out) {
    while (true) {
        std::size_t line = 0;
        while ((line = buffer_.find("\r\n")) == std::string::npos) {
            if (!fill()) return false;
        }
        std::size_t size = 0;
        std::from_chars(buffer_.data(), buffer_.data() + line, size, 16);
        while (buffer_.size() < line + 2 + size + 2) {
            if (!fill()) return false;
        }
        out.append(buffer_, line + 2, size);
        buffer_.erase(0, line + 2 + size + 2);
        if (size == 0) return true;
    }
}

bool Client::read_answer(Answer& out, bool bodiless) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return false;
    }
    std::string_view head(buffer_.data(), end);
    const std::size_t space = head.find(' ');
    if (head.substr(0, 5) != "HTTP/" || space == std::string_view::npos) return false;
    std::from_chars(head.data() + space + 1, head.data() + head.size(), out.status);
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
        std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        std::string_view value = line.substr(colon + 1);
        while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
        out.headers.emplace_back(line.substr(0, colon), value);
    }
    buffer_.erase(0, end + 4);
    if (bodiless || out.status == 204 || out.status == 304) return true;
    if (same_name(out.header("Transfer-Encoding"), "chunked")) return read_chunks(out.body);
    const std::string_view length = out.header("Content-Length");
    std::size_t size = 0;
    std::from_chars(length.data(), length.data() + length.size(), size);
    if (length.empty()) {
        while (fill()) {
        }
        size = buffer_.size();
    }
    while (buffer_.size() < size) {
        if (!fill()) return false;
    }
    out.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return true;
}

Result<Answer> Client::ask(std::string_view method, std::string_view path, std::string_view body,
                           std::string_view type) {
    std::string request(method);
    request.append(" ").append(path).append(" HTTP/1.1\r\nHost: ").append(host_).append(":").append(port_);
    request.append("\r\nAccept-Language: en\r\n");
    if (!token_.empty()) request.append("Authorization: Bearer ").append(token_).append("\r\n");
    if (!as_.empty()) request.append("Formwork-As: ").append(as_).append("\r\n");
    if (!body.empty()) request.append("Content-Type: ").append(type).append("\r\n");
    if (!body.empty() || method != "GET")
        request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    request.append("\r\n").append(body);
    const bool fresh = socket_ < 0;
    if (fresh) {
        Result<void> connected = connect();
        if (!connected) return tl::unexpected(connected.error());
    }
    Answer out;
    if (!send_all(request) || !read_answer(out, false)) {
        close();
        // An idle connection may have been closed meanwhile; reading again is harmless, changing is not.
        if (!fresh && method == "GET") return ask(method, path, body, type);
        return unreachable("the connection was closed");
    }
    if (out.header("Connection") == "close") close();
    if (!out.ok()) return fail(out.diagnostics());
    return out;
}

Result<json::Value> Client::get(std::string_view path) {
    auto answer = ask("GET", path);
    if (!answer) return tl::unexpected(answer.error());
    return answer->json();
}

Result<json::Value> Client::post(std::string_view path, std::string_view body) {
    auto answer = ask("POST", path, body);
    if (!answer) return tl::unexpected(answer.error());
    return answer->json();
}

}  // namespace fw::cli
