// tests/cases/models: NAME.in.json saved is NAME.out.json, and saved again is the same. FORMWORK_ACCEPT=1 rewrites.
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "engine/compile/program.h"
#include "engine/json/read.h"
#include "tests/unit/compile/cases.h"

namespace fw::compile {
namespace {

namespace fs = std::filesystem;

std::string saved(const std::string& text) {
    const auto value = json::read(text);
    return value ? model::canonical(*value, standard_descriptors()) : format(value.error());
}

TEST(CanonicalCases, AreSavedAsExpected) {
    std::size_t found = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(FW_SOURCE_DIR) / "tests/cases/models")) {
        std::string name = entry.path().string();
        const std::size_t end = name.rfind(".in.json");
        if (end == std::string::npos) continue;
        ++found;
        const std::string out = name.substr(0, end) + ".out.json";
        const std::string once = saved(read_file(entry.path()));
        EXPECT_EQ(saved(once), once) << entry.path();
        if (std::getenv("FORMWORK_ACCEPT") != nullptr) {
            std::ofstream(out, std::ios::binary) << once;
        } else {
            EXPECT_EQ(once, read_file(out)) << entry.path();
        }
    }
    EXPECT_GE(found, 4U);
}

}  // namespace
}  // namespace fw::compile
