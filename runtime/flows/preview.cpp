// The way a flow would take if it were started (or resubmitted) now: the step is run on a copy and thrown away.
#include <algorithm>

#include "engine/json/write.h"
#include "runtime/flows/flows.h"
#include "runtime/flows/runner.h"
#include "runtime/flows/view.h"

namespace fw::flows {

namespace {

json::Value predicted(const View& view, const flow::Flow& flow, flow::NodeIndex node, flow::Person person) {
    json::Value item = json::Value::object();
    item.set("kind", json::Value::string(flow.nodes[node].kind->ends ? "ended" : "seat"));
    item.set("status", json::Value::string("predicted"));
    item.set("node", json::Value::string(flow.nodes[node].id));
    item.set("node_label", view.text(flow.nodes[node].label));
    item.set("person", view.person(person));
    return item;
}

// Who would be asked first, then what lies ahead of them.
json::Value way(const View& view, const flow::Flow& flow, const flow::Instance& state,
                const std::vector<flow::Predicted>& ahead) {
    json::Value list = json::Value::array();
    // Where he still has to name people, nobody is shown.
    const auto open_choice = [&](flow::NodeIndex node) {
        const flow::Human* human = flow.nodes[node].human.get();
        return human != nullptr && human->chosen != nullptr &&
               std::none_of(state.chosen.begin(), state.chosen.end(),
                            [&](const flow::Chosen& each) { return each.node == node && !each.people.empty(); });
    };
    std::vector<flow::NodeIndex> told;
    for (const flow::Seat& seat : state.seats) {
        const bool asked = seat.status == flow::SeatStatus::kWaiting || seat.status == flow::SeatStatus::kQueued;
        if (!asked || std::find(told.begin(), told.end(), seat.node) != told.end()) continue;
        if (open_choice(seat.node)) told.push_back(seat.node);
        list.push(predicted(view, flow, seat.node, open_choice(seat.node) ? flow::kNobody : seat.person));
    }
    for (const flow::Predicted& each : ahead) {
        if (open_choice(each.node)) {
            list.push(predicted(view, flow, each.node, flow::kNobody));
            continue;
        }
        if (each.people.empty()) list.push(predicted(view, flow, each.node, flow::kNobody));
        for (const flow::Person person : each.people) list.push(predicted(view, flow, each.node, person));
    }
    return list;
}

// The steps for which he names people: whom he may name (null: anybody), how many, and whom he named last time.
json::Value choices(const View& view, const flow::Flow& flow, const std::vector<flow::Wish>& wishes) {
    json::Value list = json::Value::array();
    for (const flow::Wish& wish : wishes) {
        json::Value item = json::Value::object();
        item.set("node", json::Value::string(flow.nodes[wish.node].id));
        item.set("label", view.text(flow.nodes[wish.node].label));
        item.set("min", json::Value::number(wish.min));
        item.set("max", wish.max == 0 ? json::Value::null() : json::Value::number(wish.max));
        json::Value from = json::Value::array(), chosen = json::Value::array();
        for (const flow::Person person : wish.from) from.push(view.person(person));
        for (const flow::Person person : wish.chosen) chosen.push(view.person(person));
        item.set("people", wish.anybody ? json::Value::null() : std::move(from));
        item.set("chosen", std::move(chosen));
        list.push(item);
    }
    return list;
}

}  // namespace

Result<std::string> Flows::preview(Reader& reader, const Caller& caller, const flow::Flow& wanted, Id record,
                                   DateTime now, Language language) const {
    const View view(*this, reader, caller, now, language);
    Loaded loaded;
    loaded.flow = &wanted;
    loaded.entity = wanted.entity.empty() ? nullptr : program_->entity(wanted.entity);
    loaded.record = record;
    flow::Command command;
    command.by = caller.person();
    command.preview = true;
    bool may_update = true;
    if (loaded.entity != nullptr && records_ != nullptr) {
        auto shown = records_->show(reader, caller, *loaded.entity, record, now);
        if (!shown) return tl::unexpected(std::move(shown.error()));
        const compile::State* state = loaded.entity->state(shown->state);
        may_update = shown->may_update || (state != nullptr && state->locked);  // the flow says why not
        auto running = reader.query_integer(
            "SELECT id FROM fw_flow_instance WHERE record_id = ? AND flow = ? AND state = 'running'",
            {record, wanted.id});
        if (!running) return tl::unexpected(std::move(running.error()));
        if (*running) {
            auto present = load_instance(reader, view.finder(), **running, false);
            if (!present) return tl::unexpected(std::move(present.error()));
            loaded = std::move(*present);
            command.kind = flow::CommandKind::kResubmit;
            command.administrator = caller.administrator();
        }
    }
    if (!may_update && command.kind != flow::CommandKind::kResubmit && !wanted.entity.empty()) {
        return fail("AUTH-403",
                    {"You may not change this record, so you cannot submit it.", "您无权修改此记录，因此不能提交。"});
    }
    if (loaded.program == nullptr) loaded.program = program_;
    const Surroundings around(reader, records_, loaded, caller.directory(), options_.zone, now);
    const flow::StepInputs& inputs = around.inputs();
    auto events = flow::run(*loaded.flow, loaded.state, command, inputs);
    if (!around.failure().empty()) return tl::unexpected(around.failure());
    if (!events) return tl::unexpected(std::move(events.error()));
    json::Value out = json::Value::object();
    out.set("choices", choices(view, *loaded.flow, flow::wishes(*loaded.flow, loaded.state, inputs)));
    out.set("trail", way(view, *loaded.flow, loaded.state, flow::predict(*loaded.flow, loaded.state, inputs)));
    return json::write_compact(out);
}

}  // namespace fw::flows
