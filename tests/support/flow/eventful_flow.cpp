#include "tests/support/flow/eventful_flow.h"

#include <initializer_list>
#include <utility>
#include <vector>

namespace fw::test {

namespace {

json::Value text(const std::string& value) { return json::Value::string(value); }

// Where a way has come to, and what the edge that goes on from there says.
struct Way {
    std::string from, when;
    bool otherwise = false;
};

// One level: the flow or a sub-process.
struct Level {
    json::Value nodes = json::Value::array(), edges = json::Value::array();
    std::vector<std::string> joins;
};

class Maker {
  public:
    Maker(Random& random, bool beside_joins) : random_(random), beside_joins_(beside_joins) {}

    json::Value flow() {
        Level level = body(3, false);
        if (chance(6)) level.nodes.push(event_sub_process());
        json::Value made = json::Value::object();
        made.set("kind", text("flow"));
        made.set("id", text("eventful"));
        made.set("variables", std::move(variables_));
        made.set("nodes", std::move(level.nodes));
        made.set("edges", std::move(level.edges));
        return made;
    }

  private:
    bool chance(std::uint32_t of) { return below(random_, of) == 0; }
    // Reads a variable of its own, so that no two conditions exclude each other.
    std::string condition() {
        const std::string id = "v" + std::to_string(++count_);
        json::Value variable = json::Value::object();
        variable.set("id", text(id));
        variable.set("type", text("number"));
        variable.set("initial", text(chance(2) ? "0" : "1"));
        variables_.push(std::move(variable));
        return id + " = 1";
    }

    json::Value node(const std::string& type, std::string& id) {
        id = type + std::to_string(++count_);
        json::Value made = json::Value::object();
        made.set("id", text(id));
        made.set("type", text(type));
        return made;
    }
    std::string add(Level& level, const std::string& type,
                    std::initializer_list<std::pair<const char*, std::string>> members = {}) {
        std::string id;
        json::Value made = node(type, id);
        for (const auto& [key, value] : members) made.set(key, text(value));
        level.nodes.push(std::move(made));
        return id;
    }
    static void edge(Level& level, const Way& way, const std::string& to) {
        json::Value made = json::Value::object();
        made.set("id", text("f" + std::to_string(level.edges.items().size()) + "_" + way.from));
        made.set("from", text(way.from));
        made.set("to", text(to));
        if (!way.when.empty()) made.set("when", text(way.when));
        if (way.otherwise) made.set("default", json::Value::boolean(true));
        level.edges.push(std::move(made));
    }

    std::string task(Level& level) {
        std::string id;
        json::Value made = node("user_task", id);
        json::Value who = json::Value::object();
        who.set("role", text("a"));
        made.set("who", std::move(who));
        level.nodes.push(std::move(made));
        return id;
    }
    Way work(Level& level, const Way& way) {
        const std::string id = task(level);
        edge(level, way, id);
        return {id, {}, false};
    }

    Way split(Level& level, const Way& way, int depth) {
        static constexpr const char* kTypes[] = {"parallel", "exclusive", "inclusive"};
        const std::string type = kTypes[below(random_, 3)];
        const std::string gate = add(level, type);
        edge(level, way, gate);
        const std::uint32_t ways = 2 + below(random_, 2);
        std::string join;
        if (type == "parallel" && chance(5)) {
            join = add(level, "complex", {{"activate", "arrived >= " + std::to_string(1 + below(random_, ways))}});
        } else {
            join = add(level, chance(4) ? "inclusive" : type);
        }
        level.joins.push_back(join);
        for (std::uint32_t each = 0; each < ways; ++each) {
            Way on{gate, {}, false};
            if (type != "parallel") on = each + 1 == ways ? Way{gate, {}, true} : Way{gate, condition(), false};
            if (!chance(8)) on = block(level, on, depth - 1);
            edge(level, on, join);
        }
        return {join, {}, false};
    }

    Way loop(Level& level, const Way& way, int depth) {
        const std::string entry = add(level, "exclusive");
        edge(level, way, entry);
        const Way last = work(level, block(level, {entry, {}, false}, depth - 1));
        const std::string exit = add(level, "exclusive");
        edge(level, last, exit);
        edge(level, {exit, condition(), false}, entry);
        return {exit, {}, true};
    }

