// Points to a record of another entity; expressions reach its fields: customer.name
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Prop;
using model::Shape;

void add_reference(FieldTypes& registry) {
    FieldType type;
    type.id = "reference";
    type.storage = Storage::kReference;
    type.widget = Widget::kReference;
    type.feel_type = "context";
    type.description.label = {"Reference", "引用"};
    type.description.help = {"Points to a record of another entity; expressions reach its fields: customer.name",
                             "指向其他实体的一条记录；表达式可访问其字段：customer.name"};
    type.description.icon = "arrow_outward";
    type.description.properties = {
        Prop("to", Shape::kReference, {"To", "引用实体"}, {"The entity it points to.", "被引用的实体。"})
            .required()
            .refers("entity"),
        on_delete(), target_filter()};
    registry.add(std::move(type));
}

}  // namespace fw::form
