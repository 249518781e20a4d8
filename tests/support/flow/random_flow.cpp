#include "tests/support/flow/random_flow.h"

#include <algorithm>

#include "engine/json/read.h"

namespace fw::test {

namespace {

// What an activity or a body can throw: an event that nobody triggers is refused as dead.
struct Throws {
    bool error = false, escalation = false;
};

class Maker {
  public:
    Maker(Random& random, std::uint32_t size, bool elements) : random_(random), left_(size), elements_(elements) {}

    json::Value flow() {
        const std::string start = node("start");
        const std::string last = sequence(start, 0);
        edge(last, node("end"));
        if (elements_ && below(random_, 4) == 0) event_sub_process();
        json::Value made = json::Value::object();
        made.set("kind", json::Value::string("flow"));
        made.set("id", json::Value::string("random"));
        json::Value variable = json::Value::object();
        variable.set("id", json::Value::string("n"));
        variable.set("type", json::Value::string("number"));
        variable.set("initial", json::Value::string("0"));
        made.set("variables", json::Value::array()).push(variable);
        const char* same[] = {"off", "adjacent", "first", "last"};
        made.set("same_person", json::Value::string(same[below(random_, 4)]));
        const char* withdraw[] = {"before_decision", "any_time", "never"};
        made.set("withdraw", json::Value::string(withdraw[below(random_, 3)]));
        if (elements_) made.set("multiple_tokens", json::Value::string("intended"));
        made.set("nodes", nodes_);
        made.set("edges", edges_);
        return made;
    }

  private:
    json::Value* add(const std::string& type, std::string& id) {
        id = type + std::to_string(++count_);
        json::Value made = json::Value::object();
        made.set("id", json::Value::string(id));
        made.set("type", json::Value::string(type));
        if (left_ > 0) --left_;
        return &nodes_.push(made);
    }
    std::string node(const std::string& type) {
        std::string id;
        add(type, id);
        return id;
    }

    void edge(const std::string& from, const std::string& to, const std::string& when = {}, bool otherwise = false) {
        json::Value made = json::Value::object();
        made.set("id", json::Value::string("e" + std::to_string(++edge_count_)));
        made.set("from", json::Value::string(from));
        made.set("to", json::Value::string(to));
        if (!when.empty()) made.set("when", json::Value::string(when));
        if (otherwise) made.set("default", json::Value::boolean(true));
        edges_.push(made);
    }

    json::Value who() {
        const auto one = [](const char* key, json::Value value) {
            json::Value made = json::Value::object();
            made.set(key, std::move(value));
            return made;
        };
        switch (below(random_, 8)) {
            case 0:
                return one("role", json::Value::string("a"));
            case 1:
                return one("role", json::Value::string("b"));
            case 2:
                return one("role", json::Value::string("d"));
            case 3:
                return one("manager_level", json::Value::number(1 + below(random_, 3)));
            case 4:
                return one("managers_up_to", json::Value::number(1 + below(random_, 3)));
            case 5:
                return one("initiator", json::Value::boolean(true));
            case 6:
                return one("unit_head", json::Value::boolean(true));
            default:
                return one("role", json::Value::string("c"));
        }
    }

    std::string human(const std::string& from, const std::string& type) {
        std::string id;
        json::Value& made = *add(type, id);
        json::Value people = json::Value::array();
        people.push(who());
        if (below(random_, 2) == 0) people.push(who());
        made.set("who", people);
        const char* how[] = {"any", "all", "in_turn", "vote"};
        made.set("how", json::Value::string(how[below(random_, type == "approval" ? 4 : 2)]));
        const char* empty[] = {"administrator", "pass", "refuse", "administrator"};
        made.set("empty", json::Value::string(empty[below(random_, 4)]));
        const char* mine[] = {"self", "skip", "manager", "unit_head"};
        made.set("if_initiator", json::Value::string(mine[below(random_, 4)]));
        if (below(random_, 3) == 0) {
            const char* then[] = {"remind", "pass", "refuse", "manager"};
            json::Value timeout = json::Value::object();
            timeout.set("after", json::Value::string("PT1H"));
            timeout.set("do", json::Value::string(then[below(random_, 4)]));
            made.set("timeout", timeout);
        }
        if (!from.empty()) edge(from, id);
        return id;
    }

