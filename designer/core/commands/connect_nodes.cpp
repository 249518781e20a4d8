#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class ConnectNodes final : public Command {
  public:
    ConnectNodes(std::string flow, std::string body, std::string from, std::string to)
        : flow_(std::move(flow)), body_(std::move(body)), from_(std::move(from)), to_(std::move(to)) {}
    [[nodiscard]] Text label() const override { return {"Connect", "连接节点"}; }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        return may_connect(workspace, flow_, from_, to_);
    }
    void apply(Edit& edit) const override {
        json::Value edge = json::Value::object();
        edge.set("from", json::Value::string(from_));
        edge.set("to", json::Value::string(to_));
        edit.insert({flow_, join_path(body_, "edges")}, static_cast<std::size_t>(-1), std::move(edge));
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        return {{flow_, join_path(body_, "edges/" + from_ + "-" + to_)}};
    }

  private:
    std::string flow_, body_, from_, to_;
};

}  // namespace

CommandPtr connect_nodes(const Workspace& workspace, std::string flow, std::string from, std::string to) {
    const Document* document = workspace.document(flow);
    std::string body = document == nullptr ? std::string() : body_of(path_of_node(document->root, from));
    return std::make_unique<ConnectNodes>(std::move(flow), std::move(body), std::move(from), std::move(to));
}

void add_connect_nodes(CommandKinds& registry);
void add_connect_nodes(CommandKinds& registry) {
    registry.add({"connect_nodes", [](const Workspace& workspace) {
                      std::vector<CommandPtr> made;
                      made.push_back(connect_nodes(workspace, sample::kFlow, "manager", "effective"));
                      return made;
                  }});
}

}  // namespace fw::designer
