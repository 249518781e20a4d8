// The packs that are part of the program: `base` and `sales`, with their demo data (plugins/<pack> in the source tree).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/pack.h"

namespace fw::packs {

// A file of a pack's demo/ folder, not yet read: "020_accounts.json".
struct DemoFile {
    std::string pack;
    std::string name;
    std::string text;
};

// Every built-in pack, required packs first. Thread-safe; makes new copies.
[[nodiscard]] std::vector<model::PackSource> built_in_packs();

// The built-in pack of this id, or an empty one (no files).
[[nodiscard]] model::PackSource built_in_pack(std::string_view id);

// The demo files of the built-in packs in the order they are loaded: by pack (required first), then by name.
[[nodiscard]] std::vector<DemoFile> built_in_demo();

}  // namespace fw::packs
