// A change somebody asks for: a name for the undo menu, a rule that answers before the mouse is released, and what to
// do. Commands write through an Edit only; undoing is the Edit's business. One file each in commands/.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "designer/core/edit.h"
#include "engine/base/text.h"

namespace fw::designer {

// Yes, or no with a sentence for the person at the mouse.
struct Verdict {
    bool yes = true;
    Text why;
    [[nodiscard]] static Verdict allowed() { return {}; }
    [[nodiscard]] static Verdict refused(const Text& why) { return {false, why}; }
    explicit operator bool() const { return yes; }
};

class Command {
  public:
    Command() = default;
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;
    virtual ~Command() = default;

    // "Move 3 elements": stands behind Undo and Redo in the menu.
    [[nodiscard]] virtual Text label() const = 0;
    // Asked before apply(); apply() is never called where this says no.
    [[nodiscard]] virtual Verdict may(const Workspace& workspace) const;
    virtual void apply(Edit& edit) const = 0;
    // Commands with the same key in a row become one step (typing, nudging); empty: never.
    [[nodiscard]] virtual std::string merge_key() const { return {}; }
    // What to select afterwards; empty: keep the selection.
    [[nodiscard]] virtual std::vector<Address> selects() const { return {}; }
};

using CommandPtr = std::unique_ptr<Command>;

// A kind of command as the tests see it: each brings examples on the sample pack, and one law holds for all of them
// (undo gives the first bytes, redo the last).
struct CommandKind {
    std::string id;
    std::function<std::vector<CommandPtr>(const Workspace&)> examples;
};

class CommandKinds {
  public:
    void add(const CommandKind& kind) { kinds_.emplace(kind.id, kind); }
    [[nodiscard]] const std::map<std::string, CommandKind>& all() const { return kinds_; }

  private:
    std::map<std::string, CommandKind> kinds_;
};

[[nodiscard]] const CommandKinds& command_kinds();

}  // namespace fw::designer
