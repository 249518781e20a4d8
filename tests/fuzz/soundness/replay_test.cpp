#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include <gtest/gtest.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

TEST(FuzzSoundness, CorpusRuns) {
    int count = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(FW_SOURCE_DIR) + "/tests/fuzz/soundness/corpus")) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), cut);
        }
        ++count;
    }
    EXPECT_GT(count, 0);
}

TEST(FuzzSoundness, RandomBytesRun) {
    const auto seed = std::random_device()();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 500; ++i) {
        std::string bytes(random() % 60, '\0');
        for (char& each : bytes) each = static_cast<char>(random());
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    }
}

}  // namespace
