#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class TidyFlow final : public Command {
  public:
    explicit TidyFlow(std::string flow) : flow_(std::move(flow)) {}
    [[nodiscard]] Text label() const override { return {"Tidy up", "自动排列"}; }
    void apply(Edit& edit) const override {
        const FlowDiagram diagram = read_flow(edit.workspace().document(flow_)->root);
        const std::vector<Point> centres = layout_flow(diagram);
        for (std::size_t i = 0; i < centres.size(); ++i) {
            edit.set({flow_, "diagram/" + diagram.nodes[i].id}, value_of_point(to_grid(centres[i])));
        }
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
