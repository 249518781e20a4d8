// The files that are made from the descriptions and committed: JSON Schemas and reference pages.
#pragma once

#include <map>
#include <string>

namespace fw::compile {

// By path from the top of the repository: "schemas/entity.schema.json", "docs/reference/entity.md",
// "docs/reference/zh/entity.md".
[[nodiscard]] std::map<std::string, std::string> generated_files();

}  // namespace fw::compile
