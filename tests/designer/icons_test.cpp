// Every icon that a description names is drawn, every text of the action table is there in both languages.
#include "designer/ui/icons.h"

#include <gtest/gtest.h>

#include "designer/ui/actions.h"
#include "engine/compile/program.h"

namespace fw::designer::ui {
namespace {

TEST(Icons, EveryDescribedElementHasOne) {
    for (const auto& [id, type] : compile::standard_descriptors().all()) {
        EXPECT_TRUE(type.icon.empty() || has_icon(type.icon)) << id << ": " << type.icon;
        for (const auto& [variant, described] : type.variants) {
            EXPECT_TRUE(described.icon.empty() || has_icon(described.icon))
                << id << "/" << variant << ": " << described.icon;
        }
    }
}

TEST(Actions, SpeakBothLanguages) {
    for (const Action& a : actions()) {
        EXPECT_FALSE(a.label.en.empty());
        EXPECT_FALSE(a.label.zh.empty());
        EXPECT_EQ(a.help.en.empty(), a.help.zh.empty()) << a.label.en;
        EXPECT_TRUE(a.icon.empty() || has_icon(a.icon)) << a.icon;
    }
}

}  // namespace
}  // namespace fw::designer::ui
