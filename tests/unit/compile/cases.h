// Packs on disk for tests: cases of tests/cases/compile and the bundled packs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/model/pack.h"

namespace fw::compile {

[[nodiscard]] std::string read_file(const std::filesystem::path& path);

// Every file below `folder` except demo/; diagnostics show paths below `shown`.
[[nodiscard]] model::PackSource load_pack(const std::filesystem::path& folder, const std::string& shown);

// The packs of a case: its own folder if it has a pack.json, else each of its folders; with the bundled `base` where a
// pack.json names it.
[[nodiscard]] std::vector<model::PackSource> load_case(const std::filesystem::path& folder);

// The bundled packs that are models alone: plugins/*/pack.json without a library.
[[nodiscard]] std::vector<model::PackSource> bundled_packs();

}  // namespace fw::compile
