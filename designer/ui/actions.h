// Every action of the window in one table: menu, toolbar, shortcut and the sheet under F1 are made from it.
#pragma once

#include <string>
#include <vector>

#include "engine/base/text.h"

namespace fw::designer::ui {

enum class ActionId : int {
    kNewPack = 6000,
    kOpenPack,
    kNewModel,
    kSave,
    kDeploy,
    kQuit,
    kUndo,
    kRedo,
    kCut,
    kCopy,
    kPaste,
    kDuplicate,
    kDelete,
    kSelectAll,
    kFind,
    kZoomIn,
    kZoomOut,
    kZoomReset,
    kFit,
    kTidy,
    kSource,
    kPreview,
    kShowTree,
    kShowSheet,
    kShowProblems,
    kResetLayout,
    kCloseTab,
    kEnglish,
    kChinese,
    kHelp,
    kShortcuts,
    kAbout,
    kEnd
};

enum class MenuId : int { kFile, kEdit, kView, kHelp };

struct Action {
    ActionId id;
    MenuId menu;
    Text label;
    Text help;
    std::string icon;      // empty: none
    std::string shortcut;  // "Ctrl+S"; empty: none
    bool toolbar = false;
    bool separator_before = false;
    bool check = false;  // shows a state
    std::string also{};  // another shortcut, of those who know it so
};

[[nodiscard]] const std::vector<Action>& actions();
[[nodiscard]] const Action& action(ActionId id);
[[nodiscard]] Text menu_label(MenuId menu);

// Shortcuts that belong to one editor and no menu: shown in the sheet of shortcuts.
struct KeyHelp {
    std::string keys;
    Text what;
};
[[nodiscard]] const std::vector<KeyHelp>& canvas_keys();
[[nodiscard]] const std::vector<KeyHelp>& grid_keys();

}  // namespace fw::designer::ui
