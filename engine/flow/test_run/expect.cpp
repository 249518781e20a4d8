#include "engine/flow/test_run/expect.h"

#include <algorithm>

#include "engine/feel/shape.h"
#include "engine/json/write.h"

namespace fw::flow {

namespace {

using Lists = std::map<std::string, std::vector<std::string>>;

json::Value strings(const std::vector<std::string>& list) {
    json::Value array = json::Value::array();
    for (const std::string& each : list) array.push(json::Value::string(each));
    return array;
}

// [nodes] or {node: [logins]}, in the form that the test uses.
json::Value in_form_of(const json::Value& expected, const std::vector<std::string>& order, const Lists& lists) {
    if (!expected.is_object()) return strings(order);
    json::Value object = json::Value::object();
    for (const std::string& node : order) object.set(node, strings(lists.at(node)));
    return object;
}

json::Value waiting(const json::Value& expected, const TestFacts& facts) {
    std::vector<std::string> order;
    Lists people;
    for (const Seat& seat : facts.instance.seats) {
        if (seat.status != SeatStatus::kWaiting) continue;
        const std::string& node = facts.flow.nodes[seat.node].id;
        if (people.find(node) == people.end()) order.push_back(node);
        people[node].push_back(facts.directory.login_of(seat.person));
    }
    return in_form_of(expected, order, people);
}

json::Value predicted(const json::Value& expected, const TestFacts& facts, const StepInputs& inputs) {
    std::vector<std::string> order;
    Lists people;
    for (const Predicted& each : predict(facts.flow, facts.instance, inputs)) {
        const std::string& node = facts.flow.nodes[each.node].id;
        order.push_back(node);
        for (const Person person : each.people) people[node].push_back(facts.directory.login_of(person));
        people[node];
    }
    return in_form_of(expected, order, people);
}

json::Value returns(const TestFacts& facts, bool allowed) {
    std::vector<std::string> nodes;
    for (const Seat& seat : facts.instance.seats) {
        if (seat.status != SeatStatus::kWaiting) continue;
        for (const ReturnTarget& target : return_targets(facts.flow, facts.instance, seat.number)) {
            const std::string& id = facts.flow.nodes[target.node].id;
            if (target.reason.empty() == allowed && std::find(nodes.begin(), nodes.end(), id) == nodes.end())
                nodes.push_back(id);
        }
    }
    return strings(nodes);
}

json::Value reasons(const json::Value& expected, const TestFacts& facts) {
    json::Value object = json::Value::object();
    for (const json::Member& each : expected.members()) {
        const auto found = facts.reasons.find(each.key);
        object.set(each.key, json::Value::string(found == facts.reasons.end() ? "" : found->second));
    }
    return object;
}

std::string ended(const TestFacts& facts, const std::string& expected) {
    const Instance& instance = facts.instance;
    if (instance.running() || instance.status == Status::kNew) return "";
    if (instance.ended_by != kNone) {
        const Node& node = facts.flow.nodes[instance.ended_by];
        if (expected == node.id && node.kind->ends) return expected;
    }
    return std::string(status_name(instance.status));
}

class Comparison {
  public:
    Comparison(const TestFacts& facts, const StepInputs& inputs) : facts_(facts), inputs_(inputs) {}

    std::vector<Text> of(const json::Value& expected) {
        for (const json::Member& each : expected.members()) {
            if (each.key == "record" || each.key == "variables") {
                for (const json::Member& field : each.value.members()) values(each.key, field);
            } else {
                compare(each.key, each.value, actual(each.key, each.value));
            }
        }
        return std::move(wrong_);
    }

  private:
    json::Value actual(const std::string& key, const json::Value& expected) const {
        const Instance& instance = facts_.instance;
        if (key == "ended") return json::Value::string(ended(facts_, expected.is_string() ? expected.as_string() : ""));
        if (key == "status") return json::Value::string(status_name(instance.status));
        if (key == "waiting") return waiting(expected, facts_);
        if (key == "round") return json::Value::number(instance.round);
        if (key == "returned") return json::Value::boolean(instance.returned);
        if (key == "passed") return strings(facts_.passed);
        if (key == "reasons") return reasons(expected, facts_);
        if (key == "notified") return strings(facts_.notified);
        if (key == "reminded") return strings(facts_.reminded);
        if (key == "predicted") return predicted(expected, facts_, inputs_);
        if (key == "returns") return returns(facts_, true);
        if (key == "refused_returns") return returns(facts_, false);
        if (key == "visited") return visited(expected);
        if (key == "copied") return strings(facts_.copied);
        if (key == "jobs") return waits(Wait::Kind::kJob, true);
        if (key == "messages") return waits(Wait::Kind::kMessage, true);
        if (key == "at") return places();
        if (key == "frames") return json::Value::number(static_cast<std::int64_t>(instance.frames.size()));
        if (key == "waits") return json::Value::number(static_cast<std::int64_t>(instance.waits.size()));
        if (key == "timers") return json::Value::number(static_cast<std::int64_t>(instance.timers.size()));
        if (key == "tokens") return json::Value::number(static_cast<std::int64_t>(instance.tokens.size()));
        return json::Value::string("(unknown)");
    }

