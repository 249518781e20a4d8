#include "runtime/http/routes/api.h"

#include <algorithm>
#include <charconv>

#include "engine/base/utf8.h"
#include "engine/json/read.h"
#include "runtime/http/compress.h"
#include "runtime/http/routes/expects.h"
#include "runtime/http/routes/idempotency.h"
#include "runtime/storage/errors.h"

namespace fw::http::routes {
namespace {

constexpr std::size_t kDeepestBody = 64;

bool is_json(std::string_view type) {
    const std::string_view essence = type.substr(0, type.find(';'));
    return equal_ignoring_case(essence, "application/json") ||
           (essence.size() > 5 && essence.substr(essence.size() - 5) == "+json");
}

// The ranges of runtime/records/records.h.
int status_of_record(int number) {
    if (number == 20) return 404;
    if (number == 21) return 412;
    if (number >= 22 && number <= 24) return 409;
    return number >= 30 && number <= 39 ? 400 : 422;
}

// Those of runtime/flows/flows.h.
int status_of_flow(int number) {
    if (number == 203 || number == 212 || number == 217 || number == 277) return 403;
    const bool impossible = number == 201 || number == 202 || (number >= 204 && number <= 208) || number == 211 ||
                            (number >= 213 && number <= 216) || number == 219 || (number >= 221 && number <= 229) ||
                            number == 231 || (number >= 250 && number < 270) || (number >= 273 && number <= 281) ||
                            (number >= 300 && number < 400);
    return impossible ? 409 : 422;
}

}  // namespace

int status_of(const Diagnostics& diagnostics) {
    using storage::ErrorKind;
    std::string_view code;
    for (const Diagnostic& d : diagnostics) {
        if (d.severity != Severity::kError) continue;
        code = d.code;
        break;
    }
    const std::size_t dash = code.find('-');
    const std::string_view area = code.substr(0, dash);
    int number = 0;
    if (dash != std::string_view::npos) std::from_chars(code.data() + dash + 1, code.data() + code.size(), number);
    if (number >= 400 && number < 600) return number;  // by convention, in every area
    if (area == "JSON") return 400;
    if (area == "REC") return status_of_record(number);
    if (area == "FLOW") return status_of_flow(number);
    if (area != "DB") return 422;
    switch (storage::error_kind(diagnostics)) {
        case ErrorKind::kUnique:
        case ErrorKind::kForeignKey:
        case ErrorKind::kConstraint:
            return 409;
        case ErrorKind::kFull:
            return 507;
        case ErrorKind::kBusy:
        case ErrorKind::kInUse:
        case ErrorKind::kReadOnly:
        case ErrorKind::kConnection:
        case ErrorKind::kClosed:
        case ErrorKind::kConflict:
            return 503;
        default:
            return 500;
    }
}

Response Call::failure(const Diagnostics& diagnostics) const {
    return problem(status_of(diagnostics), diagnostics, language);
}
Response Call::failure(int status, std::string code, Text text) const {
    return problem(status, std::move(code), std::move(text), language);
}

tl::unexpected<Diagnostics> not_found() {
    return fail("HTTP-404", {"There is no such thing, or you may not see it.", "内容不存在，或您无权查看。"});
}

Result<std::optional<std::int64_t>> if_match(const Request& request) {
    std::string_view text = request.header("If-Match");
    if (text.empty() || text == "*") return std::optional<std::int64_t>();
    if (text.substr(0, 2) == "W/") text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    std::int64_t version = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), version);
    if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return std::optional(version);
    return fail("HTTP-412", {"If-Match holds no version of this record.", "If-Match 中不是该记录的版本号。"});
}

Result<int> limit_of(const Request& request, int fallback) {
    constexpr int kMost = 1000;
    const auto text = request.query("limit");
    if (!text) return fallback;
    int limit = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (read.ec == std::errc() && read.ptr == text->data() + text->size() && limit >= 1 && limit <= kMost) return limit;
    return fail("HTTP-400", {"\"limit\" is a number from 1 to 1000.", "\"limit\" 应为 1 到 1000 的整数。"});
}

Result<std::int64_t> id_parameter(const Request& request, std::string_view name) {
    const auto id = storage::parse_id(request.parameter(name));
    if (!id) return not_found();
    return *id;
}