    std::string simple(const std::string& from) {
        std::string id;
        switch (below(random_, 3)) {
            case 0: {
                json::Value& made = *add("script", id);
                made.set("set", json::Value::object()).set("n", json::Value::string("n + 1"));
                break;
            }
            case 1: {
                json::Value& made = *add("timer", id);
                made.set("after", json::Value::string("PT1H"));
                break;
            }
            default: {
                json::Value& made = *add("notify", id);
                made.set("who", json::Value::object()).set("role", json::Value::string("a"));
                made.set("text", json::Value::string("n is {n}"));
                break;
            }
        }
        edge(from, id);
        return id;
    }

    std::string choice(const std::string& from, int depth) {
        const std::string split = node("exclusive");
        const std::string merge = node("exclusive");
        edge(from, split);
        const std::uint32_t ways = 2 + below(random_, 2);
        for (std::uint32_t way = 0; way < ways; ++way) {
            const std::string first = node("script");
            nodes_.items().back().set("set", json::Value::object()).set("n", json::Value::string("n"));
            if (way + 1 == ways) {
                edge(split, first, {}, true);
            } else {
                edge(split, first, "n > " + std::to_string(below(random_, 10)));
            }
            edge(sequence(first, depth + 1), merge);
        }
        return merge;
    }

    std::string parallel(const std::string& from, int depth) {
        const std::string fork = node("parallel");
        const std::string join = node("parallel");
        edge(from, fork);
        const std::uint32_t ways = 2 + below(random_, 2);
        for (std::uint32_t way = 0; way < ways; ++way) {
            if (way == 0 && below(random_, 4) == 0) {
                edge(fork, join);
            } else {
                edge(human_or_block(fork, depth + 1), join);
            }
        }
        return join;
    }

    std::string loop(const std::string& from, int depth) {
        const std::string entry = node("exclusive");
        edge(from, entry);
        const std::string last = human(sequence(entry, depth + 1), "user_task");
        const std::string exit = node("exclusive");
        edge(last, exit);
        const std::string again = node("script");
        nodes_.items().back().set("set", json::Value::object()).set("n", json::Value::string("0"));
        edge(exit, again, "n > 90");
        edge(again, entry);
        const std::string after = node("script");
        nodes_.items().back().set("set", json::Value::object()).set("n", json::Value::string("0"));
        edge(exit, after, {}, true);
        return after;
    }

    // --- BPMN's other elements
    static json::Value text(const std::string& value) { return json::Value::string(value); }

    json::Value& set(const std::string& id, const char* key, json::Value value) {
        const auto found = std::find_if(nodes_.items().begin(), nodes_.items().end(),
                                        [&](const json::Value& each) { return each.string_or("id") == id; });
        return found->set(key, std::move(value));
    }

    std::string made(const std::string& type, const std::string& from) {
        const std::string id = node(type);
        if (!from.empty()) edge(from, id);
        return id;
    }

    void repeat(const std::string& id) {
        json::Value each = json::Value::object();
        switch (below(random_, 5)) {
            case 0:
                each.set("while", text("loop_counter < 2"));
                set(id, "loop", each);
                return;
            case 1:
                each.set("until", text("number_of_completed_instances >= 1"));
                break;
            case 2:
                each.set("mode", text("sequential"));
                break;
            default:
                break;
        }
        each.set("count", text(std::to_string(below(random_, 4))));
        set(id, "for_each", each);
    }

    // One of the events, of those that can happen. They go on with errors and escalations.
    std::uint32_t event(std::uint32_t others, const Throws& throws) {
        const std::uint32_t kind = below(random_, others + (throws.error ? 1U : 0U) + (throws.escalation ? 1U : 0U));
        return kind == others && !throws.error ? others + 1 : kind;
    }

    // What happens at the edge of an activity; where it ends.
    std::string with_boundary(const std::string& activity, const Throws& throws = {}) {
        const std::string after = node("exclusive");
        edge(activity, after);
        const std::string event = node("boundary");
        set(event, "attached_to", text(activity));
        const std::uint32_t kind = this->event(3, throws);
        const char* const events[] = {"timer", "message", "conditional", "error", "escalation"};
        set(event, "event", text(events[kind]));
        if (kind == 2) set(event, "condition", text("n > 50"));
        if (kind == 0) set(event, "after", text("PT1H"));
        if (kind == 1) set(event, "message", text("m"));
        if (kind != 3 && below(random_, 2) == 0) {
            set(event, "interrupting", json::Value::boolean(false));
            edge(simple(event), node("end"));
        } else {
            edge(event, after);
        }
        return after;
    }

