// What the administrators of a company choose for all of it.
#include <cstdlib>

#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

constexpr std::int64_t kMostDays = 36'500;

std::int64_t history_days(host::Host& host) {
    std::int64_t days = 0;
    (void)host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto kept = reader.query_text("SELECT value FROM fw_meta WHERE key = 'history_days'");
        if (kept && *kept) days = std::atoll((*kept)->c_str());
        return {};
    });
    return days;
}

std::string settings(host::Host& host) {
    JsonWriter out;
    out.begin_object().member("zone", host::zone_text(host.zone()));
    return out.member("history_days", history_days(host)).end_object().take();
}

bool is_days(const json::Value& value) {
    const auto days = value.is_number() ? value.as_int64() : std::nullopt;
    return days && *days >= 0 && *days <= kMostDays;
}

// A setting changes what everybody sees, so like a deployment it waits for what is under way: not for an I/O thread.
Response change_settings(host::Host& host, Call& call, const json::Value& body) {
    Diagnostics wrong;
    for (const json::Member& member : body.members()) {
        if (member.key == "zone" && member.value.is_string()) continue;
        if (member.key == "history_days" && is_days(member.value)) continue;
        Diagnostic d{"HTTP-422", Severity::kError, {}, {}, {}};
        d.text = member.key == "history_days"
                     ? Text{"'history_days' is a number of days, 0 to 36500; 0 keeps everything",
                            "“history_days”应为 0 到 36500 的天数；0 表示全部保留"}
                 : member.key == "zone" ? Text{"'zone' is the name of a time zone", "“zone”应为时区名称"}
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
    if (const json::Value* days = body.find("history_days")) {
        const Result<void> done = host.act_and_wait(call.caller->person(), [&](Act& act) -> Result<void> {
            auto kept = act.tx.execute(
                "INSERT INTO fw_meta (key, value) VALUES ('history_days', ?) ON CONFLICT (key) DO UPDATE SET value = "
                "excluded.value",
                {std::to_string(days->as_int64().value_or(0))});
            if (!kept) return tl::unexpected(kept.error());
            return {};
        });
        if (!done) return call.failure(done.error());
    }
    return Response::json(settings(host));
}

}  // namespace

void add_settings(Api& api) {
    host::Host& host = api.host();
    const char* shape =
        R"({"type":"object","properties":{"zone":{"type":"string","description":"Name of the tz database: Asia/Shanghai"},"history_days":{"type":"integer","minimum":0,"description":"How long steps of ended flows are kept; 0: for ever"}},"additionalProperties":false})";
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
