#include "engine/feel/feel.h"
#include "engine/flow/instance.h"
#include "engine/flow/json_io.h"
#include "engine/json/read.h"

namespace fw::flow {

namespace {

template <class T, class Write>
void append_list(ObjectWriter& object, std::string_view name, const std::vector<T>& list, Write write) {
    if (list.empty()) return;
    std::string& out = object.key(name);
    out += '[';
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i > 0) out += ',';
        ObjectWriter item(out);
        write(item, list[i]);
    }
    out += ']';
}

template <class Read>
void read_list(const ObjectReader& object, std::string_view name, Read read) {
    const json::Value* list = object.find(name);
    if (list == nullptr || !list->is_array()) return;
    for (const json::Value& each : list->items()) read(each);
}

void write_variables(ObjectWriter& object, const Instance& instance, const Flow& flow) {
    if (instance.variables.empty()) return;
    std::string& out = object.key("variables");
    ObjectWriter variables(out);
    for (std::size_t i = 0; i < instance.variables.size(); ++i) {
        if (instance.variables[i].is_null()) continue;
        variables.key(flow.variables[i].id) += json::write_compact(feel::to_json(instance.variables[i]));
    }
}

void read_variables(const ObjectReader& object, Instance& instance, const Flow& flow) {
    if (instance.status != Status::kNew) instance.variables.resize(flow.variables.size());
    const json::Value* variables = object.find("variables");
    if (variables == nullptr) return;
    for (std::size_t i = 0; i < flow.variables.size(); ++i) {
        if (const json::Value* value = variables->find(flow.variables[i].id)) {
            instance.variables[i] = feel::from_json(*value, flow.variables[i].type);
        }
    }
}

void write_people(std::string& out, const std::vector<Person>& people) {
    out += '[';
    for (std::size_t i = 0; i < people.size(); ++i) {
        if (i > 0) out += ',';
        ObjectWriter::append_number(out, people[i]);
    }
    out += ']';
}

void write_seat(ObjectWriter& item, const Flow& flow, const Seat& seat) {
    item.number("number", seat.number);
    item.number("token", seat.token);
    item.node("node", flow, seat.node);
    item.number("order", seat.order);
    item.number("weight", seat.weight, 1);
    item.text("status", kSeatNames[static_cast<std::size_t>(seat.status)]);
    item.text("origin", seat.origin == Origin::kNode ? "" : kOriginNames[static_cast<std::size_t>(seat.origin)]);
    item.number("person", seat.person);
    item.number("lender", seat.lender);
    item.number("adder", seat.adder);
    item.number("position", static_cast<std::int64_t>(seat.position));
    item.number("urged", seat.urged);
}

Seat read_seat(const ObjectReader& item, bool& broken) {
    Seat seat;
    seat.number = item.u32("number");
    seat.token = item.u32("token");
    seat.node = item.node("node");
    seat.order = static_cast<std::uint16_t>(item.number("order"));
    seat.weight = static_cast<std::uint16_t>(item.number("weight", 1));
    seat.status = named(item.text("status"), kSeatNames, SeatStatus::kWaiting, broken);
    seat.origin = named(item.text("origin"), kOriginNames, Origin::kNode, broken);
    seat.person = item.number("person");
    seat.lender = item.number("lender");
    seat.adder = item.u32("adder");
    seat.position = static_cast<Position>(item.u32("position") & 3U);
    seat.urged = item.number("urged");
    return seat;
}

void write_chosen(ObjectWriter& object, const Instance& instance, const Flow& flow) {
    append_list(object, "chosen", instance.chosen, [&](ObjectWriter& item, const Chosen& chosen) {
        item.node("node", flow, chosen.node);
        write_people(item.key("people"), chosen.people);
    });
    const Decision& last = instance.last;
    if (last.seat == 0) return;
    ObjectWriter item(object.key("last"));
    item.number("seat", last.seat);
    item.number("token", last.token);
    item.number("scope", last.scope);
    item.node("node", flow, last.node);
    item.number("person", last.person);
    item.number("by", last.by);
    item.number("last_seat", last.last_seat);
    item.flag("decided", last.decided);
    append_list(item, "seats", last.seats, [&](ObjectWriter& each, const Seat& seat) { write_seat(each, flow, seat); });
}

void read_chosen(const ObjectReader& object, Instance& instance, const Flow& flow, bool& broken) {
    read_list(object, "chosen", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        Chosen chosen{item.node("node"), {}};
        const json::Value* people = item.find("people");
        if (people != nullptr && people->is_array()) {
            for (const json::Value& person : people->items())
                chosen.people.push_back(person.is_number() ? person.as_int64().value_or(kNobody) : kNobody);
        }
        instance.chosen.push_back(std::move(chosen));
    });
    const json::Value* kept = object.find("last");
    if (kept == nullptr) return;
    const ObjectReader item(*kept, flow, broken);
    Decision& last = instance.last;
    last.seat = item.u32("seat");
    last.token = item.u32("token");
    last.scope = item.u32("scope");
    last.node = item.node("node");
    last.person = item.number("person");
    last.by = item.number("by");
    last.last_seat = item.u32("last_seat");
    last.decided = item.flag("decided");
    read_list(item, "seats", [&](const json::Value& each) {
        last.seats.push_back(read_seat(ObjectReader(each, flow, broken), broken));
    });
}

