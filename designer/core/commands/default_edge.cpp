#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

// One default for each node: the others lose the mark, this one its condition.
class DefaultEdge final : public Command {
  public:
    DefaultEdge(std::string flow, std::string edge) : flow_(std::move(flow)), edge_(std::move(edge)) {}
    [[nodiscard]] Text label() const override { return {"Make default", "设为默认"}; }
    void apply(Edit& edit) const override {
        const json::Value* list = edit.value({flow_, parent_path(edge_)});
        const auto chosen = list == nullptr ? std::nullopt : element_index(*list, last_step(edge_));
        if (!chosen) return;
        const std::string from(list->items()[*chosen].string_or("from"));
        for (std::size_t i = 0; i < edit.value({flow_, parent_path(edge_)})->items().size(); ++i) {
            const json::Value& all = *edit.value({flow_, parent_path(edge_)});
            if (all.items()[i].string_or("from") != from) continue;
            const std::string path = join_path(parent_path(edge_), element_key(all, i));
            if (i == *chosen) {
                edit.erase({flow_, path + "/when"});
                edit.set({flow_, path + "/default"}, json::Value::boolean(true));
            } else {
                edit.erase({flow_, path + "/default"});
            }
        }
    }

  private:
    std::string flow_, edge_;
};

}  // namespace

CommandPtr default_edge(std::string flow, std::string edge) {
    return std::make_unique<DefaultEdge>(std::move(flow), std::move(edge));
}

void add_default_edge(CommandKinds& registry);
void add_default_edge(CommandKinds& registry) {
    registry.add({"default_edge", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(default_edge(sample::kFlow, "edges/big-fork"));
                      return made;
                  }});
}

}  // namespace fw::designer
