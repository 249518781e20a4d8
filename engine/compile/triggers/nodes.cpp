// What automations and flows do and wait for, and who sets whom going.
#include <algorithm>

#include "engine/automation/step_kind.h"
#include "engine/compile/triggers/facts.h"
#include "engine/compile/triggers/graph.h"

namespace fw::compile {

namespace {

using automation::Automation;
using automation::Does;
using automation::On;

Text sets(const std::string& step, const Entity& entity, const std::vector<FieldWrite>& writes) {
    std::string fields;
    for (const FieldWrite& each : writes) fields += (fields.empty() ? "" : ", ") + entity.id + "." + each.field;
    return format_text({"'{0}' sets {1}", "“{0}”设置 {1}"}, {step, fields});
}

// Fills `changed` and adds what is computed from it in other entities.
void add_change(TriggerNode& node, RecordChange change, const Dependence& dependence) {
    std::set<Spot> spots;
    for (const FieldWrite& each : change.writes) spots.insert({change.entity, each.field});
    if (change.creates) spots.insert({change.entity, ""});
    std::map<const Entity*, std::set<std::string>> elsewhere;
    for (const auto& [entity, field] : dependence.follow(std::move(spots))) {
        if (entity == change.entity && !change.creates) {
            change.changed.insert(field);
        } else if (!field.empty()) {
            elsewhere[entity].insert(field);
        }
    }
    for (const auto& [entity, fields] : elsewhere) {
        if (change.creates && entity == change.entity) continue;
        RecordChange derived;
        derived.entity = entity;
        derived.changed = fields;
        const std::string what = entity->id + "." + *fields.begin();
        derived.label = Text(change.label.en + ", and with it " + what, change.label.zh + "，并由此改变 " + what);
        derived.place = change.place;
        derived.node = change.node;
        node.changes.push_back(std::move(derived));
    }
    node.changes.push_back(std::move(change));
}

TriggerNode node_of(const Program& program, const Automation& made, const Dependence& dependence) {
    TriggerNode node;
    node.id = made.id;
    node.automation = true;
    node.entity = program.entity(made.entity);
    if (node.entity == nullptr) return node;
    RecordTrigger trigger;
    trigger.entity = node.entity;
    trigger.fields.insert(made.fields.begin(), made.fields.end());
    trigger.from = made.from;
    trigger.to = made.to;
    if (made.when) trigger.conditions.push_back(&made.when);
    trigger.kind = made.on == On::kCreate   ? RecordTrigger::Kind::kCreate
                   : made.on == On::kUpdate ? RecordTrigger::Kind::kUpdate
                                            : RecordTrigger::Kind::kState;
    if (made.on != On::kSchedule) node.triggers.push_back(std::move(trigger));
    bool first = true;
    for (const automation::Step& step : made.steps) {
        if (step.kind->does == Does::kStart && !step.flow.empty()) {
            node.calls.push_back(
                {step.flow, format_text({"'{0}' starts {1}", "“{0}”启动 {1}"}, {step.id, step.flow}), step.place});
        }
        if (step.kind->does != Does::kSet && step.kind->does != Does::kCreate) continue;
        RecordChange change;
        change.entity = program.entity(step.entity);
        if (change.entity == nullptr) continue;
        change.creates = step.kind->does == Does::kCreate;
        change.same_record = !change.creates && step.through.empty();
        change.first = first;
        first = false;
        for (const automation::Assigned& each : step.values) {
            change.writes.push_back({each.name, each.value.text, &each.value, constant_of(each.value.text)});
        }
        if (made.when) change.guards.push_back(&made.when);
        if (step.when) change.guards.push_back(&step.when);
        if (made.on == On::kState) change.states = made.to;
        change.place = step.place;
        change.label = change.creates
                           ? format_text({"'{0}' creates {1}", "“{0}”新建 {1}"}, {step.id, change.entity->id})
                           : sets(step.id, *change.entity, change.writes);
        add_change(node, std::move(change), dependence);
    }
    return node;
}

bool waits(const flow::Node& node) {
    if (node.human != nullptr) return true;
    if (node.event == nullptr || node.kind->starts || node.kind->ends) return node.kind->id == "timer";
    return node.kind->catches && !node.kind->throws;
}

// What a run may come to without waiting for people, time or messages.
std::vector<flow::NodeIndex> at_once(const flow::Flow& flow) {
    std::vector<bool> seen(flow.nodes.size(), false);
    std::vector<flow::NodeIndex> queue;
    const auto enter = [&](flow::NodeIndex index) {
        if (seen[index]) return;
        seen[index] = true;
        queue.push_back(index);
    };
    for (const flow::NodeIndex start : flow.bodies.front().starts) enter(start);
    if (queue.empty() && flow.start != flow::kNone) enter(flow.start);
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const flow::Node& node = flow.nodes[queue[next]];
        if (waits(node)) continue;
        for (const flow::EdgeIndex edge : node.out) enter(flow.edges[edge].to);
        if (node.inner != flow::kNone) {
            for (const flow::NodeIndex inner : flow.bodies[node.inner].nodes) enter(inner);
        }
    }
    std::erase_if(queue, [&](flow::NodeIndex index) { return waits(flow.nodes[index]); });
    return queue;
}

// Where a step of a flow is written, also within sub-processes.
std::optional<Range> written_at(const json::Value& body, std::string_view id) {
    for (const json::Value& each : items_of(body, "nodes")) {
        if (each.string_or("id") == id) return Range{each.range().begin, each.range().begin + 1};
        if (const auto within = written_at(each, id)) return within;
    }
    return std::nullopt;
}

Place place_in_flow(const Build& build, const flow::Flow& flow, std::string_view node) {
    for (const Source& source : build.of("flow")) {
        if (source.id != flow.id) continue;
        const Range range = written_at(source.root(), node).value_or(range_of(source.root(), node));
        return model::place_in(*source.pack, *source.document, range, source.element);
    }
    return {};
}

void record_state(TriggerNode& node, const std::string& state, flow::NodeIndex at, Place place,
                  const Dependence& dependence) {
    if (state.empty()) return;
    RecordChange change;
    change.entity = node.entity;
    change.same_record = true;
    change.writes.push_back({"state", "\"" + state + "\"", nullptr, feel::Value::string(state)});
    change.label = sets("record_state", *node.entity, change.writes);
    change.place = std::move(place);
    change.node = at;
    add_change(node, std::move(change), dependence);
}

void flow_triggers(TriggerNode& node, const flow::Flow& flow) {
    RecordTrigger trigger;
    trigger.entity = node.entity;
    if (flow.when) trigger.conditions.push_back(&flow.when);
    if (flow.start_on == flow::StartOn::kCreated) trigger.kind = RecordTrigger::Kind::kCreate;
    if (flow.start_on == flow::StartOn::kChanged) trigger.kind = RecordTrigger::Kind::kUpdate;
    const auto reads = [&](const Expr& condition) {
        std::set<std::string> fields;
        if (!condition.code) return fields;
        for (const std::vector<std::string>& path : condition.code.reads()) {
            if (path.size() > 1 && path[0] == "record") fields.insert(path[1]);
            if (path.size() == 1) fields.insert(path[0]);
        }
        return fields;
    };
    if (flow.start_on == flow::StartOn::kCondition) {
        trigger.kind = RecordTrigger::Kind::kCondition;
        trigger.fields = reads(flow.when);
    }
    if (flow.start_on != flow::StartOn::kAction) node.triggers.push_back(trigger);
    for (const flow::NodeIndex index : flow.event_starts()) {
        const flow::Node& start = flow.nodes[index];
        if (start.event->trigger != flow::Trigger::kConditional || !start.kind->starts) continue;
        RecordTrigger condition;
        condition.kind = RecordTrigger::Kind::kCondition;
        condition.entity = node.entity;
        condition.fields = reads(start.event->condition);
        condition.conditions.push_back(&start.event->condition);
        node.triggers.push_back(std::move(condition));
    }
}

bool throws_to_start(const flow::Node& thrown, const flow::Flow& flow) {
    if (thrown.event == nullptr || !(thrown.kind->throws || thrown.kind->id == "send_task")) return false;
    const flow::Trigger trigger = thrown.event->trigger;
    if (trigger != flow::Trigger::kMessage && trigger != flow::Trigger::kSignal) return false;
    return std::any_of(flow.nodes.begin(), flow.nodes.end(), [&](const flow::Node& node) {
        return node.body == 0 && node.kind->starts && node.event != nullptr && node.event->trigger == trigger &&
               node.event->name == thrown.event->name;
    });
}

void flow_node(TriggerNode& node, const Build& build, const flow::Flow& flow, flow::NodeIndex index,
               const Dependence& dependence) {
    const Program& program = *build.program;
    const flow::Node& at = flow.nodes[index];
    const Place place = place_in_flow(build, flow, at.id);
    RecordChange change;
    change.entity = node.entity;
    change.same_record = true;
    for (const char* property : {"set", "out"}) {
        const json::Value* written = at.properties.find(property);
        if (written == nullptr || !written->is_object() || node.entity == nullptr) continue;
        for (const json::Member& each : written->members()) {
            if (each.key.rfind("record.", 0) != 0 || !each.value.is_string()) continue;
            const std::string& text = each.value.as_string();
            change.writes.push_back({each.key.substr(7), text, nullptr, constant_of(text)});
        }
    }
    if (!change.writes.empty()) {
        change.label = sets(at.id, *node.entity, change.writes);
        change.place = place;
        change.node = index;
        add_change(node, std::move(change), dependence);
    }
    const Text starts{"'{0}' starts {1}", "“{0}”启动 {1}"};
    if (at.kind->id == "call_activity") {
        if (const flow::Flow* called = program.flow(at.properties.string_or("flow")))
            node.calls.push_back({called->id, format_text(starts, {at.id, called->id}), place});
    }
    for (const auto& other : program.flows) {
        if (throws_to_start(at, *other))
            node.calls.push_back({other->id, format_text(starts, {at.id, other->id}), place});
    }
    if (at.kind->ends && at.body == 0 && node.entity != nullptr)
        record_state(node, flow.state_completed, index, place_in_flow(build, flow, "record_state"), dependence);
}

TriggerNode node_of(const Build& build, const flow::Flow& flow, const Dependence& dependence) {
    const Program& program = *build.program;
    TriggerNode node;
    node.id = flow.id;
    node.entity = flow.entity.empty() ? nullptr : program.entity(flow.entity);
    if (node.entity != nullptr) {
        flow_triggers(node, flow);
        record_state(node, flow.state_running, flow::kNone, place_in_flow(build, flow, "record_state"), dependence);
    }
    for (const flow::NodeIndex index : at_once(flow)) flow_node(node, build, flow, index, dependence);
    return node;
}

// Fields that more than one step writes, by entity: what one of them left may not be what is found.
using Contested = std::map<Spot, int>;

// What is known of the record when the change is looked at. `last`: whoever wrote after it sets the same going.
Facts facts_after(const RecordChange& change, const Contested& written, bool last) {
    Facts facts;
    const auto sure = [&](const std::string& field) {
        const auto found = written.find({change.entity, field});
        return last || found == written.end() || found->second <= 1;
    };
    std::set<std::string> named;
    for (const FieldWrite& each : change.writes) {
        named.insert(each.field);
        if (!sure(each.field)) continue;
        if (each.constant) facts.is(each.field, *each.constant);
        if (each.text == "record" || each.text == "record.id") facts.is_something(each.field);
    }
    if (change.creates) {
        if (!change.entity->states.empty() && !named.contains("state") && sure("state"))
            facts.is("state", feel::Value::string(change.entity->states.front().id));
        for (const Field& field : change.entity->fields) {
            const bool given = named.contains(field.id) || field.computed() || field.type == nullptr ||
                               !field.stored() || field.type->id == "auto_number";
            if (given || !sure(field.id)) continue;
            const auto fallback = field.fallback ? constant_of(field.fallback.text) : feel::Value::null();
            if (fallback) facts.is(field.id, *fallback);
        }
    } else if (change.same_record) {
        // What held is believed of what no other step writes; of everything where nothing can have happened since.
        std::set<std::string> changed = change.changed;
        if (!change.first) {
            for (const auto& [spot, count] : written) {
                if (spot.first == change.entity) changed.insert(spot.second);
            }
        }
        for (const Expr* guard : change.guards) facts.held(*guard, changed);
        if (change.states.size() == 1 && !changed.contains("state"))
            facts.is("state", feel::Value::string(change.states.front()));
    }
    return facts;
}

bool among(const std::vector<std::string>& states, const std::string& state) {
    return states.empty() || std::find(states.begin(), states.end(), state) != states.end();
}

bool state_may_change(const RecordChange& change, const RecordTrigger& trigger) {
    if (change.creates || !change.changed.contains("state")) return false;
    std::vector<std::string> before, after;
    for (const State& state : change.entity->states) {
        if (!change.same_record || !change.first || among(change.states, state.id)) before.push_back(state.id);
        after.push_back(state.id);
    }
    for (const FieldWrite& each : change.writes) {
        if (each.field == "state" && each.constant && each.constant->is_string())
            after = {std::string(each.constant->as_string())};
    }
    for (const std::string& from : before) {
        for (const std::string& to : after) {
            if (from != to && among(trigger.from, from) && among(trigger.to, to)) return true;
        }
    }
    return false;
}

// Automations look at once. Flows look late; but where every change they might see starts them, the last one did.
bool may_fire(const RecordChange& change, const RecordTrigger& trigger, const Contested& written, bool automation) {
    if (change.entity != trigger.entity) return false;
    const auto touches = [&] {
        return std::any_of(trigger.fields.begin(), trigger.fields.end(),
                           [&](const std::string& field) { return change.changed.contains(field); });
    };
    switch (trigger.kind) {
        case RecordTrigger::Kind::kCreate:
            if (!change.creates) return false;
            break;
        case RecordTrigger::Kind::kUpdate:
            if (change.creates || change.changed.empty() || (!trigger.fields.empty() && !touches())) return false;
            break;
        case RecordTrigger::Kind::kState:
            if (!state_may_change(change, trigger)) return false;
            break;
        case RecordTrigger::Kind::kCondition:
            if (!change.creates && !touches()) return false;
            break;
    }
    const bool by_any = trigger.kind == RecordTrigger::Kind::kCondition ||
                        (trigger.kind == RecordTrigger::Kind::kUpdate && trigger.fields.empty());
    Facts facts = facts_after(change, written, automation || by_any);
    for (const Expr* condition : trigger.conditions) facts.must_hold(*condition);
    return facts.possible();
}

Contested writes_of(const std::vector<TriggerNode>& nodes) {
    Contested all;
    for (const TriggerNode& node : nodes) {
        for (const RecordChange& change : node.changes) {
            if (change.creates) continue;
            for (const std::string& field : change.changed) ++all[{change.entity, field}];
        }
    }
    return all;
}

}  // namespace

TriggerGraph trigger_graph(const Build& build, const Dependence& dependence) {
    TriggerGraph graph;
    const Program& program = *build.program;
    for (const auto& each : program.automations) graph.nodes.push_back(node_of(program, *each, dependence));
    for (const auto& each : program.flows) graph.nodes.push_back(node_of(build, *each, dependence));
    const Contested written = writes_of(graph.nodes);
    for (std::size_t from = 0; from < graph.nodes.size(); ++from) {
        for (std::size_t to = 0; to < graph.nodes.size(); ++to) {
            for (const TriggerNode::Call& call : graph.nodes[from].calls) {
                const bool called = !graph.nodes[to].automation && call.flow == graph.nodes[to].id;
                if (called) graph.edges.push_back({from, to, nullptr, nullptr, call.label, call.place});
            }
            for (const RecordChange& change : graph.nodes[from].changes) {
                for (const RecordTrigger& trigger : graph.nodes[to].triggers) {
                    if (!may_fire(change, trigger, written, graph.nodes[to].automation)) continue;
                    graph.edges.push_back({from, to, &change, &trigger, change.label, change.place});
                }
            }
        }
    }
    return graph;
}

}  // namespace fw::compile
