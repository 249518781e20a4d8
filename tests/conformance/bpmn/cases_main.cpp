// conformance_bpmn DIR: runs DIR/cases/*.json on the BPMN files of DIR and prints what differs. Last line
// "bpmn: P of N cases passed"; exit 0 only if all passed.
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/conformance/bpmn/scenario.h"

int main(int argc, char** argv) {
    const std::filesystem::path folder = argc == 2 ? argv[1] : "";
    const std::vector<std::filesystem::path> files = fw::test::scenarios_in(folder / "cases");
    if (argc != 2 || files.empty()) {
        std::fprintf(stderr, "usage: conformance_bpmn DIR   (with cases/*.json and BPMN files)\n");
        return 2;
    }
    std::size_t passed = 0;
    for (const std::filesystem::path& file : files) {
        const std::vector<std::string> lines = fw::test::run_scenario(file, folder);
        std::printf("%s %s\n", lines.empty() ? "pass" : "FAIL", file.stem().c_str());
        for (const std::string& line : lines) std::printf("  %s\n", line.c_str());
        if (lines.empty()) ++passed;
    }
    std::printf("bpmn: %zu of %zu cases passed\n", passed, files.size());
    return passed == files.size() ? 0 : 1;
}