std::string schema::ref(std::string_view name) {
    return R"({"$ref":"#/components/schemas/)" + std::string(name) + "\"}";
}

std::string schema::list(std::string_view name) { return R"({"type":"array","items":)" + ref(name) + "}"; }

std::string schema::choice(std::initializer_list<std::string_view> values) {
    JsonWriter out;
    out.begin_object().key("enum").begin_array();
    for (const std::string_view value : values) out.value(value);
    return out.end_array().end_object().take();
}

Parameter query(std::string name, std::string about, std::string schema) {
    return {std::move(name), Parameter::In::kQuery, std::move(schema), std::move(about), false};
}

// Nothing if the call may go on.
std::optional<Response> Api::admit(Request& request, Needs needs, bool changes, Call& out) {
    const std::optional<Language> wanted = request.language();
    out.language = wanted.value_or(Language::kEn);
    std::optional<identity::Session> session;
    const std::string_view authorization = request.header("Authorization");
    constexpr std::string_view kBearer = "Bearer ";
    if (authorization.size() > kBearer.size() &&
        equal_ignoring_case(authorization.substr(0, kBearer.size()), kBearer)) {
        out.token = authorization.substr(kBearer.size());
        if (identity::equal_in_constant_time(out.token, host_.local_secret())) {
            session.emplace();  // the system, or whom the local command line names
            if (const std::string_view login = request.header("Formwork-As"); !login.empty()) {
                const identity::Person* named = host_.directory()->person_by_login(login);
                if (named == nullptr || !named->active) {
                    return problem(401, "AUTH-401",
                                   format_text({"There is no active user '{0}'.", "没有可用的用户“{0}”。"}, {login}),
                                   out.language);
                }
                session->person = named->id;
            }
        } else {
            session = host_.accounts().find_api_token(out.token);
        }
    } else if (const std::string_view cookie = request.cookie("fw_session"); !cookie.empty()) {
        out.token = cookie;
        out.by_cookie = true;
        session = host_.accounts().find_session(cookie);
    }
    if (session) {
        out.caller = out.running->caller(host_.directory(), session->person);
        const identity::Person* person = out.caller->directory().person(session->person);
        if (!wanted && person != nullptr) out.language = person->language;
        if (person != nullptr && !person->active) session.reset();  // has left, though the sign-in is open
    }
    if (needs == Needs::kNobody) return std::nullopt;
    if (!session) {
        return problem(401, "AUTH-401", {"Sign in first.", "请先登录。"}, out.language)
            .with("WWW-Authenticate", "Bearer");
    }
    if (changes && session->cookie &&
        !identity::equal_in_constant_time(request.header("X-CSRF-Token"), session->csrf)) {
        return problem(403, "AUTH-410",
                       {"The request does not carry the session's CSRF token.", "请求缺少有效的 CSRF 令牌。"},
                       out.language,
                       {"Send the header X-CSRF-Token with the value from GET /api/v1/session.",
                        "请发送请求头 X-CSRF-Token，其值来自 GET /api/v1/session。"});
    }
    if (needs == Needs::kAdministrator && !out.caller->administrator()) {
        return problem(403, "AUTH-403", {"Only administrators may do this.", "仅管理员可以执行此操作。"}, out.language);
    }
    return std::nullopt;
}

Result<json::Value> Api::body_of(const Request& request, const About& about) const {
    if (request.body.empty()) {
        if (about.body.empty() || !about.body_required) return json::Value();
        return fail("HTTP-400",
                    {"The request has no body; this address needs JSON.", "请求没有内容；此地址需要 JSON。"});
    }
    if (about.bytes) return json::Value();
    if (!is_json(request.header("Content-Type"))) {
        return fail("HTTP-415", {"The body must be JSON (Content-Type: application/json).",
                                 "请求内容必须是 JSON（Content-Type: application/json）。"});
    }
    json::ReadLimits limits;
    limits.depth = kDeepestBody;
    return json::read(request.body, {}, limits);
}

void Api::read(std::string pattern, Needs needs, About about, Read read) {
    Expects expects(Method::kGet, about);
    router_.add(Method::kGet, std::move(pattern), std::move(about),
                Handler([this, needs, expects = std::move(expects), read = std::move(read)](Request& request,
                                                                                            const Respond& respond) {
                    Call call{request, host_.running(), nullptr, Language::kEn, false, {}};
                    if (auto refused = admit(request, needs, false, call)) return respond(std::move(*refused));
                    if (auto refused = expects.refused_address(request, call.language))
                        return respond(std::move(*refused));
                    respond(read(call));
                }));
}

