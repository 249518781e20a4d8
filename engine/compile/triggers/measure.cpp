// Why a loop comes to an end: what its steps write settles down. Within one knot of the graph a field settles
//   – where every step that writes it writes the same constant;
//   – where one step alone writes it, to its own record, from fields that settle or that the knot does not touch;
//   – the state, where the knot's changes of it lead forward only, never back to a state it came from;
//   – where it is only counted up (down) while a condition keeps it below (above) a bound.
// A change is noticed only where a value differs, so what settles sets nothing going any more.
#include <algorithm>
#include <optional>

#include "engine/compile/triggers/facts.h"
#include "engine/compile/triggers/graph.h"

namespace fw::compile {

namespace {

using feel::syntax::NodeKind;

struct Writer {
    const TriggerNode* node = nullptr;
    const RecordChange* change = nullptr;
    const FieldWrite* write = nullptr;
};

// +1, -1: `field + c`, `field - c` with a constant above zero; 0 for anything else.
int counts(const FieldWrite& write, std::string_view field) {
    const auto parsed = feel::parse(write.text);
    if (!parsed) return 0;
    const feel::syntax::Ast& ast = parsed->ast();
    const feel::syntax::Node& root = ast.node(ast.root);
    if (root.kind != NodeKind::kAdd && root.kind != NodeKind::kSubtract) return 0;
    std::size_t own = 0;
    if (root.kind == NodeKind::kAdd && field_of(ast, ast.child(ast.root, 0)) != field) own = 1;
    if (field_of(ast, ast.child(ast.root, own)) != field) return 0;
    const auto step = constant_of(feel::syntax::print(ast, ast.child(ast.root, 1 - own)));
    const auto order = step ? feel::compare(*step, feel::Value::number(std::int64_t{0})) : std::nullopt;
    if (!order || *order <= 0) return 0;
    return root.kind == NodeKind::kAdd ? 1 : -1;
}

bool bounded(const RecordChange& change, std::string_view field, int direction) {
    return std::any_of(change.guards.begin(), change.guards.end(), [&](const Expr* guard) {
        const auto bounds = bounds_of(*guard, field);
        return std::any_of(bounds.begin(), bounds.end(), [&](NodeKind op) {
            const bool upper = op == NodeKind::kLess || op == NodeKind::kLessEqual;
            return upper == (direction > 0);
        });
    });
}

// The nodes of one knot, with what they write.
class Knot {
  public:
    Knot(const std::vector<const TriggerNode*>& nodes, const Dependence& dependence) : dependence_(dependence) {
        for (const TriggerNode* node : nodes) {
            for (const RecordChange& change : node->changes) {
                if (change.creates) created_[change.entity].push_back({node, &change, nullptr});
                for (const FieldWrite& write : change.writes) {
                    (change.creates ? made_with_ : writers_)[{change.entity, write.field}].push_back(
                        {node, &change, &write});
                }
                for (const std::string& field : change.changed) touched_.insert({change.entity, field});
            }
        }
        for (bool more = true; more;) {
            more = false;
            for (const Spot& spot : touched_) {
                if (settled_.contains(spot) || !settles(spot)) continue;
                settled_.insert(spot);
                more = true;
            }
        }
    }

    // Whether the edge can be taken a finite number of times only.
    [[nodiscard]] bool ends(const TriggerEdge& edge) const {
        if (edge.change == nullptr) return false;
        const RecordChange& change = *edge.change;
        if (change.creates) return graded(change.entity);
        if (created_.contains(change.entity) && !graded(change.entity)) return false;
        const bool any = edge.trigger->fields.empty() && edge.trigger->kind != RecordTrigger::Kind::kState;
        return std::all_of(change.changed.begin(), change.changed.end(), [&](const std::string& field) {
            const bool counts_here = any || edge.trigger->fields.contains(field) ||
                                     (edge.trigger->kind == RecordTrigger::Kind::kState && field == "state");
            return !counts_here || settled_.contains({change.entity, field});
        });
    }

  private:
    [[nodiscard]] bool quiet(const Spot& spot) const {
        if (spot.second.empty()) return !created_.contains(spot.first);
        return !touched_.contains(spot) || settled_.contains(spot);
    }

    [[nodiscard]] bool settles(const Spot& spot) const {
        const auto found = writers_.find(spot);
        if (found == writers_.end()) {
            const std::set<Spot>* sources = dependence_.sources(spot);
            return sources != nullptr &&
                   std::all_of(sources->begin(), sources->end(), [&](const Spot& each) { return quiet(each); });
        }
        const std::vector<Writer>& writers = found->second;
        return same_constant(writers) || written_once(spot, writers) || counted(spot, writers) ||
               (spot.second == "state" && forward(writers));
    }

    static bool same_constant(const std::vector<Writer>& writers) {
        return std::all_of(writers.begin(), writers.end(), [&](const Writer& each) {
            return each.write->constant && *each.write->constant == *writers.front().write->constant;
        });
    }

    [[nodiscard]] bool written_once(const Spot& spot, const std::vector<Writer>& writers) const {
        const Writer& one = writers.front();
        if (writers.size() != 1 || !one.change->same_record || one.write->value == nullptr) return false;
        if (!one.write->value->code) return false;
        for (const std::vector<std::string>& path : one.write->value->code.reads()) {
            if (!path.empty() && path.front() == "old") return false;
        }
        const std::set<Spot> reads = spots_read(*spot.first, *one.write->value);
        return std::all_of(reads.begin(), reads.end(),
                           [&](const Spot& each) { return !(each == spot) && quiet(each); });
    }

