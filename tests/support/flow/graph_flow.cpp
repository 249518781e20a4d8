#include "tests/support/flow/graph_flow.h"

#include <algorithm>
#include <stdexcept>

#include "engine/flow/test_run/directory.h"
#include "engine/json/write.h"
#include "tests/support/flow/loose_env.h"

namespace fw::test {

namespace {

using soundness::Logic;

json::Value object(std::initializer_list<std::pair<const char*, const char*>> members) {
    json::Value made = json::Value::object();
    for (const auto& [key, value] : members) made.set(key, json::Value::string(value));
    return made;
}

std::string task(std::size_t node) { return "n" + std::to_string(node); }

class Writer {
  public:
    Writer(const soundness::Graph& graph, bool approvals) : graph_(graph), approvals_(approvals) {}

    json::Value write() {
        add("start", "start");
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
            const soundness::Node& node = graph_.nodes[i];
            if (node.in.empty() && i != graph_.start) continue;
            write_node(i, node);
        }
        edge("start", entry(graph_.start));
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i) write_ways(i);
        json::Value flow = object({{"kind", "flow"}, {"id", "made"}});
        flow.set("variables", std::move(variables_));
        flow.set("nodes", std::move(nodes_));
        flow.set("edges", std::move(edges_));
        return flow;
    }

  private:
    json::Value& add(const std::string& id, const char* type) {
        nodes_.items().push_back(object({{"id", id.c_str()}, {"type", type}}));
        return nodes_.items().back();
    }

    [[nodiscard]] std::string entry(std::size_t i) const {
        return graph_.nodes[i].in.size() > 1 ? task(i) + "_in" : task(i);
    }

    void write_node(std::size_t i, const soundness::Node& node) {
        if (node.in.size() > 1) {
            add(task(i) + "_in", node.join == Logic::kAll ? "parallel" : "exclusive");
            edge(task(i) + "_in", task(i));
        }
        json::Value& made = add(task(i), approvals_ && i % 3 == 0 ? "approval" : "user_task");
        made.set("who", object({{"person", i % 2 == 0 ? "li" : "wang"}}));
        if (node.out.empty()) {
            json::Value& end = add(task(i) + "_end", "end");
            if (node.terminates) end.set("event", json::Value::string("terminate"));
            edge(task(i), task(i) + "_end");
        }
        if (node.out.size() < 2) return;
        add(task(i) + "_out", node.split == Logic::kOne ? "exclusive" : "parallel");
        edge(task(i), task(i) + "_out");
        if (node.split != Logic::kOne) return;
        json::Value variable =
            object({{"id", ("w" + std::to_string(i)).c_str()}, {"type", "number"}, {"initial", "0"}});
        variables_.items().push_back(std::move(variable));
    }

    void write_ways(std::size_t i) {
        const soundness::Node& node = graph_.nodes[i];
        if (node.in.empty() && i != graph_.start) return;
        for (std::size_t k = 0; k < node.out.size(); ++k) {
            const std::string from = node.out.size() > 1 ? task(i) + "_out" : task(i);
            json::Value made = object({{"id", ("e" + std::to_string(node.out[k])).c_str()},
                                       {"from", from.c_str()},
                                       {"to", entry(graph_.edges[node.out[k]].to).c_str()}});
            if (node.out.size() > 1 && node.split == Logic::kOne) {
                if (k == 0) {
                    made.set("default", json::Value::boolean(true));
                } else {
                    made.set("when", json::Value::string("w" + std::to_string(i) + " = " + std::to_string(k)));
                }
            }
            edges_.items().push_back(std::move(made));
        }
    }

    void edge(const std::string& from, const std::string& to) {
        edges_.items().push_back(object({{"from", from.c_str()}, {"to", to.c_str()}}));
    }

    const soundness::Graph& graph_;
    bool approvals_;
    json::Value nodes_ = json::Value::array(), edges_ = json::Value::array(), variables_ = json::Value::array();
};

class Replay final : public flow::RecordSource {
  public:
    explicit Replay(const flow::Flow& flow) : flow_(flow), directory_(nullptr) {}

    const feel::Value& record() override { return record_; }

    std::string play(const flow::FlowFinding& finding) {
        flow::Command start;
        start.by = directory_.person("zhao");
        if (std::string wrong = execute(start); !wrong.empty()) return wrong;
        for (std::size_t i = 0; i < finding.path.size(); ++i) {
            if (flow_.nodes[finding.path[i].node].human == nullptr) continue;
            if (std::string wrong = complete(finding, i); !wrong.empty()) return wrong;
        }
        return compare(finding);
    }

