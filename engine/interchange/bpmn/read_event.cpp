#include <optional>

#include "engine/feel/calendar/text.h"
#include "engine/flow/cycle.h"
#include "engine/interchange/bpmn/expression.h"
#include "engine/interchange/bpmn/kinds.h"
#include "engine/interchange/bpmn/reading.h"
#include "engine/interchange/bpmn/vendor.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

constexpr std::string_view kSuffix = "EventDefinition";

// The event definitions of an event, its own and those it refers to.
std::vector<const xml::Element*> definitions_of(Reading& r, const xml::Element& element) {
    std::vector<const xml::Element*> out;
    for (const xml::Element* each : element.elements()) {
        if (each->name.uri != kModel) continue;
        if (each->name.local.ends_with(kSuffix)) out.push_back(each);
        if (each->name.local == "eventDefinitionRef") {
            const xml::Element* found = r.source.find(each->text());
            if (found != nullptr && found->name.local.ends_with(kSuffix)) out.push_back(found);
        }
    }
    return out;
}

// What the root element behind a reference is called: the first of its attributes that says something, else its id.
// Without a reference: what the event itself is called.
std::string called(Reading& r, std::string_view reference, const xml::Element& event,
                   std::initializer_list<std::string_view> attributes) {
    if (trimmed(reference).empty()) {
        const std::string label = label_of(event);
        return label.empty() ? std::string(event.value_or("id")) : label;
    }
    const xml::Element* found = r.source.find(reference);
    if (found == nullptr) return std::string(without_prefix(reference));
    for (const std::string_view each : attributes) {
        if (const std::string_view value = trimmed(found->value_or(each)); !value.empty()) return std::string(value);
    }
    return std::string(found->value_or("id"));
}

std::string unquoted(std::string_view text) {
    text = trimmed(text);
    const bool quoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return std::string(quoted ? text.substr(1, text.size() - 2) : text);
}

// P2W is ISO 8601, but no duration of XML Schema or FEEL.
std::string days_of_weeks(std::string_view text) {
    const bool weeks = text.size() > 2 && text.size() < 9 && text.front() == 'P' && text.back() == 'W' &&
                       text.find_first_not_of("0123456789", 1) == text.size() - 1;
    if (!weeks) return std::string(text);
    return "P" + std::to_string(7 * std::stol(std::string(text.substr(1, text.size() - 2)))) + "D";
}

// A literal duration. Flows count whole seconds, so fractions are rounded up; what is not above zero is due at once.
bool read_duration(const std::string& written, json::Value& into) {
    const std::string text = days_of_weeks(written);
    if (const auto months = feel::parse_years_duration(text)) {
        if (months->months > 0) {
            into.set("after", json::Value::string(text));
            return true;
        }
    } else if (auto days = feel::parse_days_duration(text)) {
        const bool fraction = days->nanos > 0;
        if (fraction) *days = {days->seconds + 1, 0};
        if (days->seconds > 0) {
            into.set("after", json::Value::string(fraction ? feel::to_text(*days) : text));
            return true;
        }
    } else if (const auto both = flow::parse_span(text)) {  // P1Y2M3DT4H
        if (both->months + both->seconds > 0) {
            const std::size_t dot = text.find('.');
            const bool fraction = dot != std::string::npos;
            const bool more = fraction && text.find_first_of("123456789", dot) != std::string::npos;
            const std::string whole = feel::to_text(feel::DaysDuration{both->seconds + (more ? 1 : 0), 0}).substr(1);
            into.set("after", json::Value::string(fraction ? "P" + std::to_string(both->months) + "M" + whole : text));
            return true;
        }
    } else {
        return false;
    }
    into.set("at", json::Value::string("duration(\"PT0S\")"));
    return true;
}

// R3/PT10M, @daily, or cron's five to seven fields. Whether it is a right one, the check of the flow says.
bool is_cycle(std::string_view text) {
    if (text.starts_with('@') || (text.starts_with('R') && text.find('/') != std::string_view::npos)) return true;
    std::size_t fields = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool space = text[i] == ' ';
        if (!space && (i == 0 || text[i - 1] == ' ')) ++fields;
    }
    return fields >= 5 && fields <= 7 && text.find_first_of("${}\"'=") == std::string_view::npos;
}

bool is_moment(std::string_view text) {
    return text.size() >= 10 && text[0] >= '0' && text[0] <= '9' && text[4] == '-' && text[7] == '-';
}

void moment(std::string_view text, json::Value& into) {
    const std::size_t time = text.find('T');
    std::string whole(text);
    // 09:30 without seconds is ISO 8601, but no time of XML Schema or FEEL.
    const bool minutes = time != std::string_view::npos && text.size() >= time + 6 && text[time + 3] == ':' &&
                         (text.size() == time + 6 || text[time + 6] != ':');
    if (minutes) whole.insert(time + 6, ":00");
    const std::string_view function = time == std::string_view::npos ? "date(" : "date and time(";
    into.set("at", json::Value::string(std::string(function) + feel_string(whole) + ")"));
}

