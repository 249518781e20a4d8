// conformance_bpmn_miwg DIR [--schema BPMN20.xsd]: scores the round trip of every *.bpmn file under DIR and prints what
// differs. With a schema (or DIR/../schemas/bpmn/BPMN20.xsd) exports must be valid wherever the file itself is.
// Last line "miwg: P of N files passed"; exit 0 only if all passed.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "tests/conformance/bpmn/round_trip.h"
#include "tests/conformance/bpmn/validate.h"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShown = 20;  // differences a file

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// An export is valid wherever the file itself is.
std::string invalid_export(const std::string& source, const std::string& text, const fs::path& schema) {
    const std::string errors = fw::test::schema_errors(text, schema);
    if (errors.empty()) return {};
    if (fw::test::schema_errors(source, schema).empty()) return "the export is not valid by the schema: " + errors;
    std::printf("note: the file itself is not valid by the schema, and so is its export\n");
    return {};
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ".bpmn") out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    std::optional<fs::path> folder;
    fs::path schema;
    for (int i = 1; i < argc; ++i) {
        if (std::string(argv[i]) == "--schema" && i + 1 < argc) {
            schema = argv[++i];
        } else {
            folder = argv[i];
        }
    }
    if (!folder || !fs::is_directory(*folder)) {
        std::fprintf(stderr, "usage: conformance_bpmn_miwg DIR [--schema BPMN20.xsd]\n");
        return 2;
    }
    if (schema.empty()) schema = *folder / ".." / "schemas" / "bpmn" / "BPMN20.xsd";
    if (!fs::exists(schema)) std::printf("note: no schema, exports are not validated\n");
    std::size_t passed = 0;
    const std::vector<fs::path> files = files_in(*folder);
    for (const fs::path& file : files) {
        const std::string bytes = read(file);
        std::string exported;
        std::vector<std::string> lines = fw::test::round_trip(bytes, file.filename().string(), exported);
        if (std::string why = invalid_export(bytes, exported, schema); !exported.empty() && !why.empty()) {
            lines.push_back(std::move(why));
        }
        std::printf("%s %s\n", lines.empty() ? "pass" : "FAIL", fs::relative(file, *folder).c_str());
        for (std::size_t i = 0; i < std::min(lines.size(), kShown); ++i) std::printf("  %s\n", lines[i].c_str());
        if (lines.size() > kShown) std::printf("  … and %zu more\n", lines.size() - kShown);
        if (lines.empty()) ++passed;
    }
    std::printf("miwg: %zu of %zu files passed\n", passed, files.size());
    return passed == files.size() && !files.empty() ? 0 : 1;
}