void write_values(ObjectWriter& item, std::string_view name, const std::vector<feel::Value>& values) {
    if (values.empty()) return;
    std::string& out = item.key(name);
    out += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) out += ',';
        out += json::write_compact(feel::to_json(values[i]));
    }
    out += ']';
}

void write_frames(ObjectWriter& object, const Instance& instance, const Flow& flow) {
    append_list(object, "frames", instance.frames, [&](ObjectWriter& item, const Frame& frame) {
        item.number("number", frame.number);
        item.number("parent", frame.parent);
        item.number("token", frame.token);
        item.node("node", flow, frame.node);
        item.flag("repeat", frame.kind == Frame::Kind::kRepeat);
        item.flag("done", frame.done);
        item.number("tokens", frame.tokens);
        item.number("total", frame.total);
        item.number("begun", frame.begun);
        item.number("finished", frame.finished);
        if (!frame.items.is_null()) item.key("items") += json::write_compact(feel::to_json(frame.items));
        write_values(item, "values", frame.values);
    });
    append_list(object, "waits", instance.waits, [&](ObjectWriter& item, const Wait& wait) {
        item.number("number", wait.number);
        item.number("token", wait.token);
        item.number("frame", wait.frame);
        item.node("node", flow, wait.node);
        item.text("kind", kWaitNames[static_cast<std::size_t>(wait.kind)]);
        item.flag("held", wait.held);
        item.text("name", wait.name);
        if (!wait.key.is_null()) item.key("key") += json::write_compact(feel::to_json(wait.key));
    });
    append_list(object, "undos", instance.undos, [&](ObjectWriter& item, const Undo& undo) {
        item.number("number", undo.number);
        item.number("frame", undo.frame);
        item.node("node", flow, undo.node);
        item.number("inner", undo.inner);
        item.number("by", undo.by);
        item.number("turn", undo.turn);
        item.number("token", undo.token);
    });
    append_list(object, "incidents", instance.incidents, [&](ObjectWriter& item, const Incident& incident) {
        item.number("number", incident.number);
        item.number("token", incident.token);
        item.node("node", flow, incident.node);
        item.number("wait", incident.wait);
        item.number("timer", incident.timer);
        item.text("code", incident.code);
        item.text("text", incident.text);
        item.text("text_zh", incident.text_zh);
    });
    append_list(object, "gates", instance.gates, [&](ObjectWriter& item, const Gate& gate) {
        item.number("frame", gate.frame);
        item.node("node", flow, gate.node);
        std::string& out = item.key("passed");
        out += '[';
        for (std::size_t i = 0; i < gate.passed.size(); ++i) {
            if (i > 0) out += ',';
            json::append_string(out, flow.edges[gate.passed[i]].id);
        }
        out += ']';
    });
}

Frame read_frame(const ObjectReader& item, const Flow& flow) {
    Frame frame;
    frame.number = item.u32("number");
    frame.parent = item.u32("parent");
    frame.token = item.u32("token");
    frame.node = item.node("node");
    frame.kind = item.flag("repeat") ? Frame::Kind::kRepeat : Frame::Kind::kActivity;
    frame.done = item.flag("done");
    frame.tokens = item.u32("tokens");
    frame.total = item.u32("total");
    frame.begun = item.u32("begun");
    frame.finished = item.u32("finished");
    if (const json::Value* items = item.find("items")) frame.items = feel::from_json(*items);
    const json::Value* values = item.find("values");
    if (values == nullptr || !values->is_array() || frame.node == kNone) return frame;
    const std::vector<Variable>& locals = flow.nodes[frame.node].locals;
    for (std::size_t i = 0; i < values->items().size(); ++i) {
        const bool typed = frame.kind == Frame::Kind::kActivity && i < locals.size();
        frame.values.push_back(feel::from_json(values->items()[i], typed ? locals[i].type : feel::Type()));
    }
    return frame;
}

void read_frames(const ObjectReader& object, Instance& instance, const Flow& flow, bool& broken) {
    read_list(object, "frames", [&](const json::Value& each) {
        instance.frames.push_back(read_frame(ObjectReader(each, flow, broken), flow));
    });
    read_list(object, "waits", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        Wait wait;
        wait.number = item.u32("number");
        wait.token = item.u32("token");
        wait.frame = item.u32("frame");
        wait.node = item.node("node");
        wait.kind = named(item.text("kind"), kWaitNames, Wait::Kind::kMessage, broken);
        wait.held = item.flag("held");
        wait.name = item.text("name");
        if (const json::Value* key = item.find("key")) wait.key = feel::from_json(*key);
        instance.waits.push_back(std::move(wait));
    });
    read_list(object, "undos", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        instance.undos.push_back({item.u32("number"), item.u32("frame"), item.node("node"), item.u32("inner"),
                                  item.u32("by"), item.u32("turn"), item.u32("token")});
    });
    read_list(object, "incidents", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        instance.incidents.push_back({item.u32("number"), item.u32("token"), item.node("node"), item.u32("wait"),
                                      item.u32("timer"), std::string(item.text("code")), std::string(item.text("text")),
                                      std::string(item.text("text_zh"))});
    });
    read_list(object, "gates", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        Gate gate{item.u32("frame"), item.node("node"), {}};
        const json::Value* passed = item.find("passed");
        if (passed != nullptr && passed->is_array()) {
            for (const json::Value& edge : passed->items()) {
                const auto found = edge.is_string() ? flow.edges_by_id.find(edge.as_string()) : flow.edges_by_id.end();
                if (found == flow.edges_by_id.end()) {
                    broken = true;
                } else {
                    gate.passed.push_back(found->second);
                }
            }
        }
        instance.gates.push_back(std::move(gate));
    });
}

}  // namespace

