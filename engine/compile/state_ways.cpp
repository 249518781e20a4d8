#include "engine/compile/state_ways.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace fw::compile {

namespace {

using States = std::set<std::string>;

// FEEL texts name states as strings: every string in them counts.
States strings_in(std::string_view feel) {
    States found;
    for (std::size_t at = feel.find('"'); at != std::string_view::npos; at = feel.find('"', at + 1)) {
        const std::size_t end = feel.find('"', at + 1);
        if (end == std::string_view::npos) break;
        found.emplace(feel.substr(at + 1, end - at - 1));
        at = end;
    }
    return found;
}

// The nodes that a token comes to from these without a refusal and without an event on an activity.
std::vector<bool> ahead_of(const flow::Flow& flow, std::vector<flow::NodeIndex> open) {
    std::vector<bool> seen(flow.nodes.size(), false);
    const auto visit = [&](flow::NodeIndex node) {
        if (node == flow::kNone || seen[node]) return;
        seen[node] = true;
        open.push_back(node);
    };
    while (!open.empty()) {
        const flow::Node& node = flow.nodes[open.back()];
        open.pop_back();
        for (const flow::EdgeIndex edge : node.out) {
            if (!flow.edges[edge].on_refused) visit(flow.edges[edge].to);
        }
        if (node.inner != flow::kNone) {
            for (const flow::NodeIndex inner : flow.bodies[node.inner].entries) visit(inner);
        }
        if (node.out.empty() && node.body != 0) visit(flow.bodies[node.body].owner);
    }
    return seen;
}

class Ways {
  public:
    Ways(const Program& program, const Entity& entity) : program_(program), entity_(entity) {
        for (std::size_t i = 0; i < entity.states.size(); ++i) index_.emplace(entity.states[i].id, i);
        to_.resize(entity.states.size());
    }

    States beside() {
        if (entity_.states.size() < 2) return {};
        for (const auto& flow : program_.flows) {
            if (flow->entity == entity_.id) add(*flow);
        }
        for (const auto& automation : program_.automations) {
            for (const automation::Step& step : automation->steps) {
                for (const automation::Assigned& each : step.values) {
                    if (step.entity == entity_.id && each.name == "state") keep(strings_in(each.value.text));
                }
            }
        }
        for (const Transition& transition : entity_.transitions) {
            for (const std::string& from : transition.from) link({from}, {transition.to});
        }
        for (const std::string& state : setback_) {
            if (forward_.count(state) == 0) beside_.insert(state);
        }
        beside_.erase(entity_.states.front().id);
        keep_one_end();
        return std::move(beside_);
    }

  private:
    void keep(const States& states) {
        forward_.insert(states.begin(), states.end());
        loose_.insert(states.begin(), states.end());
    }

    void link(const States& from, const States& to) {
        for (const std::string& one : from) {
            for (const std::string& other : to) {
                const auto a = index_.find(one), b = index_.find(other);
                if (a != index_.end() && b != index_.end() && a->second < b->second) to_[a->second].insert(b->second);
            }
        }
    }

    void add(const flow::Flow& flow) {
        States base;
        for (const std::string& state : strings_in(flow.when.text)) {
            if (index_.count(state) > 0) base.insert(state);
        }
        if (base.empty()) base.insert(entity_.states.front().id);
        if (!flow.state_running.empty()) {
            link(base, {flow.state_running});
            forward_.insert(flow.state_running);
            base = {flow.state_running};
        }
        for (const std::string* state :
             {&flow.state_returned, &flow.state_refused, &flow.state_withdrawn, &flow.state_terminated}) {
            if (!state->empty()) setback_.insert(*state);
        }
        if (!flow.bodies.empty()) add_scripts(flow, base);
        if (flow.state_completed.empty()) return;
        forward_.insert(flow.state_completed);
        link(base, {flow.state_completed});
    }

    // Scripts set the state; what comes one behind the other leads from state to state.
    void add_scripts(const flow::Flow& flow, const States& base) {
        const std::vector<bool> forward = ahead_of(flow, flow.bodies.front().entries);
        std::vector<std::pair<flow::NodeIndex, States>> setters;
        for (flow::NodeIndex node = 0; node < flow.nodes.size(); ++node) {
            const json::Value* set = flow.nodes[node].properties.find("set");
            const json::Value* state = set == nullptr || !set->is_object() ? nullptr : set->find("record.state");
            if (state == nullptr || !state->is_string()) continue;
            const States states = strings_in(state->as_string());
            (forward[node] ? forward_ : setback_).insert(states.begin(), states.end());
            if (!forward[node]) continue;
            link(base, states);
            if (!flow.state_completed.empty()) link(states, {flow.state_completed});
            setters.emplace_back(node, states);
        }
        for (const auto& [node, states] : setters) {
            const std::vector<bool> later = ahead_of(flow, {node});
            for (const auto& [other, others] : setters) {
                if (other != node && later[other]) link(states, others);
            }
        }
    }

    // How good an end it looks: green before any other, red and grey last.
    static int rank(const std::string& color) {
        if (color == "green" || color == "teal" || color == "light-green") return 2;
        return color == "red" || color == "grey" ? 0 : 1;
    }

    // Of several states that lead no further one is the end of the main way: the one the longest way leads to.
    void keep_one_end() {
        const std::size_t count = entity_.states.size();
        const auto counts = [&](std::size_t state) { return beside_.count(entity_.states[state].id) == 0; };
        std::vector<int> depth(count, -1);
        depth[0] = 0;
        std::vector<std::size_t> ends;
        for (std::size_t state = 0; state < count; ++state) {
            if (!counts(state) || depth[state] < 0) continue;
            bool leads_on = false;
            for (const std::size_t next : to_[state]) {
                if (!counts(next)) continue;
                leads_on = true;
                depth[next] = std::max(depth[next], depth[state] + 1);
            }
            const bool kept = state == 0 || loose_.count(entity_.states[state].id) > 0;
            if (!leads_on && !kept) ends.push_back(state);
        }
        if (ends.size() < 2) return;
        const std::size_t best = *std::max_element(ends.begin(), ends.end(), [&](std::size_t a, std::size_t b) {
            if (depth[a] != depth[b]) return depth[a] < depth[b];
            return rank(entity_.states[a].color) < rank(entity_.states[b].color);
        });
        for (const std::size_t end : ends) {
            if (end != best) beside_.insert(entity_.states[end].id);
        }
    }

    const Program& program_;
    const Entity& entity_;
    std::map<std::string, std::size_t, std::less<>> index_;  // of states, as they are written
    std::vector<std::set<std::size_t>> to_;                  // ways to states that are written later
    States forward_, setback_, loose_;                       // loose: nothing says from where
    States beside_;
};

}  // namespace

std::set<std::string> states_beside(const Program& program, const Entity& entity) {
    return Ways(program, entity).beside();
}

}  // namespace fw::compile
