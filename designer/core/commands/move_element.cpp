#include "designer/core/element_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class MoveElement final : public Command {
  public:
    MoveElement(Address element, std::size_t to) : element_(std::move(element)), to_(to) {}
    [[nodiscard]] Text label() const override {
        return format_text({"Move {0}", "移动 {0}"}, {last_step(element_.path)});
    }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const json::Value* list = workspace.value({element_.document, parent_path(element_.path)});
        const bool fits = list != nullptr && list->is_array() && to_ < list->items().size();
        return fits ? Verdict::allowed() : Verdict::refused({"It cannot move any further.", "无法继续移动。"});
    }
    void apply(Edit& edit) const override {
        const Address list{element_.document, parent_path(element_.path)};
        const auto from = element_index(*edit.value(list), last_step(element_.path));
        if (from) edit.move(list, *from, to_);
    }
    [[nodiscard]] std::vector<Address> selects() const override { return {element_}; }

  private:
    Address element_;
    std::size_t to_;
};

}  // namespace

CommandPtr move_element(Address element, std::size_t to) {
    return std::make_unique<MoveElement>(std::move(element), to);
}

void add_move_element(CommandKinds& registry);
void add_move_element(CommandKinds& registry) {
    registry.add({"move_element", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(move_element({sample::kEntity, "fields/number"}, 2));
                      made.push_back(move_element({sample::kEntity, "fields/total"}, 0));
                      return made;
                  }});
}

}  // namespace fw::designer
