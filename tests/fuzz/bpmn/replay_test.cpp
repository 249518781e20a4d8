#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void run(const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::vector<std::string> corpus() {
    std::vector<std::string> out;
    for (const char* folder : {"/tests/fuzz/bpmn/corpus", "/tests/cases/bpmn/interchange"}) {
        for (const auto& entry : fs::directory_iterator(std::string(FW_SOURCE_DIR) + folder)) {
            std::ifstream in(entry.path(), std::ios::binary);
            out.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        }
    }
    return out;
}

TEST(FuzzBpmn, CorpusRuns) {
    ASSERT_FALSE(corpus().empty());
    for (const std::string& bytes : corpus()) run(bytes);
}

// Files that are damaged in places: bytes changed, pieces left out or doubled.
TEST(FuzzBpmn, DamagedFilesRun) {
    std::mt19937 random(20260105);
    const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random()) % limit; };
    for (const std::string& bytes : corpus()) {
        for (int i = 0; i < 200; ++i) {
            std::string damaged = bytes;
            for (std::size_t n = 1 + below(3); n > 0; --n) {
                const std::size_t at = below(damaged.size());
                const std::size_t length = below(40);
                switch (below(3)) {
                    case 0:
                        damaged[at] = static_cast<char>(random());
                        break;
                    case 1:
                        damaged.erase(at, length);
                        break;
                    default:
                        damaged.insert(below(damaged.size()), damaged.substr(at, length));
                }
                if (damaged.empty()) damaged = "<";
            }
            run(damaged);
        }
    }
}

}  // namespace
