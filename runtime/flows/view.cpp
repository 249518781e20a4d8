#include "runtime/flows/view.h"

#include <algorithm>

#include "engine/flow/kinds/ad_hoc.h"
#include "engine/json/read.h"
#include "runtime/flows/record_source.h"

namespace fw::flows {

json::Value View::person(flow::Person person) const {
    if (person == flow::kNobody) return json::Value::null();
    json::Value made = json::Value::object();
    made.set("id", id(person));
    made.set("name", json::Value::string(caller_.directory().name_of(person)));
    return made;
}

json::Value View::moment(std::optional<DateTime> at) {
    if (!at) return json::Value::null();
    std::string text;
    storage::append(text, *at);
    return json::Value::string(text);
}

Result<json::Value> View::record(const compile::Entity* entity, std::string_view entity_id, Id record) const {
    if (record == 0) return json::Value::null();
    json::Value made = json::Value::object();
    made.set("entity", json::Value::string(entity_id));
    made.set("id", id(record));
    std::string title;
    if (entity != nullptr && flows_.records_ != nullptr) {
        auto read = flows_.records_->title(reader_, *entity, record);
        if (!read) return tl::unexpected(std::move(read.error()));
        title = *read;
    }
    made.set("title", json::Value::string(title));
    return made;
}

// Up to four fields that lists show, as the caller may see them.
Result<json::Value> View::key_fields(const compile::Entity& entity, Id record) const {
    json::Value list = json::Value::array();
    if (flows_.records_ == nullptr) return list;
    auto shown = flows_.records_->show(reader_, caller_, entity, record, now_);
    if (!shown) return list;  // a record that is gone or may not be read shows nothing
    const auto members = json::read("{" + shown->members + "}");
    if (!members) return list;
    const bool chosen =
        std::any_of(entity.fields.begin(), entity.fields.end(), [](const auto& field) { return field.in_list; });
    // Nobody chose: the first amount decides most, and the number stands in the title.
    const compile::Field* amount = nullptr;
    for (const compile::Field& field : entity.fields) {
        const bool figure = field.storage == form::Storage::kDecimal && (field.currency.size() > 0 || field.computed());
        if (!chosen && amount == nullptr && figure) amount = &field;
    }
    std::vector<const compile::Field*> order;
    if (amount != nullptr) order.push_back(amount);
    for (const compile::Field& field : entity.fields) {
        if (&field != amount && (chosen ? field.in_list : field.type == nullptr || field.type->id != "auto_number"))
            order.push_back(&field);
    }
    for (const compile::Field* one : order) {
        const compile::Field& field = *one;
        if (list.items().size() >= 4) break;
        const json::Value* value = members->find(field.id);
        if (value == nullptr || value->is_null() || value->is_array()) continue;
        json::Value made = json::Value::object();
        made.set("field", json::Value::string(field.id));
        made.set("label", text(field.label));
        made.set("value", *value);
        list.push(made);
    }
    return list;
}

bool View::acts_for(const TaskRow& task) const {
    return task.assignee == caller_.person() || caller_.administrator() || stands_in(caller_, task.assignee, now_);
}

// The command that this person would give on the task, as commands.cpp makes it.
flow::Command View::command_on(const TaskRow& task) const {
    flow::Command command;
    command.by = caller_.person();
    command.administrator = caller_.administrator() && task.assignee != command.by;
    command.seat = task.status == "open" ? task.seat : 0;
    return command;
}

Result<json::Value> View::actions(const Loaded& loaded, const TaskRow& task) const {
    static constexpr std::pair<flow::CommandKind, const char*> kWords[] = {{flow::CommandKind::kApprove, "approve"},
                                                                           {flow::CommandKind::kRefuse, "refuse"},
                                                                           {flow::CommandKind::kComplete, "complete"},
                                                                           {flow::CommandKind::kReturn, "return"},
                                                                           {flow::CommandKind::kTransfer, "transfer"},
                                                                           {flow::CommandKind::kDelegate, "delegate"},
                                                                           {flow::CommandKind::kAdd, "add"}};
    json::Value list = json::Value::array();
    const auto offer = [&](const char* action) { list.push(json::Value::string(action)); };
    const std::vector<flow::CommandKind> offered =
        flow::offers(*loaded.flow, loaded.state, command_on(task), caller_.directory(), now_.micros);
    for (const flow::CommandKind kind : offered) {
        const auto word =
            std::find_if(std::begin(kWords), std::end(kWords), [&](const auto& each) { return each.first == kind; });
        if (word != std::end(kWords)) offer(word->second);
    }
    offer("comment");  // who may see it may say something
    if (!loaded.state.suspended) offer("copy");
    auto back = may_take_back(loaded, task);
    if (!back) return tl::unexpected(std::move(back.error()));
    if (*back) offer("take-back");
    if (!removable(loaded, task).items().empty()) offer("remove");
    return list;
}

// Whom the person may take out of the step now: those he added, administrators anybody; who has not acted.
json::Value View::removable(const Loaded& loaded, const TaskRow& task) const {
    json::Value list = json::Value::array();
    const flow::Command command = command_on(task);
    const flow::Seat* mine = loaded.state.seat(task.seat);
    if (mine == nullptr || task.kind == "copy" || loaded.state.suspended || !acts_for(task)) return list;
    const std::span<const flow::Seat> seats = loaded.state.seats_of(mine->token);
    for (const flow::Seat& seat : seats) {
        if (seat.node != mine->node || (seat.adder != mine->number && !command.administrator)) continue;
        const bool open = seat.status == flow::SeatStatus::kWaiting || seat.status == flow::SeatStatus::kQueued ||
                          seat.status == flow::SeatStatus::kHeld;
        const bool others = std::any_of(seats.begin(), seats.end(), [&](const flow::Seat& other) {
            return other.node == seat.node && other.number != seat.number && other.status != flow::SeatStatus::kAbsent;
        });
        if (open && others && seat.person != flow::kNobody) list.push(person(seat.person));
    }
    return list;
}

// Whom he has asked first, while his own decision is held.
json::Value View::waits_for(const Loaded& loaded, const TaskRow& task) const {
    json::Value list = json::Value::array();
    for (const flow::Seat& seat : loaded.state.seats) {
        const bool open = seat.status == flow::SeatStatus::kWaiting || seat.status == flow::SeatStatus::kQueued ||
                          seat.status == flow::SeatStatus::kParked || seat.status == flow::SeatStatus::kHeld;
        if (seat.adder == task.seat && seat.position == flow::Position::kBefore && open) list.push(person(seat.person));
    }
    return list;
}

Result<bool> View::may_take_back(const Loaded& loaded, const TaskRow& task) const {
    const flow::Decision& last = loaded.state.last;
    flow::Command command = command_on(task);
    const bool his = last.by == command.by || last.person == command.by || command.administrator;
    if (task.status == "copy" || task.kind == "copy" || last.seat != task.seat || !his || loaded.state.suspended)
        return false;
    command.seat = task.seat;
    const auto read = reader_.query(
        "SELECT seat FROM fw_task WHERE instance_id = ? AND status = 'open' AND opened_at IS NOT NULL AND id <> ?",
        {loaded.id, task.id},
        [&](const storage::Row& row) { command.opened.push_back(static_cast<std::uint32_t>(row.integer(0))); });
    if (!read) return tl::unexpected(read.error());
    return flow::why_not_take_back(*loaded.flow, loaded.state, command).empty();
}

json::Value View::file(const files::File& file) const {
    json::Value made = json::Value::object();
    made.set("id", id(file.id));
    made.set("name", json::Value::string(file.name));
    made.set("type", json::Value::string(file.type));
    made.set("size", json::Value::number(file.size));
    return made;
}

// With the tasks that end by it: "cancels".
json::Value View::return_target(const Loaded& loaded, const TaskRow& task, const flow::ReturnTarget& target) const {
    const flow::Flow& flow = *loaded.flow;
    json::Value item = json::Value::object();
    const bool initiator = target.node == flow.start;
    item.set("node", json::Value::string(initiator ? "initiator" : flow.nodes[target.node].id));
    item.set("label", initiator ? text(Text("Initiator", "发起人")) : text(flow.nodes[target.node].label));
    std::string names;
    for (const flow::Person each : target.people) {
        if (!names.empty()) names += language_ == Language::kZh ? "、" : ", ";
        names += caller_.directory().name_of(each);
    }
    item.set("who", json::Value::string(names));
    item.set("allowed", json::Value::boolean(target.reason.empty()));
    item.set("straight", json::Value::boolean(target.straight));
    if (!target.reason.empty()) {
        item.set("reason", text(target.reason));
        return item;
    }
    json::Value cancels = json::Value::array();
    for (const flow::Seat& seat : flow::seats_left_by_return(flow, loaded.state, task.seat, target.node)) {
        json::Value one = json::Value::object();
        one.set("node_label", text(flow.nodes[seat.node].label));
        one.set("person", person(seat.person));
        cancels.push(one);
    }
    item.set("cancels", std::move(cancels));
    return item;
}

Result<json::Value> View::task(const TaskRow& task, const Loaded& loaded) const {
    const flow::Flow* flow = program().flow(task.flow);
    const flow::Node* node = flow == nullptr ? nullptr : flow->find(task.node);
    const compile::Entity* entity = task.entity.empty() ? nullptr : program().entity(task.entity);
    json::Value made = json::Value::object();
    made.set("id", id(task.id));
    made.set("instance", id(task.instance));
    made.set("flow", json::Value::string(task.flow));
    made.set("flow_label", flow == nullptr ? json::Value::string(task.flow) : text(flow->label));
    made.set("node", json::Value::string(task.node));
    made.set("node_label", node == nullptr ? json::Value::string(task.node) : text(node->label));
    made.set("kind", json::Value::string(task.kind));
    auto about = record(entity, task.entity, task.record);
    if (!about) return tl::unexpected(std::move(about.error()));
    made.set("record", std::move(*about));
    made.set("initiator", person(task.initiator));
    made.set("assignee", person(task.assignee));
    made.set("created_at", moment(std::optional(task.created_at)));
    made.set("due_at", moment(task.due_at));
    made.set("round", json::Value::number(task.round));
    made.set("status", json::Value::string(task.status));
    if (task.status == "open" || task.status == "held") made.set("suspended", json::Value::boolean(loaded.state.suspended));
    if (task.status == "held") made.set("waits_for", waits_for(loaded, task));
    if (task.status != "open" && task.status != "held") {
        made.set("outcome", json::Value::string(task.outcome));
        made.set("done_at", moment(task.done_at));
        made.set("done_by", person(task.done_by));
    }
    if (entity != nullptr) {
        auto fields = key_fields(*entity, task.record);
        if (!fields) return tl::unexpected(std::move(fields.error()));
        made.set("key_fields", std::move(*fields));
    } else {
        made.set("key_fields", json::Value::array());
    }
    made.set("opened_at", moment(task.opened_at));
    if (task.kind == "copy") made.set("read", json::Value::boolean(task.opened_at.has_value()));
    const bool waits = task.status == "open" || task.status == "held";
    const bool absent = waits && task.assignee != caller_.person() && task.assignee != 0 && acts_for(task);
    const bool did_for = task.status == "done" && task.done_by == caller_.person() && task.assignee != task.done_by;
    if (absent || (did_for && task.assignee != 0)) made.set("for", person(task.assignee));
    auto offered = actions(loaded, task);
    if (!offered) return offered;
    made.set("actions", std::move(*offered));
    return made;
}

Result<json::Value> View::whole_task(const TaskRow& row) const {
    auto loaded = load_instance(reader_, finder_, row.instance, false);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    auto made = task(row, *loaded);
    if (!made) return made;
    const flow::Flow& flow = *loaded->flow;
    const flow::Node* node = flow.find(row.node);
    made->set("node_label", node == nullptr ? json::Value::string(row.node) : text(node->label));
    const flow::Seat* seat = row.status == "open" ? loaded->state.seat(row.seat) : nullptr;
    made->set("removable", removable(*loaded, row));
    made->set("version", json::Value::number(loaded->version));
    if (seat != nullptr && seat->lender != flow::kNobody) made->set("lent_by", person(seat->lender));
    json::Value edit = json::Value::array();
    json::Value targets = json::Value::array();
    json::Value hidden = json::Value::array();
    if (node != nullptr && node->human != nullptr) {
        const flow::Human& human = *node->human;
        made->set("signature", json::Value::boolean(human.sign && (seat == nullptr || seat->lender == flow::kNobody)));
        made->set("comment_needed",
                  json::Value::string(human.comment == flow::Human::Comment::kAlways         ? "always"
                                      : human.comment == flow::Human::Comment::kUnlessAgreed ? "unless_agreed"
                                                                                             : "optional"));
        for (const std::string& field : human.hide) hidden.push(json::Value::string(field));
        if (row.status == "open") {
            for (const std::string& field : human.edit) edit.push(json::Value::string(field));
            for (const flow::ReturnTarget& target : flow::return_targets(flow, loaded->state, row.seat))
                targets.push(return_target(*loaded, row, target));
        }
    }
    made->set("edit", std::move(edit));
    made->set("return_targets", std::move(targets));
    if (loaded->entity != nullptr && flows_.records_ != nullptr) {
        auto shown = flows_.records_->show(reader_, caller_, *loaded->entity, loaded->record, now_);
        if (shown) {
            if (auto members = json::read("{" + shown->members + "}")) {
                members->set("entity", json::Value::string(loaded->entity->id));
                for (const json::Value& field : hidden.items()) members->erase(field.as_string());
                made->set("record", std::move(*members));
            }
        }
    }
    if (!hidden.items().empty()) {
        json::Value shown = json::Value::array();
        for (const json::Value& key : made->find("key_fields")->items()) {
            const auto same = [&](const json::Value& field) { return field.as_string() == key.string_or("field"); };
            if (std::none_of(hidden.items().begin(), hidden.items().end(), same)) shown.push(key);
        }
        made->set("key_fields", std::move(shown));
    }
    made->set("hidden", std::move(hidden));
    auto steps = trail(*loaded);
    if (!steps) return steps;
    made->set("trail", std::move(*steps));
    return made;
}

Result<bool> View::may_see(const Loaded& loaded) const {
    if (caller_.administrator() || loaded.state.initiator == caller_.person()) return true;
    auto mine = reader_.query_integer(
        "SELECT id FROM fw_task WHERE instance_id = ? AND (assignee_id = ? OR done_by = ?) LIMIT 1",
        {loaded.id, caller_.person(), caller_.person()});
    if (!mine) return tl::unexpected(std::move(mine.error()));
    if (*mine) return true;
    for (const std::int64_t absent : caller_.directory().acts_for(caller_.person(), now_.micros)) {
        auto theirs = reader_.query_integer(
            "SELECT id FROM fw_task WHERE instance_id = ? AND assignee_id = ? AND status IN ('open', 'held') LIMIT 1",
            {loaded.id, absent});
        if (!theirs) return tl::unexpected(std::move(theirs.error()));
        if (*theirs) return true;
    }
    if (loaded.entity == nullptr || flows_.records_ == nullptr) return false;
    return flows_.records_->show(reader_, caller_, *loaded.entity, loaded.record, now_).has_value();
}

// Activities of ad-hoc sub-processes, for the initiator, those who have a task of the instance, and administrators.
Result<json::Value> View::may_begin(const Loaded& loaded) const {
    json::Value list = json::Value::array();
    const std::vector<flow::Beginnable> found = flow::beginnable(*loaded.flow, loaded.state);
    if (found.empty()) return list;
    if (!caller_.administrator() && loaded.state.initiator != caller_.person()) {
        auto mine = reader_.query_integer("SELECT id FROM fw_task WHERE instance_id = ? AND assignee_id = ? LIMIT 1",
                                          {loaded.id, caller_.person()});
        if (!mine) return tl::unexpected(std::move(mine.error()));
        if (!*mine) return list;
    }
    for (const flow::Beginnable& each : found) {
        json::Value item = json::Value::object();
        item.set("token", json::Value::number(each.token));
        item.set("node", json::Value::string(loaded.flow->nodes[each.node].id));
        item.set("node_label", text(loaded.flow->nodes[each.node].label));
        list.push(std::move(item));
    }
    return list;
}

Result<json::Value> View::instance(const Loaded& loaded, bool whole) const {
    const flow::Instance& state = loaded.state;
    json::Value made = json::Value::object();
    made.set("id", id(loaded.id));
    made.set("flow", json::Value::string(loaded.flow->id));
    made.set("flow_label", text(loaded.flow->label));
    made.set("flow_version", id(loaded.deployment));
    auto about = record(loaded.entity, loaded.flow->entity, loaded.record);
    if (!about) return about;
    made.set("record", std::move(*about));
    made.set("initiator", person(state.initiator));
    made.set("state", json::Value::string(flow::status_name(state.status)));
    made.set("returned", json::Value::boolean(state.returned));
    made.set("round", json::Value::number(state.round));
    made.set("started_at", moment(state.started_at));
    made.set("ended_at", moment(state.ended_at));
    made.set("version", json::Value::number(loaded.version));
    made.set("tokens", tokens(loaded));
    const bool mine = state.initiator == caller_.person() || caller_.administrator();
    json::Value actions = json::Value::array();
    if (state.running() && (!state.suspended || caller_.administrator())) {
        const flow::Withdraw rule = loaded.flow->withdraw;
        const bool open = rule == flow::Withdraw::kAnyTime || caller_.administrator() ||
                          (rule == flow::Withdraw::kBeforeDecision && (!state.decided || state.returned));
        const auto called = mine && open ? caller_of(reader_, loaded.id) : Result<Id>(1);
        if (called && *called == 0) actions.push(json::Value::string("withdraw"));
        if (mine && !state.returned && flow::may_be_urged(*loaded.flow, state, now_.micros, flows_.options_.zone))
            actions.push(json::Value::string("urge"));
        if (mine && state.returned) actions.push(json::Value::string("resubmit"));
        if (caller_.administrator()) {
            actions.push(json::Value::string("terminate"));
            actions.push(json::Value::string("jump"));
        }
    }
    if (whole) {
        auto begins = may_begin(loaded);
        if (!begins) return begins;
        if (!begins->items().empty()) actions.push(json::Value::string("begin"));
        made.set("may_begin", std::move(*begins));
    }
    actions.push(json::Value::string("comment"));
    if (!state.suspended) actions.push(json::Value::string("copy"));
    made.set("actions", std::move(actions));
    if (auto added = add_operations(loaded, whole, made); !added) return tl::unexpected(std::move(added.error()));
    if (!whole) return made;
    json::Value variables = json::Value::object();
    for (std::size_t i = 0; i < state.variables.size(); ++i)
        variables.set(loaded.flow->variables[i].id, feel::to_json(state.variables[i]));
    made.set("variables", std::move(variables));
    auto steps = trail(loaded);
    if (!steps) return steps;
    made.set("trail", std::move(*steps));
    return made;
}

}  // namespace fw::flows
