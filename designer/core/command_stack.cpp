#include "designer/core/command_stack.h"

#include <iterator>

#include "engine/base/check.h"

namespace fw::designer {

void add_all_commands(CommandKinds& kinds);

Verdict Command::may(const Workspace&) const { return Verdict::allowed(); }

const CommandKinds& command_kinds() {
    static const CommandKinds kinds = [] {
        CommandKinds made;
        add_all_commands(made);
        return made;
    }();
    return kinds;
}

Verdict CommandStack::run(const Command& command) {
    FW_CHECK(!running_);
    Verdict verdict = command.may(*workspace_);
    if (!verdict) return verdict;
    running_ = true;
    Edit edit(*workspace_);
    command.apply(edit);
    running_ = false;
    std::vector<Change> changes = edit.take();
    if (changes.empty()) return verdict;
    const std::vector<Change> told = changes;
    const std::string key = command.merge_key();
    steps_.resize(position_);
    if (!sealed_ && !key.empty() && !steps_.empty() && steps_.back().merge_key == key) {
        auto& joined = steps_.back().changes;
        joined.insert(joined.end(), std::make_move_iterator(changes.begin()), std::make_move_iterator(changes.end()));
    } else {
        steps_.push_back({command.label(), key, std::move(changes)});
        ++position_;
    }
    sealed_ = false;
    tell(told);
    return verdict;
}

bool CommandStack::undo() {
    if (!can_undo()) return false;
    --position_;
    sealed_ = true;
    play_backward(*workspace_, steps_[position_].changes);
    tell(steps_[position_].changes);
    return true;
}

bool CommandStack::redo() {
    if (!can_redo()) return false;
    sealed_ = true;
    play_forward(*workspace_, steps_[position_].changes);
    ++position_;
    tell(steps_[position_ - 1].changes);
    return true;
}

void CommandStack::clear() {
    steps_.clear();
    position_ = 0;
    sealed_ = false;
}

void CommandStack::tell(const std::vector<Change>& changes) {
    if (hook_) hook_(summary(changes));
}

}  // namespace fw::designer
