#include "designer/core/session.h"

#include <algorithm>

#include "designer/core/path.h"

namespace fw::designer {

Session::Session(Workspace workspace) : workspace_(std::move(workspace)), stack_(workspace_) {
    stack_.on_change([this](const ChangeSet& changes) {
        if (!changes.documents.empty()) last_changed_ = changes.documents.front();
        follow_selection();
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
    follow_selection();
    tell([&](SessionListener& l) { l.changed(changes); });
}

void Session::keep_ours(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) workspace_.keep_ours(path);
    tell([](SessionListener& l) { l.saved(); });
}

void Session::select(std::vector<Address> elements) {
    if (elements == selection_) return;
    selection_ = std::move(elements);
    places_.clear();
    for (const Address& each : selection_) places_.push_back(place_of(each));
    stack_.seal();
    tell([](SessionListener& l) { l.selected(); });
}

Session::Place Session::place_of(const Address& element) const {
    const json::Value* list = workspace_.value({element.document, parent_path(element.path)});
    if (element.path.empty() || list == nullptr || !list->is_array()) return {};
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        if (element_key(*list, i) == last_step(element.path)) return {i, list->items().size()};
    }
    return {};
}

// What was renamed stays selected; what is gone does not.
void Session::follow_selection() {
    std::vector<Address> now;
    for (std::size_t i = 0; i < selection_.size(); ++i) {
        Address each = selection_[i];
        if (workspace_.value(each) == nullptr) {
            const std::string around = parent_path(each.path);
            const json::Value* list = workspace_.value({each.document, around});
            const Place& was = places_[i];
            if (list == nullptr || !list->is_array() || was.count == 0 || list->items().size() != was.count) continue;
            each.path = join_path(around, element_key(*list, was.index));
        }
        now.push_back(std::move(each));
    }
    const bool moved = now != selection_;
    selection_ = std::move(now);
    places_.clear();
    for (const Address& each : selection_) places_.push_back(place_of(each));
    if (moved) tell([](SessionListener& l) { l.selected(); });
}

void Session::set_problems(const Diagnostics& diagnostics) {
    problems_ = locate_problems(workspace_, diagnostics);
    tell([](SessionListener& l) { l.problems_changed(); });
}

}  // namespace fw::designer
