#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class TidyFlow final : public Command {
  public:
    explicit TidyFlow(std::string flow) : flow_(std::move(flow)) {}
    [[nodiscard]] Text label() const override { return {"Tidy up", "自动排列"}; }
    void apply(Edit& edit) const override {
        json::Value without_places;
        const FlowDiagram diagram = tidied_flow(edit.workspace(), flow_, without_places);
        json::Value places = json::Value::object();
        for (const FlowNode& node : diagram.nodes) {
            const Point centre = node.box.centre();
            places.set(node.id, value_of_point(node.expanded ? centre : to_grid(centre)));
        }
        edit.set({flow_, "diagram"}, std::move(places));
    }

  private:
    std::string flow_;
};

}  // namespace

CommandPtr tidy_flow(std::string flow) { return std::make_unique<TidyFlow>(std::move(flow)); }

void add_tidy_flow(CommandKinds& registry);
void add_tidy_flow(CommandKinds& registry) {
    registry.add({"tidy_flow", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(tidy_flow(sample::kFlow));
                      return made;
                  }});
}

}  // namespace fw::designer
