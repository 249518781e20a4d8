// What the administrators of a company choose for all of it.
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

std::string settings(host::Host& host) {
    JsonWriter out;
    return out.begin_object().member("zone", host::zone_text(host.zone())).end_object().take();
}

// A setting changes what everybody sees, so like a deployment it waits for what is under way: not for an I/O thread.
Response change_settings(host::Host& host, Call& call, const json::Value& body) {
    Diagnostics wrong;
    for (const json::Member& member : body.members()) {
        if (member.key == "zone" && member.value.is_string()) continue;
        Diagnostic d{"HTTP-422", Severity::kError, {}, {}, {}};
        d.text = member.key == "zone" ? Text{"'zone' is the name of a time zone", "“zone”应为时区名称"}
                                      : format_text({"there is no setting '{0}'", "没有设置项“{0}”"}, {member.key});
        d.place.element = member.key;
        wrong.push_back(std::move(d));
    }
    if (!body.is_object())
        wrong.push_back({"HTTP-422", Severity::kError, {}, {"Give an object.", "请提供 JSON 对象。"}, {}});
    if (!wrong.empty()) return call.failure(wrong);
    if (const json::Value* zone = body.find("zone")) {
        const Result<void> done = host.set_zone(zone->as_string());
        if (!done) return call.failure(done.error());
    }
    return Response::json(settings(host));
}

}  // namespace

void add_settings(Api& api) {
    host::Host& host = api.host();
    const char* shape =
        R"({"type":"object","properties":{"zone":{"type":"string","description":"Name of the tz database: Asia/Shanghai"}},"additionalProperties":false})";
    api.read("/api/v1/settings", Needs::kPerson,
             {.tag = "application",
              .summary = "Settings of the company",
              .parameters = {},
              .body = {},
              .answers = {{200, "", shape}}},
             [&host](Call&) { return Response::json(settings(host)); });
    api.slow(Method::kPatch, "/api/v1/settings", Needs::kAdministrator,
             {.tag = "application",
              .summary = "Change settings of the company",
              .parameters = {},
              .body = shape,
              .answers = {{200, "", shape}, {422, "No such setting or time zone"}}},
             [&host](Call& call, const json::Value& body) { return change_settings(host, call, body); });
}

}  // namespace fw::http::routes
