#include "designer/core/element_commands.h"
#include "designer/core/sample.h"
#include "engine/json/read.h"

namespace fw::designer {

namespace {

class EditSource final : public Command {
  public:
    EditSource(std::string document, std::string text) : document_(std::move(document)), text_(std::move(text)) {}
    [[nodiscard]] Text label() const override { return {"Edit source", "编辑源文本"}; }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        return workspace.document(document_) != nullptr ? Verdict::allowed()
                                                        : Verdict::refused({"The model is gone.", "该模型已不存在。"});
    }
    void apply(Edit& edit) const override {
        Document document = *edit.workspace().document(document_);
        auto root = json::read(text_, document_);
        if (root && root->is_object()) {
            if (document.readable() && document.root == *root) return;
            document.root = std::move(*root);
            document.broken.clear();
            document.mistakes.clear();
        } else {
            document.broken = text_;
            document.root = json::Value::null();
            document.mistakes = root ? fail("MODEL-091", {"A model is a JSON object.", "模型必须是 JSON 对象。"},
                                            Place{document_, {}, {1, 1}, {}})
                                           .value()
                                     : root.error();
        }
        edit.add_document(std::move(document));
    }
    [[nodiscard]] std::string merge_key() const override { return "source:" + document_; }

  private:
    std::string document_, text_;
};

}  // namespace

CommandPtr edit_source(std::string document, std::string text) {
    return std::make_unique<EditSource>(std::move(document), std::move(text));
}

void add_edit_source(CommandKinds& registry);
void add_edit_source(CommandKinds& registry) {
    registry.add({"edit_source", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back(
                          edit_source(sample::kForm,
                                      R"({"kind": "form", "id": "contract", "entity": "contract", "sections": []})"));
                      made.push_back(edit_source(sample::kForm, "{ broken"));
                      return made;
                  }});
}

}  // namespace fw::designer
