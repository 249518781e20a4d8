// What the flow canvas is made of beside the flow: buttons of its context pad, places of names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <wx/string.h>

#include "designer/core/flow_diagram.h"
#include "engine/model/descriptor.h"

namespace fw::designer::ui {

struct PadButton {
    std::string id, icon;
    Text tip;
    Box box;  // in window pixels
};

// A name where it stands: its lines, centred in the box.
struct PlacedText {
    Box box;
    std::vector<wxString> lines;
};

// Found once for a drawing: of nodes by id, of edges by path, of what stands around them in its order.
struct CanvasLabels {
    std::map<std::string, PlacedText, std::less<>> nodes, edges;
    std::vector<PlacedText> artifacts, lines;
};

// The letter that adds a node of a type; 0: none.
[[nodiscard]] char letter_of(const std::string& type);
// Node types in the order of the palette.
[[nodiscard]] std::vector<std::string> palette_types(const model::Descriptors& descriptors);

}  // namespace fw::designer::ui
