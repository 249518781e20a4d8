// The editor of one row of the property sheet; one for each shape of property. Each shows a value and sends commands.
#pragma once

#include <optional>

#include <wx/window.h>

#include "designer/core/property_sheet.h"
#include "designer/core/session.h"

namespace fw::designer::ui {

class RowEditor {
  public:
    virtual ~RowEditor() = default;
    [[nodiscard]] virtual wxWindow* window() = 0;
    // Shows the row's value as it is now; leaves a control alone that shows it already.
    virtual void show(const SheetRow& row) = 0;
    // Becomes the editor of the same property of another element and shows that; false where it has to be made anew.
    [[nodiscard]] virtual bool retarget(const SheetRow&) { return false; }
    virtual void mark(const std::vector<Problem>&) {}
    [[nodiscard]] virtual bool wide() const { return true; }  // false: stands beside its label
};

[[nodiscard]] std::unique_ptr<RowEditor> make_row_editor(wxWindow* parent, Session& session, const SheetRow& row);

// The families, one file each.
[[nodiscard]] std::unique_ptr<RowEditor> make_text_editor(wxWindow* parent, Session& session, const SheetRow& row);
[[nodiscard]] std::unique_ptr<RowEditor> make_choice_editor(wxWindow* parent, Session& session, const SheetRow& row);
[[nodiscard]] std::unique_ptr<RowEditor> make_feel_editor(wxWindow* parent, Session& session, const SheetRow& row);
[[nodiscard]] std::unique_ptr<RowEditor> make_assignments_editor(wxWindow* parent, Session& session,
                                                                 const SheetRow& row);
[[nodiscard]] std::unique_ptr<RowEditor> make_who_editor(wxWindow* parent, Session& session, const SheetRow& row);
[[nodiscard]] std::unique_ptr<RowEditor> make_elements_editor(wxWindow* parent, Session& session, const SheetRow& row);

}  // namespace fw::designer::ui
