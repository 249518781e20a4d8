// One law over every registered command: undo gives the first bytes, redo the last, at every point of a long history.
#include <gtest/gtest.h>

#include "designer/core/command_stack.h"
#include "tests/unit/designer/support.h"

namespace fw::designer {
namespace {

using testing::bytes;

class EveryCommand : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryCommand, UndoAndRedoGiveTheSameBytes) {
    const testing::Packs packs;
    const CommandKind& kind = command_kinds().all().at(GetParam());
    Workspace workspace = packs.open();
    CommandStack stack(workspace);
    std::vector<std::string> history{bytes(workspace)};
    bool any_change = false;
    for (const CommandPtr& command : kind.examples(workspace)) {
        ASSERT_TRUE(command->label().en.size() && command->label().zh.size());
        stack.seal();
        int told = 0;
        stack.on_change([&](const ChangeSet& changes) {
            ++told;
            EXPECT_FALSE(changes.empty());
        });
        const Verdict verdict = stack.run(command);
        EXPECT_TRUE(verdict) << verdict.why.en;
        EXPECT_LE(told, 1);
        if (told == 0) continue;  // an example that changes nothing must leave no step
        any_change = true;
        history.push_back(bytes(workspace));
        EXPECT_NE(history[history.size() - 2], history.back()) << command->label().en;
    }
    EXPECT_TRUE(any_change);
    for (std::size_t i = history.size(); i-- > 1;) {
        EXPECT_EQ(bytes(workspace), history[i]);
        ASSERT_TRUE(stack.undo());
        EXPECT_EQ(bytes(workspace), history[i - 1]);
    }
    EXPECT_FALSE(stack.can_undo());
    EXPECT_FALSE(workspace.dirty());
    for (std::size_t i = 1; i < history.size(); ++i) {
        ASSERT_TRUE(stack.redo());
        EXPECT_EQ(bytes(workspace), history[i]);
    }
    EXPECT_FALSE(stack.can_redo());
}

std::vector<std::string> ids() {
    std::vector<std::string> all;
    for (const auto& [id, kind] : command_kinds().all()) all.push_back(id);
    return all;
}

INSTANTIATE_TEST_SUITE_P(Commands, EveryCommand, ::testing::ValuesIn(ids()),
                         [](const auto& kind) { return kind.param; });

TEST(CommandStack, AllKindsTogetherUndoToTheFirstBytes) {
    const testing::Packs packs;
    Workspace workspace = packs.open();
    const std::string first = bytes(workspace);
    CommandStack stack(workspace);
    for (const auto& [id, kind] : command_kinds().all()) {
        if (id.find("model") != std::string::npos || id == "edit_source") continue;  // they take the sample away
        for (const CommandPtr& command : kind.examples(workspace)) (void)stack.run(command);
    }
    const std::string last = bytes(workspace);
    EXPECT_NE(first, last);
    while (stack.undo()) {
    }
    EXPECT_EQ(bytes(workspace), first);
    while (stack.redo()) {
    }
    EXPECT_EQ(bytes(workspace), last);
}

}  // namespace
}  // namespace fw::designer
