#include "runtime/http/message.h"

#include <array>

#include "engine/base/utf8.h"

namespace fw::http {
namespace {

constexpr std::array<std::string_view, 8> kMethods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", ""};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string_view method_name(Method method) { return kMethods[static_cast<std::size_t>(method)]; }

Method method_from(std::string_view name) {
    for (std::size_t i = 0; i + 1 < kMethods.size(); ++i) {
        if (kMethods[i] == name) return static_cast<Method>(i);
    }
    return Method::kOther;
}

std::string_view reason(int status) {
    switch (status) {
        case 100:
            return "Continue";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 411:
            return "Length Required";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        case 507:
            return "Insufficient Storage";
        default:
            return "Unknown";
    }
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex(text[i + 1]);
            const int low = hex(text[i + 2]);
            if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    if (!utf8::valid(out)) return std::nullopt;
    return out;
}

std::string percent_encode(std::string_view text) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += kDigits[byte >> 4U];
            out += kDigits[byte & 15U];
        }
    }
    return out;
}

std::string_view Request::path() const {
    const std::string_view all = target;
    return all.substr(0, all.find('?'));
}

std::string_view Request::header(std::string_view name) const {
    const std::string_view bytes = header_bytes_;
    for (const Slot& slot : headers_) {
        if (slot.name_size == name.size() && equal_ignoring_case(bytes.substr(slot.name, slot.name_size), name)) {
            return bytes.substr(slot.value, slot.value_size);
        }
    }
    return {};
}

bool Request::has_header(std::string_view name) const {
    const std::string_view bytes = header_bytes_;
    for (const Slot& slot : headers_) {
        if (equal_ignoring_case(bytes.substr(slot.name, slot.name_size), name)) return true;
    }
    return false;
}

std::string_view Request::cookie(std::string_view name) const {
    std::string_view rest = header("Cookie");
    while (!rest.empty()) {
        const std::size_t end = rest.find(';');
        const std::string_view pair = trim(rest.substr(0, end));
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    return {};
}

std::string_view Request::parameter(std::string_view name) const {
    for (const Pair& pair : path_parameters) {
        if (pair.first == name) return pair.second;
    }
    return {};
}

std::optional<std::string_view> Request::query(std::string_view name) const {
    for (const Pair& pair : queries_) {
        if (pair.first == name) return std::string_view(pair.second);
    }
    return std::nullopt;
}

std::optional<Language> Request::language() const {
    const std::string_view value = header("Accept-Language");
    if (value.empty() || value == "*") return std::nullopt;
    return language_from(value);
}

void Request::clear() {
    target.clear();
    body.clear();
    if (body.capacity() > (1U << 20U)) body.shrink_to_fit();
    path_parameters.clear();
    route = nullptr;
    header_bytes_.clear();
    headers_.clear();
    queries_.clear();
}

void Request::add_header(std::string_view name, std::string_view value) {
    const auto at = static_cast<std::uint32_t>(header_bytes_.size());
    const auto name_size = static_cast<std::uint32_t>(name.size());
    headers_.push_back({at, name_size, at + name_size, static_cast<std::uint32_t>(value.size())});
    header_bytes_ += name;
    header_bytes_ += value;
}

bool Request::decode_query() {
    const std::size_t mark = target.find('?');
    if (mark == std::string::npos) return true;
    std::string_view rest = std::string_view(target).substr(mark + 1);
    while (!rest.empty()) {
        const std::size_t end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        const std::size_t equals = pair.find('=');
        auto name = percent_decode(pair.substr(0, equals), true);
        auto value =
            percent_decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
        if (!name || !value) return false;
        if (!pair.empty()) queries_.emplace_back(std::move(*name), std::move(*value));
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    return true;
}

Response Response::json(std::string body, int status) {
    return {.status = status, .content_type = "application/json", .body = std::move(body)};
}

Response Response::text(std::string body, int status, std::string type) {
    return {.status = status, .content_type = std::move(type), .body = std::move(body)};
}

Response Response::empty(int status) { return {.status = status}; }

Response Response::stream(std::shared_ptr<EventStream> events) {
    return {.status = 200, .content_type = "text/event-stream", .events = std::move(events)};
}

Response& Response::with(std::string name, std::string value) & {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response&& Response::with(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
}

std::string_view Response::header(std::string_view name) const {
    for (const auto& pair : headers) {
        if (equal_ignoring_case(pair.first, name)) return pair.second;
    }
    return {};
}

}  // namespace fw::http