void read_timer(Reading& r, const xml::Element& definition, json::Value& into) {
    if (const xml::Element* cycle = child(definition, "timeCycle"); cycle != nullptr) {
        const std::string text = unquoted(cycle->text());
        if (is_cycle(text)) {
            into.set("every", json::Value::string(text));
        } else if (!text.empty() && !read_duration(text, into)) {
            r.note("BPMN-103", *cycle,
                   format_text({"This cycle is neither an ISO 8601 repetition nor cron: {0}",
                                "该周期既不是 ISO 8601 重复时间，也不是 cron：{0}"},
                               {text}));
            into.set("every", json::Value::string(text));
        }
        return;
    }
    for (const std::string_view name : {"timeDuration", "timeDate"}) {
        const xml::Element* found = child(definition, name);
        if (found == nullptr) continue;
        const std::string text = unquoted(found->text());
        if (text.empty()) continue;
        if (read_duration(text, into)) continue;
        if (is_moment(text)) {
            moment(text, into);
        } else {
            set_text(into, "at", r.expression(found->text(), *found, found->value_or("language")));
        }
    }
}

void read_link(const xml::Element& element, const xml::Element& definition, json::Value& into) {
    std::string name(trimmed(definition.value_or("name")));
    if (name.empty()) name = label_of(element);
    into.set("link", json::Value::string(name.empty() ? element.value_or("id") : std::string_view(name)));
}

// camunda:errorCodeVariable and its like: variables that get what a caught event brings.
void read_caught(Reading& r, const xml::Element& definition, std::string_view payload, json::Value& into) {
    json::Value out = json::Value::object();
    const std::string prefix(payload);
    for (const auto& [attribute, member] : {std::pair<std::string, std::string>{prefix + "CodeVariable", "code"},
                                            {prefix + "MessageVariable", "message"}}) {
        const std::string_view variable = camunda(definition, attribute);
        if (!variable.empty()) out.set(r.variable(variable), json::Value::string(prefix + "." + member));
    }
    if (out.is_object() && !out.members().empty()) into.set("out", std::move(out));
}

void read_definition(Reading& r, const xml::Element& element, const xml::Element& definition, bool catches,
                     json::Value& into) {
    const std::string_view local = definition.name.local;
    std::string event(local.substr(0, local.size() - kSuffix.size()));
    if (event == "compensate") event = "compensation";
    into.set("event", json::Value::string(event));
    if (event == "message") {
        const std::string_view reference = definition.value_or("messageRef");
        into.set("message", json::Value::string(called(r, reference, element, {"name"})));
        if (const xml::Element* message = r.source.find(reference)) {
            if (const xml::Element* subscription = extension(*message, "subscription")) {
                set_text(into, "key", r.expression(subscription->value_or("correlationKey"), *subscription, "feel"));
            }
        }
    } else if (event == "signal") {
        into.set("signal", json::Value::string(called(r, definition.value_or("signalRef"), element, {"name"})));
    } else if (event == "timer") {
        read_timer(r, definition, into);
    } else if (event == "conditional") {
        set_text(into, "condition", r.child_expression(definition, "condition"));
    } else if (event == "link") {
        read_link(element, definition, into);
    } else if (event == "error" || event == "escalation") {
        const std::string_view reference = definition.value_or(event + "Ref");
        if (!trimmed(reference).empty()) {
            into.set(event, json::Value::string(called(r, reference, element, {event + "Code"})));
        }
        if (catches) read_caught(r, definition, event, into);
    } else if (event == "compensation") {
        const std::string_view activity = definition.value_or("activityRef");
        if (!catches && r.source.find(activity) != nullptr) {
            into.set("compensate", json::Value::string(r.nodes.of(r.source.find(activity)->value_or("id"))));
        }
        if (!catches && !flag(definition, "waitForCompletion", true))
            into.set("wait_for_completion", json::Value::boolean(false));
    }
}

}  // namespace

void read_event(Reading& r, const xml::Element& element, json::Value& into) {
    const std::string_view local = element.name.local;
    const bool catches = local != "endEvent" && local != "intermediateThrowEvent" && local != "implicitThrowEvent";
    const std::vector<const xml::Element*> definitions = definitions_of(r, element);
    if (local == "boundaryEvent") {
        const xml::Element* activity = r.source.find(element.value_or("attachedToRef"));
        if (activity == nullptr) {
            r.note("BPMN-105", element,
                   format_text({"The boundary event '{0}' is on no activity: there is no '{1}' for its attachedToRef",
                                "边界事件“{0}”未附加到任何活动：attachedToRef 指向的“{1}”不存在"},
                               {std::string(element.value_or("id")), std::string(element.value_or("attachedToRef"))}));
        }
        into.set("attached_to", json::Value::string(activity == nullptr ? "" : r.nodes.of(activity->value_or("id"))));
    }
    if (!definitions.empty()) read_definition(r, element, *definitions.front(), catches, into);
    if (definitions.size() > 1) {
        r.note("BPMN-104", element,
               {"This event has several definitions; the first one is executed, the others are kept",
                "该事件有多个事件定义；仅执行第一个，其余予以保留"});
    }
    const std::string_view interrupting = local == "startEvent" ? "isInterrupting" : "cancelActivity";
    if (catches && !flag(element, interrupting, true)) into.set("interrupting", json::Value::boolean(false));
    if (local == "boundaryEvent" && into.string_or("event") == "compensation") {
        const std::string_view handler = r.source.handler_of(element.value_or("id"));
        if (!handler.empty()) into.set("handler", json::Value::string(r.nodes.of(handler)));
    }
}

}  // namespace fw::bpmn
