#include "designer/core/session.h"

#include <algorithm>

namespace fw::designer {

Session::Session(Workspace workspace) : workspace_(std::move(workspace)), stack_(workspace_) {
    stack_.on_change([this](const ChangeSet& changes) {
        if (!changes.documents.empty()) last_changed_ = changes.documents.front();
        drop_lost_selection();
        tell([&](SessionListener& l) { l.changed(changes); });
    });
}

void Session::listen(SessionListener* listener) { listeners_.push_back(listener); }
void Session::forget(SessionListener* listener) { std::erase(listeners_, listener); }

void Session::tell(const std::function<void(SessionListener&)>& what) {
    // Listeners come and go while they are told (an editor closes with its model).
    const std::vector<SessionListener*> now = listeners_;
    for (SessionListener* listener : now) {
        if (std::find(listeners_.begin(), listeners_.end(), listener) != listeners_.end()) what(*listener);
    }
}

Verdict Session::run(const CommandPtr& command) {
    const std::vector<Address> selects = command->selects();
    const Verdict verdict = stack_.run(command);
    if (!verdict) {
        tell([&](SessionListener& l) { l.refused(verdict); });
        return verdict;
    }
    if (!selects.empty()) select(selects);
    return verdict;
}

bool Session::undo() { return stack_.undo(); }
bool Session::redo() { return stack_.redo(); }

Result<std::vector<std::string>> Session::save() {
    auto written = workspace_.save();
    stack_.seal();
    if (written) tell([](SessionListener& l) { l.saved(); });
    return written;
}

void Session::reload(const std::vector<std::string>& paths) {
    if (paths.empty()) return;
    ChangeSet changes;
    for (const std::string& path : paths) {
        workspace_.reload(path);
        changes.documents.push_back(path);
    }
    changes.tree = true;
    stack_.clear();
    drop_lost_selection();
    tell([&](SessionListener& l) { l.changed(changes); });
}

void Session::keep_ours(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) workspace_.keep_ours(path);
    tell([](SessionListener& l) { l.saved(); });
}

void Session::select(std::vector<Address> elements) {
    if (elements == selection_) return;
    selection_ = std::move(elements);
    stack_.seal();
    tell([](SessionListener& l) { l.selected(); });
}

void Session::drop_lost_selection() {
    const std::size_t before = selection_.size();
    std::erase_if(selection_, [&](const Address& a) { return workspace_.value(a) == nullptr; });
    if (selection_.size() != before) tell([](SessionListener& l) { l.selected(); });
}

void Session::set_problems(const Diagnostics& diagnostics) {
    problems_ = locate_problems(workspace_, diagnostics);
    tell([](SessionListener& l) { l.problems_changed(); });
}

}  // namespace fw::designer
