// Validity by an XML schema, asked of xmllint.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace fw::test {

// BPMN20.xsd beside the project, or an empty path where it is not.
[[nodiscard]] std::filesystem::path bpmn_schema();
// What xmllint says against the text; empty: it is valid, or there is no xmllint or no such schema.
[[nodiscard]] std::string schema_errors(std::string_view text, const std::filesystem::path& schema);

}  // namespace fw::test
