#include "designer/core/element_commands.h"
#include "designer/core/flow_bodies.h"
#include "designer/core/references.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class RenameElement final : public Command {
  public:
    RenameElement(Address element, std::string id) : element_(std::move(element)), id_(std::move(id)) {}
    [[nodiscard]] Text label() const override {
        return format_text({"Rename {0} to {1}", "将 {0} 重命名为 {1}"}, {last_step(element_.path), id_});
    }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        if (!is_technical_name(id_)) {
            return Verdict::refused(
                {"An id starts with a letter a to z and goes on with letters, digits and underscores.",
                 "标识以小写字母开头，只能包含小写字母、数字和下划线。"});
        }
        const json::Value* list = workspace.value({element_.document, parent_path(element_.path)});
        if (list == nullptr || find(*list, last_step(element_.path)) == nullptr)
            return Verdict::refused({"The element is gone.", "该元素已不存在。"});
        if (id_ != last_step(element_.path) && find(*list, id_) != nullptr) {
            return Verdict::refused(format_text({"There is a {0} here already.", "此处已有 {0}。"}, {id_}));
        }
        const Document* document = workspace.document(element_.document);
        const bool node = document->kind == "flow" && last_step(parent_path(element_.path)) == "nodes";
        if (node && id_ != last_step(element_.path) && !path_of_node(document->root, id_).empty()) {
            return Verdict::refused(
                format_text({"Another node of this flow is called {0}.", "该流程中已有节点 {0}。"}, {id_}));
        }
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        if (!may(edit.workspace())) return;
        const std::string old = last_step(element_.path);
        if (old == id_) return;
        const std::string list = parent_path(element_.path);
        const Document* document = edit.workspace().document(element_.document);
        const bool was_saved = edit.workspace().was_saved(element_);
        std::string kind, owner;
        if (document->kind == "flow" && last_step(list) == "nodes") {
            kind = "node";
            owner = document->path;
        } else if (document->kind == "entity" && (list == "fields" || list == "states")) {
            kind = list == "fields" ? "field" : "state";
            owner = document->id;
        }
        if (!kind.empty()) follow_rename(edit, kind, owner, old, id_);
        edit.set({element_.document, element_.path + "/id"}, json::Value::string(id_));
        const Address renamed{element_.document, join_path(list, id_)};
        if (was_saved) remember(edit, renamed, old);
        if (kind == "node") {
            if (const json::Value* place = edit.value({element_.document, "diagram/" + old})) {
                const json::Value kept = *place;
                edit.erase({element_.document, "diagram/" + old});
                edit.set({element_.document, "diagram/" + id_}, kept);
            }
        }
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        return {{element_.document, join_path(parent_path(element_.path), id_)}};
    }

  private:
    static void remember(Edit& edit, const Address& renamed, const std::string& old) {
        const Address list{renamed.document, renamed.path + "/was"};
        const Described described = describe(edit.workspace(), list);
        if (described.property == nullptr) return;  // this kind of element has no memory
        json::Value was = json::Value::array();
        if (const json::Value* written = edit.value(list); written != nullptr && written->is_array()) was = *written;
        for (const json::Value& name : was.items()) {
            if (name.is_string() && name.as_string() == old) return;
        }
        was.push(json::Value::string(old));
        edit.set(list, std::move(was));
    }
    Address element_;
    std::string id_;
};

}  // namespace

CommandPtr rename_element(Address element, std::string id) {
    return std::make_unique<RenameElement>(std::move(element), std::move(id));
}

void add_rename_element(CommandKinds& registry);
void add_rename_element(CommandKinds& registry) {
    registry.add({"rename_element", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(rename_element({sample::kEntity, "fields/total"}, "amount"));
                      made.push_back(rename_element({sample::kFlow, "nodes/big"}, "large"));
                      made.push_back(rename_element({sample::kEntity, "states/draft"}, "fresh"));
                      made.push_back(rename_element({sample::kEntity, "fields/number"}, "number"));
                      return made;
                  }});
}

}  // namespace fw::designer
