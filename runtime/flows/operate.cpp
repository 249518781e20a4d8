// Operations on an instance or an incident, done or tried out, as the HTTP interface asks for them.
#include "engine/json/write.h"
#include "runtime/flows/operations.h"
#include "runtime/flows/view.h"

namespace fw::flows {

namespace {

json::Value told(const Diagnostics& some, Language language) {
    json::Value list = json::Value::array();
    for (const Diagnostic& each : some) {
        json::Value item = json::Value::object();
        item.set("code", json::Value::string(each.code));
        item.set("severity", json::Value::string(std::string(severity_name(each.severity))));
        item.set("text", json::Value::string(each.text.in(language)));
        if (!each.place.element.empty()) item.set("element", json::Value::string(each.place.element));
        list.push(std::move(item));
    }
    return list;
}

Result<std::string> done_json(const View& view, const Operations::Done& done, Language language) {
    json::Value out = json::Value::object();
    if (done.dry_run) {
        out.set("dry_run", json::Value::boolean(true));
        out.set("possible", json::Value::boolean(true));
        out.set("diagnostics", told(done.notes, language));
        out.set("instance", view.state(done.after, done.after.version, std::nullopt));
        return json::write_compact(out);
    }
    json::Value instance = json::Value::object();
    instance.set("id", View::id(done.after.id));
    instance.set("state", json::Value::string(flow::status_name(done.after.state.status)));
    instance.set("suspended", json::Value::boolean(done.after.state.suspended));
    instance.set("version", json::Value::number(done.after.version));
    out.set("instance", std::move(instance));
    return json::write_compact(out);
}

bool wants_dry_run(const json::Value& body) {
    const json::Value* found = body.find("dry_run");
    return found != nullptr && found->is_boolean() && found->as_boolean();
}

// Why it is not possible, as the answer to a dry run.
std::string impossible(const Diagnostics& why, Language language) {
    json::Value out = json::Value::object();
    out.set("dry_run", json::Value::boolean(true));
    out.set("possible", json::Value::boolean(false));
    out.set("diagnostics", told(why, language));
    return json::write_compact(out);
}

// What a body asks for and cannot be had at all is no answer to a dry run.
bool refused_outright(const Diagnostics& why) {
    const std::string& code = why.front().code;
    return code == "FLOW-404" || code == "FLOW-422" || code == "FLOW-217" || code == "FLOW-412" ||
           code.starts_with("DB-");
}

}  // namespace

bool Flows::is_operation(std::string_view action) { return Operations::knows(action); }

Result<std::string> Flows::operate(Act& act, Id instance, const ActionRequest& request, Language language) const {
    static const json::Value kEmpty = json::Value::object();
    const json::Value& body = request.body == nullptr ? kEmpty : *request.body;
    auto done = Operations(*this, act).perform(instance, request.action, body, request.version);
    if (!done) {
        if (wants_dry_run(body) && !refused_outright(done.error())) return impossible(done.error(), language);
        return tl::unexpected(std::move(done.error()));
    }
    return done_json(View(*this, act.tx, act.caller, act.now, language), *done, language);
}

Result<std::string> Flows::solve(Act& act, Id incident, std::string_view action, const json::Value& body,
                                 Language language) const {
    auto done = Operations(*this, act).perform_on_incident(incident, action, body);
    if (!done) {
        if (wants_dry_run(body) && !refused_outright(done.error())) return impossible(done.error(), language);
        return tl::unexpected(std::move(done.error()));
    }
    return done_json(View(*this, act.tx, act.caller, act.now, language), *done, language);
}

Result<void> Flows::break_off(Act& act, Id instance, std::uint32_t wait, std::uint32_t timer, const Diagnostics& why,
                              std::int64_t attempts) const {
    return Runner(*this, act).break_off(instance, wait, timer, why, attempts);
}

}  // namespace fw::flows
