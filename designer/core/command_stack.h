// The one way to change a pack. Undo, redo, dirty marks, redraw and live checks all hang on its one hook.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "designer/core/command.h"
#include "designer/core/edit.h"
#include "designer/core/workspace.h"

namespace fw::designer {

class CommandStack {
  public:
    explicit CommandStack(Workspace& workspace) : workspace_(&workspace) {}

    // Called once after each run, undo and redo that changed something.
    void on_change(std::function<void(const ChangeSet&)> hook) { hook_ = std::move(hook); }

    // Runs a command if it may; its follow-ups join its step. Running inside a running command is a mistake of ours.
    Verdict run(const Command& command);
    Verdict run(const CommandPtr& command) { return run(*command); }
    bool undo();
    bool redo();
    void clear();
    // The next command starts a step of its own even if its merge key repeats.
    void seal() { sealed_ = true; }

    [[nodiscard]] bool can_undo() const { return position_ > 0; }
    [[nodiscard]] bool can_redo() const { return position_ < steps_.size(); }
    [[nodiscard]] Text undo_label() const { return can_undo() ? steps_[position_ - 1].label : Text(); }
    [[nodiscard]] Text redo_label() const { return can_redo() ? steps_[position_].label : Text(); }

  private:
    struct Step {
        Text label;
        std::string merge_key;
        std::vector<Change> changes;
    };
    void tell(const std::vector<Change>& changes);
    Workspace* workspace_;
    std::vector<Step> steps_;
    std::size_t position_ = 0;
    bool running_ = false;
    bool sealed_ = false;
    std::function<void(const ChangeSet&)> hook_;
};

}  // namespace fw::designer
