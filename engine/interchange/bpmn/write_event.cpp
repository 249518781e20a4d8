#include "engine/interchange/bpmn/writing.h"

namespace fw::bpmn {

namespace {

bool throws(const json::Value& node) { return node.string_or("type") == "end" || node.string_or("type") == "throw"; }

// `date and time("2026-01-01T00:00:00")` is written as the moment itself.
std::string_view literal_moment(std::string_view feel) {
    for (const std::string_view call : {"date and time(\"", "date(\""}) {
        if (!feel.starts_with(call) || !feel.ends_with("\")")) continue;
        const std::string_view inside = feel.substr(call.size(), feel.size() - call.size() - 2);
        if (inside.find_first_of("\"\\") == std::string_view::npos && inside.size() >= 10) return inside;
    }
    return {};
}

void write_timer(const Writing& w, const json::Value& node, xml::Element& into) {
    if (const std::string_view after = node.string_or("after"); !after.empty()) {
        into.add(w.formal("timeDuration", after, false));
    } else if (const std::string_view every = node.string_or("every"); !every.empty()) {
        into.add(w.formal("timeCycle", every, false));
    } else if (const std::string_view at = node.string_or("at"); !at.empty()) {
        const std::string_view moment = literal_moment(at);
        into.add(w.formal("timeDate", moment.empty() ? at : moment, moment.empty()));
    }
}

}  // namespace

void write_event(Writing& w, const json::Value& node, xml::Element& into) {
    const json::Value* interrupting = node.find("interrupting");
    if (interrupting != nullptr && interrupting->is_boolean() && !interrupting->as_boolean()) {
        into.set(node.string_or("type") == "boundary" ? "cancelActivity" : "isInterrupting", "false");
    }
    if (const std::string_view on = node.string_or("attached_to"); !on.empty()) into.set("attachedToRef", w.node(on));
    const bool timer = node.string_or("type") == "timer";
    const std::string event(timer ? "timer" : node.string_or("event", "none"));
    if (event == "none") return;
    xml::Element definition =
        model_element((event == "compensation" ? std::string("compensate") : event) + "EventDefinition");
    if (event == "message" || event == "signal" || event == "error" || event == "escalation") {
        const std::string_view name = node.string_or(event);
        if (!name.empty()) definition.set(event + "Ref", w.root(event, name));
    } else if (event == "timer") {
        write_timer(w, node, definition);
    } else if (event == "conditional") {
        definition.add(w.formal("condition", node.string_or("condition"), true));
    } else if (event == "compensation" && throws(node)) {
        const std::string_view activity = node.string_or("compensate");
        if (!activity.empty()) definition.set("activityRef", w.node(activity));
        const json::Value* waits = node.find("wait_for_completion");
        if (waits != nullptr && waits->is_boolean() && !waits->as_boolean())
            definition.set("waitForCompletion", "false");
    } else if (event == "link") {
        definition.set("name", node.string_or("link"));
    }
    into.add(std::move(definition));
}

}  // namespace fw::bpmn