void append_json(std::string& out, const Instance& instance, const Flow& flow) {
    ObjectWriter object(out);
    object.text("status", status_name(instance.status));
    object.flag("suspended", instance.suspended);
    object.flag("returned", instance.returned);
    object.flag("decided", instance.decided);
    object.number("round", instance.round, 1);
    object.number("last_token", instance.last_token);
    object.number("last_seat", instance.last_seat);
    object.number("last_timer", instance.last_timer);
    object.number("last_frame", instance.last_frame);
    object.number("last_wait", instance.last_wait);
    object.number("last_undo", instance.last_undo);
    object.number("last_incident", instance.last_incident);
    object.node("ended_by", flow, instance.ended_by);
    object.number("initiator", instance.initiator);
    object.number("started_at", instance.started_at);
    object.number("ended_at", instance.ended_at);
    append_list(object, "tokens", instance.tokens, [&](ObjectWriter& item, const Token& token) {
        item.number("number", token.number);
        item.node("node", flow, token.node);
        item.edge("edge", flow, token.edge);
        item.node("resume", flow, token.resume);
        item.number("scope", token.scope);
        item.number("inner", token.inner);
    });
    append_list(object, "seats", instance.seats,
                [&](ObjectWriter& item, const Seat& seat) { write_seat(item, flow, seat); });
    append_list(object, "timers", instance.timers, [&](ObjectWriter& item, const Timer& timer) {
        item.number("number", timer.number);
        item.number("token", timer.token);
        item.node("node", flow, timer.node);
        item.flag("timeout", timer.purpose == Timer::Purpose::kTimeout);
        item.number("due", timer.due);
        item.number("frame", timer.frame);
        item.number("left", timer.left);
    });
    write_frames(object, instance, flow);
    append_list(object, "passed", instance.passed, [&](ObjectWriter& item, const Passed& passed) {
        item.node("node", flow, passed.node);
        item.number("person", passed.person);
    });
    write_chosen(object, instance, flow);
    write_variables(object, instance, flow);
}

Result<Instance> read_instance(std::string_view text, const Flow& flow) {
    auto value = json::read(text);
    if (!value) return tl::unexpected(std::move(value.error()));
    bool broken = false;
    const ObjectReader object(*value, flow, broken);
    Instance instance;
    instance.status = named(object.text("status"), kStatusNames, Status::kNew, broken);
    instance.suspended = object.flag("suspended");
    instance.returned = object.flag("returned");
    instance.decided = object.flag("decided");
    instance.round = object.u32("round", 1);
    instance.last_token = object.u32("last_token");
    instance.last_seat = object.u32("last_seat");
    instance.last_timer = object.u32("last_timer");
    instance.last_frame = object.u32("last_frame");
    instance.last_wait = object.u32("last_wait");
    instance.last_undo = object.u32("last_undo");
    instance.last_incident = object.u32("last_incident");
    instance.ended_by = object.node("ended_by");
    instance.initiator = object.number("initiator");
    instance.started_at = object.number("started_at");
    instance.ended_at = object.number("ended_at");
    read_list(object, "tokens", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        instance.tokens.push_back({item.u32("number"), item.node("node"), item.edge("edge"), item.node("resume"),
                                   item.u32("scope"), item.u32("inner")});
    });
    read_list(object, "seats", [&](const json::Value& each) {
        instance.seats.push_back(read_seat(ObjectReader(each, flow, broken), broken));
    });
    read_list(object, "timers", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        Timer timer;
        timer.number = item.u32("number");
        timer.token = item.u32("token");
        timer.node = item.node("node");
        timer.purpose = item.flag("timeout") ? Timer::Purpose::kTimeout : Timer::Purpose::kNode;
        timer.due = item.number("due");
        timer.frame = item.u32("frame");
        timer.left = item.number("left");
        instance.timers.push_back(timer);
    });
    read_list(object, "passed", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        instance.passed.push_back({item.node("node"), item.number("person")});
    });
    read_chosen(object, instance, flow, broken);
    read_variables(object, instance, flow);
    read_frames(object, instance, flow, broken);
    if (broken) {
        return fail("FLOW-303",
                    Text("the snapshot of the instance names a step that flow '" + flow.id + "' does not have",
                         "实例快照中的步骤在流程“" + flow.id + "”中不存在"));
    }
    return instance;
}

}  // namespace fw::flow
