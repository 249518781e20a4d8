// One open pack with everything the windows share: the command stack, what is selected, what is wrong. One thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "designer/core/command_stack.h"
#include "designer/core/problems.h"
#include "designer/core/workspace.h"

namespace fw::designer {

// Windows that show the pack; told after the fact, never asked.
class SessionListener {
  public:
    virtual ~SessionListener() = default;
    virtual void changed(const ChangeSet&) {}
    virtual void selected() {}
    virtual void problems_changed() {}
    virtual void saved() {}
    virtual void refused(const Verdict&) {}
};

class Session {
  public:
    explicit Session(Workspace workspace);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] const Workspace& workspace() const { return workspace_; }
    [[nodiscard]] CommandStack& stack() { return stack_; }
    void listen(SessionListener* listener);
    void forget(SessionListener* listener);

    // Runs, selects what the command selects, tells everybody. A refusal is told too.
    Verdict run(const CommandPtr& command);
    bool undo();
    bool redo();
    Result<std::vector<std::string>> save();
    void reload(const std::vector<std::string>& paths);
    void keep_ours(const std::vector<std::string>& paths);

    [[nodiscard]] const std::vector<Address>& selection() const { return selection_; }
    // The first selected element; an empty document where nothing is selected.
    [[nodiscard]] Address focus() const { return selection_.empty() ? Address() : selection_.front(); }
    void select(std::vector<Address> elements);

    [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
    void set_problems(const Diagnostics& diagnostics);

    // The document where the last change happened; undo shows it.
    [[nodiscard]] const std::string& last_changed() const { return last_changed_; }

  private:
    void tell(const std::function<void(SessionListener&)>& what);
    // Where a selected element stands in its list: by that it is found again when its name changes.
    struct Place {
        std::size_t index = 0, count = 0;  // count 0: it is in no list
    };
    [[nodiscard]] Place place_of(const Address& element) const;
    void follow_selection();
    Workspace workspace_;
    CommandStack stack_;
    std::vector<SessionListener*> listeners_;
    std::vector<Address> selection_;
    std::vector<Place> places_;  // of the selection
    std::vector<Problem> problems_;
    std::string last_changed_;
};

}  // namespace fw::designer
