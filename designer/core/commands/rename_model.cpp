#include "designer/core/element_commands.h"
#include "designer/core/references.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class RenameModel final : public Command {
  public:
    RenameModel(std::string document, std::string id) : document_(std::move(document)), id_(std::move(id)) {}
    [[nodiscard]] Text label() const override { return format_text({"Rename to {0}", "重命名为 {0}"}, {id_}); }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const Document* document = workspace.document(document_);
        if (document == nullptr || !document->readable())
            return Verdict::refused({"The model cannot be changed.", "该模型无法修改。"});
        if (document->kind == "pack")
            return Verdict::refused(
                {"A pack keeps its id; records on servers carry it.", "应用包的标识不能更改，服务器上的数据依赖它。"});
        if (!is_technical_name(id_)) {
            return Verdict::refused(
                {"An id starts with a letter a to z and goes on with letters, digits and underscores.",
                 "标识以小写字母开头，只能包含小写字母、数字和下划线。"});
        }
        if (id_ != document->id && workspace.model(document->kind, id_) != nullptr) {
            return Verdict::refused(format_text({"There is a {0} here already.", "此处已有 {0}。"}, {id_}));
        }
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        const Document* before = edit.workspace().document(document_);
        const std::string old = before->id;
        if (old == id_) return;
        const bool saved = edit.workspace().was_saved({document_, {}});
        follow_rename(edit, before->kind, {}, old, id_);
        Document renamed = *edit.workspace().document(document_);
        edit.remove_document(document_);
        renamed.path = edit.workspace().path_of(renamed.kind, id_);
        renamed.id = id_;
        renamed.root.set("id", json::Value::string(id_));
        if (saved) {
            json::Value was = json::Value::array();
            if (const json::Value* written = renamed.root.find("was"); written != nullptr && written->is_array())
                was = *written;
            was.push(json::Value::string(old));
            renamed.root.set("was", std::move(was));
        }
        edit.add_document(std::move(renamed));
    }

  private:
    std::string document_, id_;
};

}  // namespace

CommandPtr rename_model(std::string document, std::string id) {
    return std::make_unique<RenameModel>(std::move(document), std::move(id));
}

void add_rename_model(CommandKinds& registry);
void add_rename_model(CommandKinds& registry) {
    registry.add({"rename_model", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(rename_model(sample::kEntity, "agreement"));
                      made.push_back(rename_model(sample::kFlow, "agreement_approval"));
                      return made;
                  }});
}

}  // namespace fw::designer
