#include "designer/core/cells.h"
#include "designer/core/element_commands.h"
#include "designer/core/references.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class PasteCells final : public Command {
  public:
    PasteCells(Address list, std::size_t first_row, std::vector<CellColumn> columns, Cells cells)
        : list_(std::move(list)), first_row_(first_row), columns_(std::move(columns)), cells_(std::move(cells)) {}
    [[nodiscard]] Text label() const override { return {"Paste cells", "粘贴单元格"}; }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const Document* document = workspace.document(list_.document);
        return document != nullptr && document->readable()
                   ? Verdict::allowed()
                   : Verdict::refused({"The model cannot be changed.", "该模型无法修改。"});
    }
    void apply(Edit& edit) const override {
        while (rows(edit) < first_row_ + cells_.size())
            edit.insert(list_, rows(edit), fresh_element(edit.workspace(), list_));
        const Described described = describe(edit.workspace(), list_);
        const model::ElementType* type =
            described.property == nullptr ? nullptr : edit.workspace().descriptors().find(described.property->element);
        const std::string variant_by = type == nullptr ? std::string() : type->variant_by;
        for (std::size_t row = 0; row < cells_.size(); ++row) {
            // The type first: it decides what else there is. The id last: it follows into what the row says of itself.
            const auto write_where = [&](auto&& chosen) {
                for (std::size_t i = 0; i < cells_[row].size() && i < columns_.size(); ++i) {
                    if (chosen(columns_[i].path)) write(edit, first_row_ + row, columns_[i], cells_[row][i]);
                }
            };
            write_where([&](const std::string& path) { return path == variant_by; });
            write_where([&](const std::string& path) { return path != variant_by && path != "id"; });
            write_where([&](const std::string& path) { return path == "id"; });
        }
    }

  private:
    [[nodiscard]] std::size_t rows(const Edit& edit) const {
        const json::Value* list = edit.value(list_);
        return list != nullptr && list->is_array() ? list->items().size() : 0;
    }
    void write(Edit& edit, std::size_t row, const CellColumn& column, const std::string& text) const {
        const json::Value& list = *edit.value(list_);
        const json::Value& element = list.items()[row];
        if (column.property->shape == model::Shape::kWho || text == cell_text(element, column, Language::kEn)) return;
        const std::string path = join_path(list_.path, element_key(list, row));
        edit.run(
            *set_property({list_.document, join_path(path, column.property->id)}, cell_value(element, column, text)));
    }
    Address list_;
    std::size_t first_row_;
    std::vector<CellColumn> columns_;
    Cells cells_;
};

}  // namespace

CommandPtr paste_cells(Address list, std::size_t first_row, std::vector<CellColumn> columns, Cells cells) {
    return std::make_unique<PasteCells>(std::move(list), first_row, std::move(columns), std::move(cells));
}

void add_paste_cells(CommandKinds& registry);
void add_paste_cells(CommandKinds& registry) {
    registry.add({"paste_cells", [](const Workspace& workspace) {
                      const Address fields{sample::kEntity, "fields"};
                      const model::ElementType& field = *workspace.descriptors().find("field");
                      const auto column = [&](const char* id, const char* path) {
                          return CellColumn{path, field.find(id, json::Value::object())};
                      };
                      std::vector<CommandPtr> made;
                      made.push_back(paste_cells(
                          fields, workspace.value(fields)->items().size() - 1,
                          {column("id", "id"), column("type", "type"), column("label", "label/en")},
                          {{"remarks", "text", "Remarks"}, {"discount", "number", "Discount"}, {"urgent", "boolean"}}));
                      return made;
                  }});
}

}  // namespace fw::designer