void Api::task(Method method, std::string pattern, Needs needs, About about, Task task) {
    const About shape = about;
    Expects expects(method, about);
    const bool changes = method != Method::kGet;
    router_.add(method, std::move(pattern), std::move(about),
                Handler([this, needs, changes, shape, expects = std::move(expects), task = std::move(task)](
                            Request& request, const Respond& respond) {
                    Call call{request, host_.running(), nullptr, Language::kEn, false, {}};
                    if (auto refused = admit(request, needs, changes, call)) return respond(std::move(*refused));
                    if (auto refused = expects.refused_address(request, call.language))
                        return respond(std::move(*refused));
                    Result<json::Value> body = body_of(request, shape);
                    if (!body) return respond(problem(status_of(body.error()), body.error(), call.language));
                    if (const Diagnostics wrong = expects.refused_body(request, *body); !wrong.empty())
                        return respond(problem(422, wrong, call.language));
                    task(call, std::move(*body), respond);
                }));
}

void Api::slow(Method method, std::string pattern, Needs needs, About about,
               std::function<Response(Call&, const json::Value&)> work) {
    task(method, std::move(pattern), needs, std::move(about),
         [this, work = std::move(work)](Call& call, json::Value body, const Respond& respond) {
             const auto shared_body = std::make_shared<const json::Value>(std::move(body));
             const Language language = call.language;
             const bool queued = workers_.run([work, call, shared_body, respond]() mutable {
                 Response answer = work(call, *shared_body);
                 compress(call.request, answer, std::string::npos);
                 respond(std::move(answer));
             });
             if (!queued) {
                 respond(problem(503, "HTTP-503",
                                 {"The server is busy. Try again in a moment.", "服务器繁忙，请稍后重试。"}, language)
                             .with("Retry-After", "5"));
             }
         });
}

void Api::change(Method method, std::string pattern, Needs needs, About about, Change change) {
    about.parameters.push_back(
        {"Idempotency-Key", Parameter::In::kHeader, R"({"type":"string","minLength":1,"maxLength":200})",
         "The same key with the same request gives the first answer again, with one effect.", false});
    const auto shared = std::make_shared<const Change>(std::move(change));
    task(method, std::move(pattern), needs, std::move(about),
         [this, shared](Call& call, json::Value body, const Respond& respond) {
             run_change(respond, *shared, std::move(body), call, 1);
         });
}

void Api::run_change(const Respond& respond, const Change& change, json::Value body, const Call& call, int attempt) {
    const Result<std::optional<IdempotencyKey>> key = idempotency_key(call.request);
    if (!key) return respond(problem(status_of(key.error()), key.error(), call.language));
    const identity::PersonId person = call.caller->person();
    const auto shared_body = std::make_shared<const json::Value>(std::move(body));
    const auto answer = std::make_shared<Response>();
    auto command = [respond, &change, shared_body, answer, key = *key,
                    language = call.language](Act& act) -> Result<void> {
        if (key) {
            Result<std::optional<Response>> earlier = earlier_answer(act, *key);
            if (!earlier) return tl::unexpected(earlier.error());
            if (*earlier) {
                *answer = std::move(**earlier);
                return {};
            }
        }
        Result<Response> fresh = change(act, Input{respond.request(), *shared_body, language});
        if (!fresh) return tl::unexpected(fresh.error());
        *answer = std::move(*fresh);
        return key ? remember_answer(act, *key, *answer) : Result<void>();
    };
    host_.act(
        person, std::move(command),
        [this, respond, &change, shared_body, answer, call, attempt, has_key = key->has_value()](Result<void> done) {
            if (done) return respond(std::move(*answer));
            // Two nodes of a cluster got the same key at once: the second finds the first's answer.
            if (has_key && attempt < 3 && is_key_collision(done.error()))
                return run_change(respond, change, *shared_body, call, attempt + 1);
            respond(problem(status_of(done.error()), done.error(), call.language));
        });
}

}  // namespace fw::http::routes