    // The nodes that the test names; with "*" in it all of them.
    json::Value visited(const json::Value& expected) const {
        json::Value object = json::Value::object();
        for (const json::Member& each : expected.members()) {
            const auto found = facts_.visited.find(each.key);
            object.set(each.key, json::Value::number(found == facts_.visited.end() ? 0 : found->second));
        }
        return object;
    }
    json::Value waits(Wait::Kind kind, bool names) const {
        std::vector<std::string> list;
        for (const Wait& wait : facts_.instance.waits) {
            if (wait.kind == kind) list.push_back(names ? wait.name : facts_.flow.nodes[wait.node].id);
        }
        return strings(list);
    }
    json::Value places() const {
        std::vector<std::string> list;
        for (const Token& token : facts_.instance.tokens) list.push_back(facts_.flow.nodes[token.node].id);
        return strings(list);
    }

    void values(const std::string& what, const json::Member& field) {
        feel::Value value;
        if (what == "record") {
            if (const feel::Value* found = facts_.record.find(field.key)) value = *found;
        } else {
            for (std::size_t i = 0; i < facts_.flow.variables.size() && i < facts_.instance.variables.size(); ++i) {
                if (facts_.flow.variables[i].id == field.key) value = facts_.instance.variables[i];
            }
        }
        const feel::Value wanted = feel::from_json(field.value);
        if (wanted == value) return;
        compare(what + "." + field.key, field.value, feel::to_json(value));
    }

    void compare(const std::string& key, const json::Value& expected, const json::Value& actual) {
        if (expected == actual) return;
        if (key == "ended" && facts_.instance.running()) {
            wrong_.push_back(format_text(
                Text("it should have ended with {0} and is still at {1}", "应已以 {0} 结束，实际仍停留在 {1}"),
                {json::write_compact(expected), json::write_compact(places())}));
            return;
        }
        const std::string want = json::write_compact(expected);
        const std::string got = json::write_compact(actual);
        wrong_.push_back(
            format_text(Text("'{0}' should be {1} and is {2}", "“{0}”应为 {1}，实际为 {2}"), {key, want, got}));
    }

    const TestFacts& facts_;
    const StepInputs& inputs_;
    std::vector<Text> wrong_;
};

}  // namespace

void TestFacts::set(std::string_view field, feel::Value value) {
    std::vector<std::pair<std::string, feel::Value>> entries;
    if (record.is_context()) {
        const feel::ContextView view = record.as_context();
        for (std::size_t i = 0; i < view.size(); ++i) entries.emplace_back(view.key(i), view.value(i));
    }
    entries.emplace_back(std::string(field), std::move(value));
    record = feel::Value::context(std::move(entries));
}

void TestFacts::note(const Event& event) {
    switch (event.kind) {
        case EventKind::kRecordSet:
            set(event.text, event.value);
            break;
        case EventKind::kPassed:
            passed.push_back(flow.nodes[event.node].id);
            reasons[passed.back()] = reason_name(event.reason);
            break;
        case EventKind::kRefused:
            reasons[flow.nodes[event.node].id] = reason_name(event.reason);
            break;
        case EventKind::kCopied:
            for (const Person person : event.people) copied.push_back(directory.login_of(person));
            break;
        case EventKind::kNotified:
            for (const Person person : event.people) notified.push_back(directory.login_of(person));
            break;
        case EventKind::kReminded:
        case EventKind::kUrged:
            for (const Person person : event.people) reminded.push_back(directory.login_of(person));
            break;
        default:
            break;
    }
}

void TestFacts::note_steps(const Flow& of, const Events& events) {
    for (const Event& event : events) {
        const NodeIndex node = finished_node(of, event);
        if (node != kNone) ++visited[of.nodes[node].id];
    }
}

std::vector<Text> differences(const json::Value& expected, const TestFacts& facts, const StepInputs& inputs) {
    return Comparison(facts, inputs).of(expected);
}

}  // namespace fw::flow