    std::string sub_process(const std::string& from, int depth, bool transaction) {
        json::Value nodes, edges;
        std::swap(nodes, nodes_);
        std::swap(edges, edges_);
        const std::string start = node("start");
        const std::string last = sequence(start, depth + 2);
        const std::string choice = made("exclusive", last);
        edge(choice, node("end"), {}, true);
        const std::string bad = node("end");
        const std::uint32_t kind = below(random_, 4);
        set(bad, "event", text(transaction ? "cancel" : kind == 0 ? "error" : kind == 1 ? "escalation" : "terminate"));
        edge(choice, bad, "n > 60");
        Throws throws{!transaction && kind == 0, !transaction && kind == 1};
        if (below(random_, 3) == 0) throws = event_sub_process(throws);
        std::swap(nodes, nodes_);
        std::swap(edges, edges_);
        const std::string id = made(transaction ? "transaction" : "sub_process", from);
        set(id, "nodes", nodes);
        set(id, "edges", edges);
        if (!transaction && below(random_, 3) == 0) repeat(id);
        if (transaction) {
            const std::string event = node("boundary");
            set(event, "attached_to", text(id));
            set(event, "event", text("cancel"));
            const std::string after = made("exclusive", id);
            edge(event, after);
            return after;
        }
        return below(random_, 2) == 0 ? with_boundary(id, throws) : id;
    }

    // What still gets out of the body it stands in, which throws this.
    Throws event_sub_process(Throws throws = {}) {
        json::Value nodes, edges;
        std::swap(nodes, nodes_);
        std::swap(edges, edges_);
        const std::string start = node("start");
        const std::uint32_t kind = event(3, throws);
        const char* const events[] = {"message", "timer", "signal", "error", "escalation"};
        set(start, "event", text(events[kind]));
        if (kind == 0) set(start, "message", text("m"));
        if (kind == 1) set(start, "after", text("PT2H"));
        if (kind == 2) set(start, "signal", text("m"));
        if (kind == 3) throws.error = false;
        if (kind == 4) throws.escalation = false;
        if (kind != 3 && below(random_, 2) == 0) set(start, "interrupting", json::Value::boolean(false));
        edge(human(start, "user_task"), node("end"));
        std::swap(nodes, nodes_);
        std::swap(edges, edges_);
        const std::string id = node("event_sub_process");
        set(id, "nodes", nodes);
        set(id, "edges", edges);
        return throws;
    }

    std::string inclusive(const std::string& from, int depth) {
        const std::string split = made("inclusive", from);
        const std::string join = node("inclusive");
        for (std::uint32_t way = 0; way < 3; ++way) {
            const std::string first = node("task");
            edge(split, first, way == 2 ? "" : "n > " + std::to_string(below(random_, 60)), way == 2);
            edge(sequence(first, depth + 1), join);
        }
        return join;
    }

    std::string complex(const std::string& from) {
        const std::string fork = made("parallel", from);
        const std::string join = node("complex");
        set(join, "activate", text("arrived >= " + std::to_string(1 + below(random_, 3))));
        for (int way = 0; way < 3; ++way) edge(human(fork, "user_task"), join);
        return join;
    }

    std::string event_based(const std::string& from) {
        const std::string gate = made("event_based", from);
        const std::string merge = node("exclusive");
        const char* const events[] = {"message", "signal", "timer"};
        for (const char* event : events) {
            const std::string id = made("catch", gate);
            set(id, "event", text(event));
            if (*event == 't') set(id, "after", text("PT1H"));
            if (*event != 't') set(id, event, text("m"));
            edge(id, merge);
        }
        return merge;
    }

    std::string compensation(const std::string& from) {
        std::string last = from;
        for (int i = 0; i < 2; ++i) {
            const std::string done = made("task", last);
            const std::string undo = human("", "user_task");
            set(undo, "for_compensation", json::Value::boolean(true));
            const std::string event = node("boundary");
            set(event, "attached_to", text(done));
            set(event, "event", text("compensation"));
            set(event, "handler", text(undo));
            last = done;
        }
        const std::string back = made("throw", human(last, "user_task"));
        set(back, "event", text("compensation"));
        if (below(random_, 3) == 0) set(back, "wait_for_completion", json::Value::boolean(false));
        return back;
    }