  private:
    std::string complete(const flow::FlowFinding& finding, std::size_t at) {
        const flow::NodeIndex node = finding.path[at].node;
        const auto seat = std::find_if(live_.seats.begin(), live_.seats.end(), [&](const flow::Seat& each) {
            return each.node == node && each.status == flow::SeatStatus::kWaiting;
        });
        const std::string& id = flow_.nodes[node].id;
        if (seat == live_.seats.end()) return "nobody waits at " + id;
        flow::Command command;
        command.kind = flow::CommandKind::kComplete;
        command.seat = seat->number;
        command.by = seat->person;
        if (const std::int64_t way = way_behind(finding, at); way >= 0)
            command.variables = {{"w" + id.substr(1), feel::Value::number(way)}};
        return execute(command);
    }

    // Which way the exclusive gateway behind the task takes next on the path; -1: there is none.
    std::int64_t way_behind(const flow::FlowFinding& finding, std::size_t at) const {
        const flow::Node& task = flow_.nodes[finding.path[at].node];
        const flow::NodeIndex gateway = flow_.edges[task.next].to;
        if (flow_.nodes[gateway].kind->id != "exclusive" || flow_.nodes[gateway].id != task.id + "_out") return -1;
        std::size_t earlier = 0;  // the task's own earlier turns come first
        for (std::size_t i = 0; i < at; ++i) earlier += finding.path[i].node == finding.path[at].node ? 1U : 0U;
        for (const flow::ProofStep& step : finding.path) {
            if (step.node != gateway) continue;
            if (earlier-- > 0) continue;
            const auto& out = flow_.nodes[gateway].out;
            return std::find(out.begin(), out.end(), step.out.front()) - out.begin();
        }
        return 0;
    }

    std::string execute(const flow::Command& command) {
        const flow::StepInputs inputs{
            .now = now_ += 1000, .zone = feel::Zone::utc(), .instance = 7, .directory = directory_, .record = *this};
        const auto events = flow::step(flow_, live_, command, inputs);
        if (!events) return format(events.error());
        for (const flow::Event& event : *events) {
            flow::apply(live_, flow_, event);
            if (event.kind == flow::EventKind::kEnded) ended_.push_back(event.node);
        }
        return "";
    }

    std::string compare(const flow::FlowFinding& finding) const {
        using soundness::Kind;
        const auto standing = [&](flow::NodeIndex node) {
            return std::count_if(live_.tokens.begin(), live_.tokens.end(),
                                 [&](const flow::Token& token) { return token.node == node; });
        };
        if (finding.kind == Kind::kImproperCompletion) {
            return std::count(ended_.begin(), ended_.end(), finding.node) < 2 ? "the end was not reached twice" : "";
        }
        if (!live_.running()) return "the instance is over";
        if (finding.kind == Kind::kDeadlock) return standing(finding.node) == 0 ? "nothing waits at the join" : "";
        if (finding.kind != Kind::kLackOfSynchronisation) return "";
        for (const flow::Token& token : live_.tokens) {
            if (standing(token.node) > 1) return "";
        }
        return "no place has two tokens";
    }

    const flow::Flow& flow_;
    flow::TestDirectory directory_;
    flow::Instance live_;
    feel::Value record_;
    std::vector<flow::NodeIndex> ended_;
    flow::Instant now_ = 1'700'000'000'000'000;
};

}  // namespace

json::Value flow_of(const soundness::Graph& graph, bool approvals) { return Writer(graph, approvals).write(); }

bool can_be_flow(const soundness::Graph& graph) {
    return std::none_of(graph.nodes.begin(), graph.nodes.end(), [](const soundness::Node& node) {
        return (node.join == Logic::kSome && node.in.size() > 1) || (node.split == Logic::kSome && node.out.size() > 1);
    });
}

flow::Flow read_ungated(const json::Value& model) {
    model::Document document;
    document.path = "flows/made.json";
    document.kind = "flow";
    document.id = "made";
    document.root = model;
    flow::ReadOptions options;
    options.gate = false;
    auto made = flow::read_flow(document, LooseEnv(), nullptr, options);
    if (!made) throw std::runtime_error(format(made.error()) + json::write_compact(model));
    return std::move(*made);
}

std::string replay_in_engine(const flow::Flow& flow, const flow::FlowFinding& finding) {
    return Replay(flow).play(finding);
}

}  // namespace fw::test
