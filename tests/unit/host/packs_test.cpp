#include <gtest/gtest.h>

#include "engine/compile/program.h"
#include "engine/flow/test_run.h"
#include "engine/json/read.h"
#include "engine/packs/built_in.h"

namespace fw::packs {
namespace {

TEST(Packs, BaseComesFirstAndEveryFileIsWhole) {
    const auto packs = built_in_packs();
    ASSERT_EQ(packs.size(), 2U);
    EXPECT_EQ(packs[0].id, "base");
    EXPECT_EQ(packs[1].id, "sales");
    for (const model::PackSource& pack : packs) {
        EXPECT_GT(pack.files.size(), 10U);
        bool has_pack_file = false;
        for (const model::SourceFile& file : pack.files) {
            EXPECT_TRUE(json::read(file.text, file.path)) << file.path;
            EXPECT_FALSE(file.path.starts_with("demo/"));
            has_pack_file = has_pack_file || file.path == "pack.json";
        }
        EXPECT_TRUE(has_pack_file) << pack.id;
    }
    EXPECT_EQ(built_in_pack("sales").files.size(), packs[1].files.size());
    EXPECT_TRUE(built_in_pack("nothing").files.empty());
}

TEST(Packs, DemoIsLoadedInOrder) {
    const auto files = built_in_demo();
    ASSERT_GT(files.size(), 12U);
    for (std::size_t i = 0; i < files.size(); ++i) {
        EXPECT_TRUE(json::read(files[i].text, files[i].name)) << files[i].name;
        if (i == 0 || files[i - 1].pack != files[i].pack) continue;
        EXPECT_LT(files[i - 1].name, files[i].name);
    }
    EXPECT_EQ(files.front().name, "005_units.json");
    EXPECT_EQ(files.back().name, "080_approvals.json");
}

TEST(Packs, TheTestsOfTheirFlowsPass) {
    const auto program = compile::compile_sources(built_in_packs(), feel::Functions::standard());
    ASSERT_TRUE(program) << format(program.error());
    EXPECT_TRUE((*program)->warnings.empty()) << format((*program)->warnings);
    std::size_t tests = 0;
    for (const auto& flow : (*program)->flows) {
        const compile::Entity* entity = (*program)->entity(flow->entity);
        const Diagnostics wrong =
            flow::run_tests(*flow, entity == nullptr ? feel::Type() : feel::Type::record(&entity->record));
        EXPECT_TRUE(wrong.empty()) << format(wrong);
        tests += flow->tests.is_array() ? flow->tests.items().size() : 0;
    }
    EXPECT_GE(tests, 6U);
}

}  // namespace
}  // namespace fw::packs
