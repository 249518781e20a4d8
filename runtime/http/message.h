// What travels: a Request as a handler reads it and a Response as it answers. No foreign types here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/text.h"

namespace fw::http {

class EventStream;

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };
[[nodiscard]] std::string_view method_name(Method method);
[[nodiscard]] Method method_from(std::string_view name);

// "Payload Too Large" for 413; the words RFC 9110 gives.
[[nodiscard]] std::string_view reason(int status);

// Percent-decodes; `plus_is_space` as in query strings. Nothing if an escape is broken, or the result is no UTF-8 or
// holds a NUL.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
[[nodiscard]] std::string percent_encode(std::string_view text);

// One request. Lives until it is answered; views into it die with it. Not thread-safe, but may be read by whoever holds
// its Respond.
class Request {
  public:
    using Pair = std::pair<std::string, std::string>;

    Method method = Method::kGet;
    std::string target;  // as sent: "/api/v1/records/sales.contract?limit=5"
    std::string body;
    std::string remote;                 // the client's address
    std::vector<Pair> path_parameters;  // filled by the router, decoded
    const void* route = nullptr;        // the Route that was matched; for metrics

    // The part before '?', still encoded.
    [[nodiscard]] std::string_view path() const;
    // Header by name in any case; the first one. Empty if there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    [[nodiscard]] bool has_header(std::string_view name) const;
    // A cookie's value, or "".
    [[nodiscard]] std::string_view cookie(std::string_view name) const;
    // A path parameter's decoded value, or "".
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
    // A query parameter, decoded. Nothing if it was not given.
    [[nodiscard]] std::optional<std::string_view> query(std::string_view name) const;
    [[nodiscard]] const std::vector<Pair>& queries() const { return queries_; }
    // By Accept-Language; nothing if the header is absent.
    [[nodiscard]] std::optional<Language> language() const;

    // For the server and for tests.
    void clear();
    void add_header(std::string_view name, std::string_view value);
    // Decodes the query; false if it is broken (400).
    [[nodiscard]] bool decode_query();

  private:
    struct Slot {
        std::uint32_t name, name_size, value, value_size;
    };
    std::string header_bytes_;
    std::vector<Slot> headers_;
    std::vector<Pair> queries_;
};

// One answer. Content-Length, Date, Connection and the security headers are added by the server.
struct Response {
    int status = 200;
    std::string content_type = {};  // no header if empty
    std::string body = {};
    std::shared_ptr<const std::string> shared_body = {};  // sent instead of `body` when set (static files)
    std::shared_ptr<EventStream> events = {};             // an endless text/event-stream when set
    std::vector<std::pair<std::string, std::string>> headers = {};
    bool close = false;  // ask the client to open a new connection

    [[nodiscard]] static Response json(std::string body, int status = 200);
    [[nodiscard]] static Response text(std::string body, int status = 200,
                                       std::string type = "text/plain; charset=utf-8");
    [[nodiscard]] static Response empty(int status = 204);
    [[nodiscard]] static Response stream(std::shared_ptr<EventStream> events);

    Response& with(std::string name, std::string value) &;
    Response&& with(std::string name, std::string value) &&;
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace fw::http
