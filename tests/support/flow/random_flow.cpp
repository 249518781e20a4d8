#include "tests/support/flow/random_flow.h"

#include "engine/json/read.h"

namespace fw::test {

namespace {

class Maker {
  public:
    Maker(Random& random, std::uint32_t size) : random_(random), left_(size) {}

    json::Value flow() {
        const std::string start = node("start");
        const std::string last = sequence(start, 0);
        edge(last, node("end"));
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
        made.set("id", json::Value::string("e" + std::to_string(edges_.is_array() ? edges_.items().size() : 0)));
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
        edge(from, id);
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

    std::string human_or_block(const std::string& from, int depth) {
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
    std::uint32_t count_ = 0;
    json::Value nodes_, edges_;
};

}  // namespace

std::uint32_t below(Random& random, std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); }

json::Value random_flow(Random& random, std::uint32_t size) { return Maker(random, size).flow(); }

json::Value random_directory() {
    return *json::read(R"({"people": {
        "zhou": {"manager": "wu", "unit": "sales", "roles": ["a"]}, "wu": {"manager": "zheng", "unit": "sales", "roles": ["a", "b"]},
        "zheng": {"unit": "board", "roles": ["c"]}, "feng": {"manager": "wu", "unit": "sales", "roles": ["b"]},
        "chen": {"manager": "zheng", "unit": "board", "roles": ["a", "c"]}, "gone": {"manager": "wu", "roles": ["a", "b"], "active": false}},
      "units": {"sales": {"head": "wu"}, "board": {"head": "zheng"}}, "administrators": ["chen"]})");
}

}  // namespace fw::test
