#include <algorithm>

#include "designer/core/element_commands.h"
#include "designer/core/references.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

using Setting = std::pair<Address, std::optional<json::Value>>;

class SetProperties final : public Command {
  public:
    explicit SetProperties(std::vector<Setting> values) : values_(std::move(values)) {}
    [[nodiscard]] Text label() const override {
        if (values_.size() != 1) return {"Change properties", "修改属性"};
        return format_text({"Change {0}", "修改 {0}"}, {last_step(values_[0].first.path)});
    }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        for (const auto& [address, value] : values_) {
            const Document* document = workspace.document(address.document);
            if (document == nullptr || !document->readable())
                return Verdict::refused({"The model cannot be changed.", "该模型无法修改。"});
        }
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        for (const auto& [address, value] : values_) apply_one(edit, address, value);
    }
    [[nodiscard]] std::string merge_key() const override {
        return values_.size() == 1 ? "set:" + values_[0].first.document + ":" + values_[0].first.path : std::string();
    }

  private:
    static void apply_one(Edit& edit, const Address& address, const std::optional<json::Value>& value) {
        const Address element{address.document, parent_path(address.path)};
        const std::string property = last_step(address.path);
        const Described described = describe(edit.workspace(), address);
        if (property == "id" && value && value->is_string() && edit.value(address) != nullptr &&
            !element.path.empty()) {
            edit.run(*rename_element(element, value->as_string()));
            return;
        }
        if (value) {
            edit.set(address, *value);
        } else {
            edit.erase(address);
        }
        if (described.element != nullptr && described.element->variant_by == property)
            forget_foreign(edit, element, *described.element);
    }
    // After another type was chosen: properties only the old type knew go.
    static void forget_foreign(Edit& edit, const Address& element, const model::ElementType& type) {
        const json::Value now = *edit.value(element);
        for (const json::Member& member : now.members()) {
            const bool of_some_type = std::any_of(type.variants.begin(), type.variants.end(), [&](const auto& v) {
                return std::any_of(v.second.properties.begin(), v.second.properties.end(),
                                   [&](const model::Property& p) { return p.id == member.key; });
            });
            if (of_some_type && type.find(member.key, now) == nullptr)
                edit.erase({element.document, join_path(element.path, member.key)});
        }
    }
    std::vector<Setting> values_;
};

}  // namespace

CommandPtr set_property(Address property, std::optional<json::Value> value) {
    std::vector<Setting> one;
    one.emplace_back(std::move(property), std::move(value));
    return std::make_unique<SetProperties>(std::move(one));
}

CommandPtr set_properties(std::vector<Setting> values) { return std::make_unique<SetProperties>(std::move(values)); }

void add_set_property(CommandKinds& registry);
void add_set_property(CommandKinds& registry) {
    registry.add(
        {"set_property", [](const Workspace&) {
             std::vector<CommandPtr> made;
             made.push_back(
                 set_property({sample::kFlow, "edges/big-fork/when"}, json::Value::string("record.total >= 5000")));
             made.push_back(set_property({sample::kFlow, "edges/big-fork/when"}, std::nullopt));
             made.push_back(set_property({sample::kFlow, "record_state/running"}, json::Value::string("draft")));
             made.push_back(set_property({sample::kEntity, "fields/total/type"}, json::Value::string("text")));
             made.push_back(set_property({sample::kEntity, "label/zh"}, json::Value::string("销售合同")));
             made.push_back(set_properties({{{sample::kEntity, "fields/number/required"}, json::Value::boolean(true)},
                                            {{sample::kEntity, "fields/customer/required"}, std::nullopt}}));
             return made;
         }});
}

}  // namespace fw::designer
