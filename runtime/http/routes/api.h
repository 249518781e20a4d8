// How a route of /api/v1 is made: who may call it, what it reads, what it changes. Signing in, CSRF, rights of
// administrators, the shape of bodies and addresses as its About declares it, Idempotency-Key and the language of
// errors are dealt with here, once: a handler gets what fits.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/json/value.h"
#include "runtime/access/access.h"
#include "runtime/access/act.h"
#include "runtime/host/host.h"
#include "runtime/host/workers.h"
#include "runtime/http/json_writer.h"
#include "runtime/http/metrics.h"
#include "runtime/http/problem.h"
#include "runtime/http/router.h"

namespace fw::http::routes {

using access::Act;
using access::Caller;

enum class Needs : std::uint8_t { kNobody, kPerson, kAdministrator };

// A request with who asks. For public routes nobody may be signed in: `caller` is null then.
struct Call {
    Request& request;
    std::shared_ptr<const host::Running> running;  // for the whole call, also if a deployment replaces it meanwhile
    std::shared_ptr<const Caller> caller;
    Language language = Language::kEn;
    bool by_cookie = false;
    std::string_view token;  // of the session or API token, as sent

    [[nodiscard]] Response failure(const Diagnostics& diagnostics) const;  // status by code, see status_of
    [[nodiscard]] Response failure(int status, std::string code, Text text) const;
};

// A request that changes something, while its transaction runs (perhaps on another thread, perhaps again).
struct Input {
    const Request& request;
    const json::Value& body;  // null where none was sent
    Language language;
    [[nodiscard]] std::string_view parameter(std::string_view name) const { return request.parameter(name); }
};

using Read = std::function<Response(Call&)>;
using Change = std::function<Result<Response>(Act&, const Input&)>;
using Task = std::function<void(Call&, json::Value body, const Respond&)>;

class Api {
  public:
    Api(Router& router, host::Host& host, host::Workers& workers) : router_(router), host_(host), workers_(workers) {}

    // Answered at once on the I/O thread: quick reads.
    void read(std::string pattern, Needs needs, About about, Read read);
    // The same on a worker thread, for what may take long: reports, exports, check of packs.
    void slow(Method method, std::string pattern, Needs needs, About about,
              std::function<Response(Call&, const json::Value& body)> work);
    // In one transaction, answered after the commit; obeys Idempotency-Key.
    void change(Method method, std::string pattern, Needs needs, About about, Change change);
    // Anything else: the body is read, the answer comes when it comes.
    void task(Method method, std::string pattern, Needs needs, About about, Task task);

    [[nodiscard]] host::Host& host() { return host_; }
    [[nodiscard]] const Router& router() const { return router_; }

  private:
    [[nodiscard]] std::optional<Response> admit(Request& request, Needs needs, bool changes, Call& out);
    [[nodiscard]] Result<json::Value> body_of(const Request& request, const About& about) const;
    void run_change(const Respond& respond, const Change& change, json::Value body, const Call& call, int attempt);

    Router& router_;
    host::Host& host_;
    host::Workers& workers_;
};

// The HTTP status of the first error: AUTH-403 → 403, HTTP-412 → 412, DB-005 → 507; 422 where nothing fits better.
[[nodiscard]] int status_of(const Diagnostics& diagnostics);

// The version in If-Match ("7", W/"7" or 7); nothing if the header is missing. HTTP-412 if it is no version.
[[nodiscard]] Result<std::optional<std::int64_t>> if_match(const Request& request);
[[nodiscard]] Result<int> limit_of(const Request& request, int fallback);  // "limit", 1 to 1000; HTTP-400
[[nodiscard]] Result<std::int64_t> id_parameter(const Request& request,
                                                std::string_view name);  // HTTP-404 if it is no id
[[nodiscard]] tl::unexpected<Diagnostics> not_found();  // the same for what does not exist and what may not be seen

// JSON Schema shorthands for About.
namespace schema {
inline constexpr const char* kString = R"({"type":"string"})";
inline constexpr const char* kInteger = R"({"type":"integer"})";
inline constexpr const char* kBoolean = R"({"type":"boolean"})";
inline constexpr const char* kObject = R"({"type":"object"})";
inline constexpr const char* kId = R"({"type":"string","format":"id"})";
inline constexpr const char* kLimit = R"({"type":"integer","minimum":1,"maximum":1000})";
inline constexpr const char* kStep = R"({"type":"integer","minimum":1})";
inline constexpr const char* kCount = R"({"type":"integer","minimum":0})";
[[nodiscard]] std::string ref(std::string_view name);   // {"$ref": "#/components/schemas/NAME"}
[[nodiscard]] std::string list(std::string_view name);  // an array of them
[[nodiscard]] std::string choice(std::initializer_list<std::string_view> values);  // {"enum": […]}
}  // namespace schema
[[nodiscard]] Parameter query(std::string name, std::string about, std::string schema = schema::kString);

}  // namespace fw::http::routes
