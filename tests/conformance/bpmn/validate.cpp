#include "tests/conformance/bpmn/validate.h"

#include <cstdio>
#include <fstream>
#include <memory>

#include <unistd.h>

namespace fw::test {

namespace {

namespace fs = std::filesystem;

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

}  // namespace

fs::path bpmn_schema() {
    for (const char* up : {"/../shared", "/../../shared"}) {
        const fs::path found = std::string(FW_SOURCE_DIR) + up + "/conformance/schemas/bpmn/BPMN20.xsd";
        if (fs::exists(found)) return found;
    }
    return {};
}

std::string schema_errors(std::string_view text, const fs::path& schema) {
    if (schema.empty() || !fs::exists(schema) || !fs::exists("/usr/bin/xmllint")) return {};
    static int count = 0;
    const fs::path file =
        fs::temp_directory_path() / ("fw-bpmn-" + std::to_string(::getpid()) + "-" + std::to_string(++count) + ".bpmn");
    std::ofstream(file, std::ios::binary) << text;
    const std::string command =
        "/usr/bin/xmllint --nonet --noout --schema " + quoted(schema.string()) + " " + quoted(file.string()) + " 2>&1";
    std::string said;
    int status = 1;
    if (FILE* pipe = ::popen(command.c_str(), "r")) {
        char buffer[4096];
        for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) said.append(buffer, got);
        status = ::pclose(pipe);
    }
    fs::remove(file);
    if (status == 0) return {};
    return said.substr(0, 600);
}

}  // namespace fw::test
