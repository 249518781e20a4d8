#include "designer/ui/row_editor.h"

namespace fw::designer::ui {

std::unique_ptr<RowEditor> make_row_editor(wxWindow* parent, Session& session, const SheetRow& row) {
    using model::Shape;
    switch (row.property->shape) {
        case Shape::kBoolean:
        case Shape::kChoice:
        case Shape::kReference:
        case Shape::kReferences:
            return make_choice_editor(parent, session, row);
        case Shape::kExpression:
            return make_feel_editor(parent, session, row);
        case Shape::kTemplate:
            return make_feel_editor(parent, session, row);
        case Shape::kAssignments:
            return make_assignments_editor(parent, session, row);
        case Shape::kWho:
            return make_who_editor(parent, session, row);
        case Shape::kElements:
            return make_elements_editor(parent, session, row);
        default:
            return make_text_editor(parent, session, row);
    }
}

}  // namespace fw::designer::ui
