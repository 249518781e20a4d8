// Shows a field of the record a reference points to. Not stored: it always shows the present value.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Prop;
using model::Shape;

void add_lookup(FieldTypes& registry) {
    FieldType type;
    type.id = "lookup";
    type.storage = Storage::kNone;
    type.widget = Widget::kShown;
    type.feel_type = "Any";
    type.people_write = false;
    type.sortable = false;
    type.description.label = {"Lookup", "查看引用"};
    type.description.help = {
        "Shows a field of the record a reference points to. Not stored: it always shows the present value.",
        "显示引用记录的某个字段；不存储，始终显示当前值。"};
    type.description.icon = "visibility";
    type.description.properties = {Prop("from", Shape::kReference, {"Through", "引用字段"},
                                        {"The reference field it looks through.", "所依据的引用字段。"})
                                       .required()
                                       .refers("field"),
                                   Prop("field", Shape::kReference, {"Field", "显示字段"},
                                        {"The field of the record it points to.", "被引用记录的字段。"})
                                       .required()
                                       .refers("field")};
    registry.add(std::move(type));
}

}  // namespace fw::form
