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

}  // namespace

void append_json(std::string& out, const Instance& instance, const Flow& flow) {
    ObjectWriter object(out);
    object.text("status", status_name(instance.status));
    object.flag("returned", instance.returned);
    object.flag("decided", instance.decided);
    object.number("round", instance.round, 1);
    object.number("last_token", instance.last_token);
    object.number("last_seat", instance.last_seat);
    object.number("last_timer", instance.last_timer);
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
    });
    append_list(object, "seats", instance.seats, [&](ObjectWriter& item, const Seat& seat) {
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
    });
    append_list(object, "timers", instance.timers, [&](ObjectWriter& item, const Timer& timer) {
        item.number("number", timer.number);
        item.number("token", timer.token);
        item.node("node", flow, timer.node);
        item.flag("timeout", timer.purpose == Timer::Purpose::kTimeout);
        item.number("due", timer.due);
    });
    append_list(object, "passed", instance.passed, [&](ObjectWriter& item, const Passed& passed) {
        item.node("node", flow, passed.node);
        item.number("person", passed.person);
    });
    write_variables(object, instance, flow);
}

Result<Instance> read_instance(std::string_view text, const Flow& flow) {
    auto value = json::read(text);
    if (!value) return tl::unexpected(std::move(value.error()));
    bool broken = false;
    const ObjectReader object(*value, flow, broken);
    Instance instance;
    instance.status = named(object.text("status"), kStatusNames, Status::kNew, broken);
    instance.returned = object.flag("returned");
    instance.decided = object.flag("decided");
    instance.round = object.u32("round", 1);
    instance.last_token = object.u32("last_token");
    instance.last_seat = object.u32("last_seat");
    instance.last_timer = object.u32("last_timer");
    instance.ended_by = object.node("ended_by");
    instance.initiator = object.number("initiator");
    instance.started_at = object.number("started_at");
    instance.ended_at = object.number("ended_at");
    read_list(object, "tokens", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        instance.tokens.push_back(
            {item.u32("number"), item.node("node"), item.edge("edge"), item.node("resume"), item.u32("scope")});
    });
    read_list(object, "seats", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
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
        instance.seats.push_back(seat);
    });
    read_list(object, "timers", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        instance.timers.push_back({item.u32("number"), item.u32("token"), item.node("node"),
                                   item.flag("timeout") ? Timer::Purpose::kTimeout : Timer::Purpose::kNode,
                                   item.number("due")});
    });
    read_list(object, "passed", [&](const json::Value& each) {
        const ObjectReader item(each, flow, broken);
        instance.passed.push_back({item.node("node"), item.number("person")});
    });
    read_variables(object, instance, flow);
    if (broken) {
        return fail("FLOW-303",
                    Text("the snapshot of the instance names a step that flow '" + flow.id + "' does not have",
                         "实例快照中的步骤在流程“" + flow.id + "”中不存在"));
    }
    return instance;
}

}  // namespace fw::flow
