// The one place where documents change: an Edit writes down every primitive change while a command runs, so that undo
// plays them backwards and redo forwards, byte for byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "designer/core/path.h"
#include "designer/core/workspace.h"

namespace fw::designer {

class Command;

// The elements a step touched, each once, in the order of the touch.
struct ChangeSet {
    std::vector<Address> touched;
    std::vector<std::string> documents;  // files touched, added or removed
    bool tree = false;                   // a model was added, removed or renamed
    [[nodiscard]] bool empty() const { return documents.empty(); }
    [[nodiscard]] bool touches(std::string_view document) const;
};

// One primitive change: a member or item that was `before` is `after`; nothing means it is not there.
struct Change {
    std::string document;
    std::vector<std::size_t> container;  // positions of members and items from the root down
    std::string key;                     // of a member; empty for items
    std::size_t position = 0;
    std::optional<json::Value> before, after;
    std::optional<Document> document_before, document_after;  // whole models
    std::string touched;                                      // path inside the document
};

class Edit {
  public:
    explicit Edit(Workspace& workspace) : workspace_(&workspace) {}

    [[nodiscard]] const Workspace& workspace() const { return *workspace_; }
    [[nodiscard]] const json::Value* value(const Address& address) const { return workspace_->value(address); }

    // Sets a member or replaces an element; missing objects on the way are made. Setting what stands there changes
    // nothing.
    void set(const Address& address, json::Value value);
    // Takes a member or an element away; nothing happens where there is none.
    void erase(const Address& address);
    // Adds an element to a list, which is made where missing. `index` past the end means at the end.
    void insert(const Address& list, std::size_t index, json::Value value);
    // Moves an element within its list so that it then stands at `to`.
    void move(const Address& list, std::size_t from, std::size_t to);
    void add_document(Document document);
    void remove_document(std::string_view path);

    // A follow-up: becomes part of the same undo step.
    void run(const Command& command);

    [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }
    [[nodiscard]] std::vector<Change> take() { return std::move(changes_); }

  private:
    void record(Change change);
    Workspace* workspace_;
    std::vector<Change> changes_;
};

void play_forward(Workspace& workspace, const std::vector<Change>& changes);
void play_backward(Workspace& workspace, const std::vector<Change>& changes);
[[nodiscard]] ChangeSet summary(const std::vector<Change>& changes);

}  // namespace fw::designer
