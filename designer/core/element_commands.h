// What people do in property sheets, grids and the tree, one command a file in commands/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "designer/core/command.h"

namespace fw::designer {

// Sets a property, or takes it away (nothing: the fallback holds again). Typing in one place is one step. Properties
// that go with it follow: an id is renamed everywhere, another type keeps what both know.
[[nodiscard]] CommandPtr set_property(Address property, std::optional<json::Value> value);
// Several at once, one step: pasting into a grid, a checkbox column.
[[nodiscard]] CommandPtr set_properties(std::vector<std::pair<Address, std::optional<json::Value>>> values);
// `list` is the address of the list; index past the end means at the end. Ids already taken are made free.
[[nodiscard]] CommandPtr add_elements(const Workspace& workspace, Address list, std::vector<json::Value> elements,
                                      std::size_t index);
[[nodiscard]] CommandPtr delete_elements(std::vector<Address> elements);
[[nodiscard]] CommandPtr move_element(Address element, std::size_t to);
// A new id: references and FEEL texts follow, and the old id is remembered in `was` where it may be in use.
[[nodiscard]] CommandPtr rename_element(Address element, std::string id);

[[nodiscard]] CommandPtr add_model(const Workspace& workspace, std::string_view kind, std::string id, const Text& label,
                                   std::string_view entity = {});
[[nodiscard]] CommandPtr delete_model(std::string document);
[[nodiscard]] CommandPtr rename_model(std::string document, std::string id);
// The whole text of a file, as the source editor gives it.
[[nodiscard]] CommandPtr edit_source(std::string document, std::string text);

// A new element for this list with the least it needs: id, type, label.
[[nodiscard]] json::Value fresh_element(const Workspace& workspace, const Address& list);

}  // namespace fw::designer
