#include "designer/core/element_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class DeleteModel final : public Command {
  public:
    explicit DeleteModel(std::string document) : document_(std::move(document)) {}
    [[nodiscard]] Text label() const override { return format_text({"Delete {0}", "删除 {0}"}, {document_}); }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        if (document_ == "pack.json")
            return Verdict::refused({"The pack itself cannot be deleted here.", "不能在此删除应用包本身。"});
        return workspace.document(document_) != nullptr ? Verdict::allowed()
                                                        : Verdict::refused({"The model is gone.", "该模型已不存在。"});
    }
    void apply(Edit& edit) const override { edit.remove_document(document_); }

  private:
    std::string document_;
};

}  // namespace

CommandPtr delete_model(std::string document) { return std::make_unique<DeleteModel>(std::move(document)); }

void add_delete_model(CommandKinds& registry);
void add_delete_model(CommandKinds& registry) {
    registry.add({"delete_model", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(delete_model(sample::kForm));
                      return made;
                  }});
}

}  // namespace fw::designer