    static bool counted(const Spot& spot, const std::vector<Writer>& writers) {
        const int direction = counts(*writers.front().write, spot.second);
        return direction != 0 && std::all_of(writers.begin(), writers.end(), [&](const Writer& each) {
                   return each.change->same_record && each.node->entity == spot.first &&
                          counts(*each.write, spot.second) == direction &&
                          bounded(*each.change, spot.second, direction);
               });
    }

    // Steps from state to state make no circle.
    static bool forward(const std::vector<Writer>& writers) {
        std::set<std::pair<std::string, std::string>> steps;
        for (const Writer& each : writers) {
            if (!each.write->constant || !each.write->constant->is_string()) return false;
            const std::string to(each.write->constant->as_string());
            for (const State& from : each.change->entity->states) {
                if (from.id != to && may_be_before(*each.change, from.id)) steps.emplace(from.id, to);
            }
        }
        for (bool more = true; more;) {
            more = false;
            for (const auto& [a, b] : std::set(steps)) {
                for (const auto& [c, d] : std::set(steps)) more = (b == c && steps.emplace(a, d).second) || more;
            }
        }
        return std::none_of(steps.begin(), steps.end(), [](const auto& step) { return step.first == step.second; });
    }

    static bool may_be_before(const RecordChange& change, const std::string& state) {
        if (!change.same_record || !change.first) return true;
        const bool known = change.states.empty() ||
                           std::find(change.states.begin(), change.states.end(), state) != change.states.end();
        Facts facts;
        facts.is("state", feel::Value::string(state));
        for (const Expr* guard : change.guards) facts.must_hold(*guard);
        return known && facts.possible();
    }

    // Records of the entity are made by those that are made, each one a step further towards a bound.
    [[nodiscard]] bool graded(const Entity* entity) const {
        const auto makers = created_.find(entity);
        if (makers == created_.end()) return true;
        for (const Field& field : entity->fields) {
            const auto given = made_with_.find({entity, field.id});
            if (given == made_with_.end() || given->second.size() != makers->second.size()) continue;
            if (touched_.contains({entity, field.id})) continue;
            const int direction = counts(*given->second.front().write, field.id);
            const bool all = std::all_of(given->second.begin(), given->second.end(), [&](const Writer& each) {
                const bool once =
                    each.node->triggers.size() == 1 && each.node->triggers.front().kind == RecordTrigger::Kind::kCreate;
                return once && each.node->entity == entity && counts(*each.write, field.id) == direction &&
                       bounded(*each.change, field.id, direction);
            });
            if (direction != 0 && all) return true;
        }
        return false;
    }

    const Dependence& dependence_;
    std::map<const Entity*, std::vector<Writer>> created_;
    std::map<Spot, std::vector<Writer>> writers_, made_with_;
    std::set<Spot> touched_, settled_;
};

// For each node the nodes that can be reached from it along the edges.
std::vector<std::vector<bool>> reach(std::size_t count, const std::vector<const TriggerEdge*>& edges) {
    std::vector<std::vector<std::size_t>> next(count);
    for (const TriggerEdge* edge : edges) next[edge->from].push_back(edge->to);
    std::vector<std::vector<bool>> reached(count, std::vector<bool>(count, false));
    for (std::size_t start = 0; start < count; ++start) {
        if (next[start].empty()) continue;
        std::vector<std::size_t> open{start};
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            for (const std::size_t to : next[at]) {
                if (reached[start][to]) continue;
                reached[start][to] = true;
                open.push_back(to);
            }
        }
    }
    return reached;
}

}  // namespace

std::vector<const TriggerEdge*> endless_edges(const TriggerGraph& graph, const Dependence& dependence) {
    std::vector<const TriggerEdge*> edges;
    for (const TriggerEdge& edge : graph.edges) edges.push_back(&edge);
    for (bool more = true; more;) {
        more = false;
        const auto reached = reach(graph.nodes.size(), edges);
        std::erase_if(edges, [&](const TriggerEdge* edge) { return !reached[edge->to][edge->from]; });
        std::set<std::size_t> done;
        std::set<const TriggerEdge*> ended;
        for (std::size_t first = 0; first < graph.nodes.size(); ++first) {
            if (!reached[first][first] || done.contains(first)) continue;
            std::vector<const TriggerNode*> nodes;
            std::set<std::size_t> members;
            for (std::size_t other = first; other < graph.nodes.size(); ++other) {
                if (!reached[first][other] || !reached[other][first]) continue;
                nodes.push_back(&graph.nodes[other]);
                members.insert(other);
            }
            done.insert(members.begin(), members.end());
            const Knot knot(nodes, dependence);
            for (const TriggerEdge* edge : edges) {
                if (members.contains(edge->from) && members.contains(edge->to) && knot.ends(*edge)) ended.insert(edge);
            }
        }
        more = std::erase_if(edges, [&](const TriggerEdge* edge) { return ended.contains(edge); }) > 0;
    }
    return edges;
}

}  // namespace fw::compile
