// The round trip of the BPMN Model Interchange Working Group: import, export, import, export.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fw::test {

// What is not as it must be: differences between the file and the first export, and a second export that is not the
// first byte for byte. The models in between are written and read again as JSON. `first` gets the first export.
[[nodiscard]] std::vector<std::string> round_trip(std::string_view bytes, const std::string& file, std::string& first);

}  // namespace fw::test
