#include <algorithm>

#include "designer/core/element_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class DeleteElements final : public Command {
  public:
    explicit DeleteElements(std::vector<Address> elements) : elements_(std::move(elements)) {}
    [[nodiscard]] Text label() const override {
        return elements_.size() == 1
                   ? format_text({"Delete {0}", "删除 {0}"}, {last_step(elements_[0].path)})
                   : format_text({"Delete {0} elements", "删除 {0} 个元素"}, {std::to_string(elements_.size())});
    }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const bool any = std::any_of(elements_.begin(), elements_.end(), [&](const Address& a) {
            return !a.path.empty() && workspace.value(a) != nullptr;
        });
        return any ? Verdict::allowed() : Verdict::refused({"Select what to delete first.", "请先选择要删除的内容。"});
    }
    void apply(Edit& edit) const override {
        // From the back, so that positions in names stay true.
        std::vector<std::pair<std::size_t, Address>> found;
        for (const Address& address : elements_) {
            const json::Value* list = edit.value({address.document, parent_path(address.path)});
            if (list == nullptr) continue;
            found.emplace_back(element_index(*list, last_step(address.path)).value_or(0), address);
        }
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return b < a; });
        for (const auto& [index, address] : found) edit.erase(address);
    }

  private:
    std::vector<Address> elements_;
};

}  // namespace

CommandPtr delete_elements(std::vector<Address> elements) {
    return std::make_unique<DeleteElements>(std::move(elements));
}

void add_delete_elements(CommandKinds& registry);
void add_delete_elements(CommandKinds& registry) {
    registry.add({"delete_elements", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(delete_elements({{sample::kEntity, "fields/total"}}));
                      made.push_back(
                          delete_elements({{sample::kEntity, "fields/number"}, {sample::kEntity, "fields/customer"}}));
                      return made;
                  }});
}

}  // namespace fw::designer
