#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class ReconnectEdge final : public Command {
  public:
    ReconnectEdge(std::string flow, std::string edge, std::string from, std::string to)
        : flow_(std::move(flow)), edge_(std::move(edge)), from_(std::move(from)), to_(std::move(to)) {}
    [[nodiscard]] Text label() const override { return {"Reconnect", "改接连线"}; }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        return may_connect(workspace, flow_, from_, to_, edge_);
    }
    void apply(Edit& edit) const override {
        const json::Value* now = edit.value({flow_, edge_});
        if (now == nullptr) return;
        json::Value edge = *now;
        edge.set("from", json::Value::string(from_));
        edge.set("to", json::Value::string(to_));
        edit.set({flow_, edge_}, std::move(edge));
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        return {{flow_, join_path(body_of(edge_), "edges/" + from_ + "-" + to_)}};
    }

  private:
    std::string flow_, edge_, from_, to_;
};

}  // namespace

CommandPtr reconnect_edge(std::string flow, std::string edge, std::string from, std::string to) {
    return std::make_unique<ReconnectEdge>(std::move(flow), std::move(edge), std::move(from), std::move(to));
}

void add_reconnect_edge(CommandKinds& registry);
void add_reconnect_edge(CommandKinds& registry) {
    registry.add({"reconnect_edge", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(reconnect_edge(sample::kFlow, "edges/big-fork", "big", "end"));
                      return made;
                  }});
}

}  // namespace fw::designer
