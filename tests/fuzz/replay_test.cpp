// Every file of a fuzz target's corpus (FW_CORPUS) and every beginning of it, run as an ordinary test.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

TEST(FuzzCorpus, Runs) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(FW_SOURCE_DIR) + "/" FW_CORPUS)) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        for (std::size_t cut = 1; cut <= bytes.size(); ++cut) {  // every prefix as well
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), cut);
        }
        ++count;
    }
    EXPECT_GT(count, 0);
}

}  // namespace