    std::string ad_hoc(const std::string& from) {
        json::Value nodes, edges;
        std::swap(nodes, nodes_);
        std::swap(edges, edges_);
        human("", "user_task");
        edge(human("", "approval"), human("", "user_task"));
        std::swap(nodes, nodes_);
        std::swap(edges, edges_);
        const std::string id = made("ad_hoc", from);
        set(id, "nodes", nodes);
        set(id, "edges", edges);
        return below(random_, 2) == 0 ? with_boundary(id) : id;
    }

    std::string link(const std::string& from) {
        const std::string there = made("throw", from);
        const std::string here = node("catch");
        for (const std::string& id : {there, here}) {
            set(id, "event", text("link"));
            set(id, "link", text("to_" + here));
        }
        return here;
    }

    // An activity of its own values, which come back.
    std::string with_values(const std::string& from, const char* type) {
        const std::string id = human(from, type);
        set(id, "in", json::Value::object()).set("mine", text("n + 1"));
        set(id, "out", json::Value::object()).set("n", text("mine - 1"));
        return below(random_, 2) == 0 ? with_boundary(id) : id;
    }

    std::string element(const std::string& from, int depth) {
        switch (below(random_, 14)) {
            case 9:
                return ad_hoc(from);
            case 10:
                return link(from);
            case 11: {
                const std::string id = made("call_activity", from);
                set(id, "flow", text("other"));
                if (below(random_, 3) == 0) repeat(id);
                return with_boundary(id, {true, true});
            }
            case 12:
                return with_values(from, below(random_, 2) == 0 ? "approval" : "user_task");
            case 13: {
                const std::string id = human(from, "approval");
                if (below(random_, 2) == 0) repeat(id);
                return with_boundary(id);
            }
            case 0:
                return sub_process(from, depth, false);
            case 1:
                return sub_process(from, depth, true);
            case 2:
                return inclusive(from, depth);
            case 3:
                return event_based(from);
            case 4:
                return compensation(from);
            case 5: {
                const std::string id = human(from, "user_task");
                repeat(id);
                return below(random_, 2) == 0 ? with_boundary(id) : id;
            }
            case 6: {
                const std::string id = made("service_task", from);
                set(id, "action", text("work"));
                return with_boundary(id, {true, false});
            }
            case 7:
                return complex(from);
            default:
                return with_boundary(human(from, "user_task"));
        }
    }

    std::string human_or_block(const std::string& from, int depth) {
        if (elements_ && left_ > 0 && depth < 4 && below(random_, 2) == 0) return element(from, depth);
        const std::uint32_t kind = left_ == 0 || depth > 4 ? below(random_, 3) : below(random_, 8);
        if (kind < 2) return human(from, kind == 0 ? "approval" : "user_task");
        if (kind < 4) return simple(from);
        if (kind == 4) return choice(from, depth);
        if (kind == 5) return loop(from, depth);
        return parallel(from, depth);
    }

    std::string sequence(std::string from, int depth) {
        const std::uint32_t length = 1 + below(random_, depth == 0 ? 5 : 2);
        for (std::uint32_t i = 0; i < length; ++i) from = human_or_block(from, depth);
        return from;
    }

    Random& random_;
    std::uint32_t left_;
    bool elements_;
    std::uint32_t count_ = 0, edge_count_ = 0;
    json::Value nodes_, edges_;
};

}  // namespace

std::uint32_t below(Random& random, std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); }

json::Value random_flow(Random& random, std::uint32_t size, bool elements) {
    return Maker(random, size, elements).flow();
}

json::Value random_directory() {
    return *json::read(R"({"people": {
        "zhou": {"manager": "wu", "unit": "sales", "roles": ["a"]}, "wu": {"manager": "zheng", "unit": "sales", "roles": ["a", "b"]},
        "zheng": {"unit": "board", "roles": ["c"]}, "feng": {"manager": "wu", "unit": "sales", "roles": ["b"]},
        "chen": {"manager": "zheng", "unit": "board", "roles": ["a", "c"]}, "gone": {"manager": "wu", "roles": ["a", "b"], "active": false}},
      "units": {"sales": {"head": "wu"}, "board": {"head": "zheng"}}, "administrators": ["chen"]})");
}

}  // namespace fw::test
