#include "engine/feel/feel.h"
#include "engine/flow/event.h"
#include "engine/flow/json_io.h"
#include "engine/json/read.h"

namespace fw::flow {

namespace {

constexpr std::string_view kEventNames[] = {
    "started",     "variable",       "moved",         "forked",      "merged",       "placed",        "cancelled",
    "ended",       "seat_added",     "seat_asked",    "seat_agreed", "seat_refused", "seat_passed",   "seat_closed",
    "seat_parked", "seat_held",      "seat_handed",   "passed",      "refused",      "returned",      "resubmitted",
    "timer_set",   "timer_fired",    "timer_gone",    "record_set",  "notified",     "reminded",      "urged",
    "commented",   "withdrawn",      "terminated",    "finished",    "token_made",   "frame_opened",  "frame_closed",
    "frame_kept",  "instance_begun", "instance_done", "wait_set",    "wait_gone",    "looked",        "caught",
    "thrown",      "message_sent",   "signal_sent",   "linked",      "undoable",     "undoing",       "undo_begun",
    "undone",      "gate_passed",    "gate_reset",    "copied",      "suspended",    "continued",     "edited",
    "incident",    "incident_gone",  "migrated",      "chosen",      "taken_back",   "seat_restored", "seat_queued"};

constexpr std::string_view kReasonNames[] = {
    "",        "decision",    "others",  "nobody",     "initiator",    "same_person",   "timeout",    "return",
    "resume",  "jump",        "refusal", "withdrawal", "termination",  "transfer",      "delegation", "answer",
    "removal", "interrupted", "enough",  "take_back",  "record_moved", "record_deleted"};

void write(std::string& out, const Event& event, const Flow& flow) {
    ObjectWriter object(out);
    object.text("kind", event_name(event.kind));
    object.text("reason", reason_name(event.reason));
    if (event.status != SeatStatus::kWaiting) object.text("status", kSeatNames[static_cast<std::size_t>(event.status)]);
    if (event.origin != Origin::kNode) object.text("origin", kOriginNames[static_cast<std::size_t>(event.origin)]);
    object.flag("straight", event.straight);
    object.number("order", event.order);
    object.number("weight", event.weight, 1);
    object.number("token", event.token);
    object.number("other", event.other);
    object.number("seat", event.seat);
    object.number("timer", event.timer);
    object.number("index", event.index);
    object.number("frame", event.frame);
    object.number("wait", event.wait);
    object.number("left", event.left);
    object.node("node", flow, event.node);
    object.node("from", flow, event.from);
    object.edge("edge", flow, event.edge);
    object.number("person", event.person);
    object.number("by", event.by);
    object.number("other_person", event.other_person);
    object.number("at", event.at);
    object.number("due", event.due);
    if (!event.value.is_null()) object.key("value") += json::write_compact(feel::to_json(event.value));
    object.text("text", event.text);
    object.text("text_zh", event.text_zh);
    if (!event.people.empty()) {
        std::string& list = object.key("people");
        list += '[';
        for (std::size_t i = 0; i < event.people.size(); ++i) {
            if (i > 0) list += ',';
            ObjectWriter::append_number(list, event.people[i]);
        }
        list += ']';
    }
}

// What a value is read as: variables know their types.
feel::Type type_of(const Event& event, const Flow& flow) {
    if (event.kind != EventKind::kVariable) return {};
    const bool local = event.frame != 0 && event.node != kNone;
    const std::vector<Variable>& variables = local ? flow.nodes[event.node].locals : flow.variables;
    return event.index < variables.size() ? variables[event.index].type : feel::Type();
}

Event read(const json::Value& value, const Flow& flow, bool& broken) {
    const ObjectReader object(value, flow, broken);
    Event event;
    event.kind = named(object.text("kind"), kEventNames, EventKind::kCommented, broken);
    event.reason = named(object.text("reason"), kReasonNames, Reason::kNoReason, broken);
    event.status = named(object.text("status"), kSeatNames, SeatStatus::kWaiting, broken);
    event.origin = named(object.text("origin"), kOriginNames, Origin::kNode, broken);
    event.straight = object.flag("straight");
    event.order = static_cast<std::uint16_t>(object.number("order"));
    event.weight = static_cast<std::uint16_t>(object.number("weight", 1));
    event.token = object.u32("token");
    event.other = object.u32("other");
    event.seat = object.u32("seat");
    event.timer = object.u32("timer");
    event.index = object.u32("index");
    event.frame = object.u32("frame");
    event.wait = object.u32("wait");
    event.left = object.number("left");
    event.node = object.node("node");
    event.from = object.node("from");
    event.edge = object.edge("edge");
    event.person = object.number("person");
    event.by = object.number("by");
    event.other_person = object.number("other_person");
    event.at = object.number("at");
    event.due = object.number("due");
    if (const json::Value* found = object.find("value")) {
        event.value = feel::from_json(*found, type_of(event, flow));
    }
    event.text = object.text("text");
    event.text_zh = object.text("text_zh");
    if (const json::Value* people = object.find("people"); people != nullptr && people->is_array()) {
        for (const json::Value& each : people->items()) {
            event.people.push_back(each.is_number() ? each.as_int64().value_or(kNobody) : kNobody);
        }
    }
    return event;
}

}  // namespace

std::string_view event_name(EventKind kind) { return kEventNames[static_cast<std::size_t>(kind)]; }
std::string_view reason_name(Reason reason) { return kReasonNames[static_cast<std::size_t>(reason)]; }

void append_json(std::string& out, const Events& events, const Flow& flow) {
    out += '[';
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (i > 0) out += ',';
        write(out, events[i], flow);
    }
    out += ']';
}

Result<Events> read_events(std::string_view text, const Flow& flow) {
    auto value = json::read(text);
    if (!value) return tl::unexpected(std::move(value.error()));
    Events events;
    bool broken = !value->is_array();
    if (value->is_array()) {
        for (const json::Value& each : value->items()) events.push_back(read(each, flow, broken));
    }
    if (broken) {
        return fail("FLOW-304",
                    Text("the history of the instance names something that flow '" + flow.id + "' does not have",
                         "实例历史记录中的内容在流程“" + flow.id + "”中不存在"));
    }
    return events;
}

}  // namespace fw::flow
