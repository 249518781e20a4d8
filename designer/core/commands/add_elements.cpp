#include <algorithm>

#include "designer/core/element_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class AddElements final : public Command {
  public:
    AddElements(Address list, std::vector<json::Value> elements, std::size_t index)
        : list_(std::move(list)), elements_(std::move(elements)), index_(index) {}
    [[nodiscard]] Text label() const override {
        return elements_.size() == 1
                   ? Text{"Add", "添加"}
                   : format_text({"Add {0} elements", "添加 {0} 个元素"}, {std::to_string(elements_.size())});
    }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const Document* document = workspace.document(list_.document);
        if (document == nullptr || !document->readable())
            return Verdict::refused({"The model cannot be changed.", "该模型无法修改。"});
        return elements_.empty() ? Verdict::refused({"There is nothing to add.", "没有可添加的内容。"})
                                 : Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        const json::Value* list = edit.value(list_);
        std::size_t at = list == nullptr || !list->is_array() ? 0 : std::min(index_, list->items().size());
        for (const json::Value& element : elements_) edit.insert(list_, at++, element);
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        std::vector<Address> all;
        json::Value list = json::Value::array();
        for (const json::Value& element : elements_) {
            list.push(element);
            const std::string key = element_key(list, list.items().size() - 1);
            if (key.empty() || key[0] < '0' || key[0] > '9')
                all.push_back({list_.document, join_path(list_.path, key)});
        }
        return all;
    }

  private:
    Address list_;
    std::vector<json::Value> elements_;
    std::size_t index_;
};

}  // namespace

CommandPtr add_elements(const Workspace& workspace, Address list, std::vector<json::Value> elements,
                        std::size_t index) {
    json::Value taken = json::Value::array();
    if (const json::Value* own = workspace.value(list); own != nullptr && own->is_array()) taken = *own;
    for (json::Value& element : elements) {
        const std::string_view id = element.string_or("id");
        if (!id.empty()) {
            const std::string fresh = free_id(&taken, id);
            if (fresh != id) element.erase("was");
            element.set("id", json::Value::string(fresh));
        }
        taken.push(element);
    }
    return std::make_unique<AddElements>(std::move(list), std::move(elements), index);
}

void add_add_elements(CommandKinds& registry);
void add_add_elements(CommandKinds& registry) {
    registry.add({"add_elements", [](const Workspace& workspace) {
                      std::vector<CommandPtr> made;
                      const Address fields{sample::kEntity, "fields"};
                      const json::Value* number = workspace.value({sample::kEntity, "fields/number"});
                      made.push_back(add_elements(workspace, fields, {fresh_element(workspace, fields)}, 1));
                      made.push_back(add_elements(workspace, fields, {*number, *number}, static_cast<std::size_t>(-1)));
                      made.push_back(add_elements(workspace, {sample::kEntity, "transitions"},
                                                  {fresh_element(workspace, {sample::kEntity, "transitions"})}, 0));
                      return made;
                  }});
}

}  // namespace fw::designer
