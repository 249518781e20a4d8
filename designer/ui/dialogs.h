// The small dialogs: new model, new pack, find, shortcuts.
#pragma once

#include <optional>
#include <string>

#include <wx/window.h>

#include "designer/core/session.h"
#include "designer/core/workspace.h"

namespace fw::designer::ui {

// Asks for kind, id, labels and entity, and makes the model. The new document's path, or nothing.
[[nodiscard]] std::optional<std::string> new_model_dialog(wxWindow* parent, Session& session, const std::string& kind);

struct NewPack {
    std::string folder, id;
    Text label;
};
[[nodiscard]] std::optional<NewPack> new_pack_dialog(wxWindow* parent);

// Type, arrows, Enter: the element found.
[[nodiscard]] std::optional<Address> find_dialog(wxWindow* parent, const Session& session);

void shortcuts_dialog(wxWindow* parent);

}  // namespace fw::designer::ui
