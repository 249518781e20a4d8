// Lines that belong to this record, such as the lines of a contract; saved together with it.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Prop;
using model::Shape;

void add_child_table(FieldTypes& registry) {
    FieldType type;
    type.id = "child_table";
    type.storage = Storage::kNone;
    type.widget = Widget::kTable;
    type.feel_type = "list<context>";
    type.sortable = false;
    type.description.label = {"Child table", "子表"};
    type.description.help = {
        "Lines that belong to this record, such as the lines of a contract; saved together with it.",
        "属于本记录的明细行，例如合同明细；与本记录一起保存。"};
    type.description.icon = "table_rows";
    type.description.properties = {Prop("of", Shape::kReference, {"Rows are", "行实体"},
                                        {"The entity of the rows; it names this entity in its 'child_of'.",
                                         "明细行的实体；该实体的“child_of”须指向本实体。"})
                                       .required()
                                       .refers("entity")};
    registry.add(std::move(type));
}

}  // namespace fw::form