    // An event on an activity; `code`: of an error or escalation thrown within it.
    std::string boundary(Level& level, const std::string& activity, const std::string& trigger, bool interrupts) {
        std::string id;
        json::Value made = node("boundary", id);
        made.set("attached_to", text(activity));
        made.set("event", text(trigger));
        if (trigger == "timer") made.set("after", text("PT1H"));
        if (trigger != "timer") made.set(trigger, text(trigger == "message" ? id : "X"));
        if (!interrupts) made.set("interrupting", json::Value::boolean(false));
        level.nodes.push(std::move(made));
        return id;
    }

    Way with_event(Level& level, const Way& way, int depth) {
        std::string activity, trigger = chance(2) ? "message" : "timer";
        if (depth > 0 && chance(3)) {
            const bool fails = chance(2);
            activity = sub_process(level, depth - 1, fails);
            if (fails) trigger = "error";
        } else {
            activity = task(level);
        }
        edge(level, way, activity);
        const bool interrupts = trigger == "error" || chance(2);
        const std::string event = boundary(level, activity, trigger, interrupts);
        const Way beside = work(level, {event, {}, false});
        if (chance(3) || (!interrupts && !beside_joins_)) {
            edge(level, beside, add(level, "end"));
            return {activity, {}, false};
        }
        const std::string join = add(level, chance(2) ? "inclusive" : "exclusive");
        edge(level, {activity, {}, false}, join);
        edge(level, beside, join);
        level.joins.push_back(join);
        return {join, {}, false};
    }

    std::string sub_process(Level& level, int depth, bool fails) {
        Level inner = body(depth, fails);
        if (chance(4)) inner.nodes.push(event_sub_process());
        std::string id;
        json::Value made = node("sub_process", id);
        made.set("nodes", std::move(inner.nodes));
        made.set("edges", std::move(inner.edges));
        level.nodes.push(std::move(made));
        return id;
    }

    json::Value event_sub_process() {
        Level inner;
        std::string start, id;
        json::Value begin = node("start", start);
        const bool message = chance(2);
        begin.set("event", text(message ? "message" : "timer"));
        begin.set(message ? "message" : "after", text(message ? start : "PT2H"));
        if (chance(2)) begin.set("interrupting", json::Value::boolean(false));
        inner.nodes.push(std::move(begin));
        edge(inner, block(inner, {start, {}, false}, 1), add(inner, "end"));
        json::Value made = node("event_sub_process", id);
        made.set("nodes", std::move(inner.nodes));
        made.set("edges", std::move(inner.edges));
        return made;
    }

    Way block(Level& level, Way way, int depth) {
        const std::uint32_t length = 1 + below(random_, 2);
        for (std::uint32_t i = 0; i < length; ++i) {
            switch (depth > 0 ? below(random_, 8) : 0) {
                case 0:
                case 1:
                    way = work(level, way);
                    break;
                case 2:
                case 3:
                case 4:
                    way = split(level, way, depth);
                    break;
                case 5:
                    way = loop(level, way, depth);
                    break;
                case 6: {
                    const std::string id = sub_process(level, depth - 1, false);
                    edge(level, way, id);
                    way = {id, {}, false};
                    break;
                }
                default:
                    way = with_event(level, way, depth);
            }
        }
        return way;
    }

    // `fails`: it may end by the error X.
    Level body(int depth, bool fails) {
        Level level;
        Way way = block(level, {add(level, "start"), {}, false}, depth);
        if (fails) {
            const std::string choice = add(level, "exclusive");
            edge(level, way, choice);
            edge(level, {choice, condition(), false}, add(level, "end", {{"event", "error"}, {"error", "X"}}));
            way = {choice, {}, true};
        }
        edge(level, way, add(level, "end"));
        astray(level);
        return level;
    }

    // Now and then a way leads to another join.
    void astray(Level& level) {
        if (level.joins.empty() || !chance(5)) return;
        std::vector<json::Value>& edges = level.edges.items();
        json::Value& one = edges[below(random_, static_cast<std::uint32_t>(edges.size()))];
        one.set("to", text(level.joins[below(random_, static_cast<std::uint32_t>(level.joins.size()))]));
    }

    Random& random_;
    bool beside_joins_;
    std::uint32_t count_ = 0;
    json::Value variables_ = json::Value::array();
};

}  // namespace

json::Value eventful_flow(Random& random, bool beside_joins) { return Maker(random, beside_joins).flow(); }

}  // namespace fw::test
