#include "designer/core/edit.h"

#include <algorithm>

#include "designer/core/command.h"
#include "engine/base/check.h"

namespace fw::designer {

bool ChangeSet::touches(std::string_view document) const {
    return std::find(documents.begin(), documents.end(), document) != documents.end();
}

// Applies changes to the documents themselves; the only friend that writes into a Workspace.
class Playback {
  public:
    static std::map<std::string, Document>& documents(Workspace& workspace) { return workspace.documents_; }
    static Document& document(std::map<std::string, Document>& documents, const std::string& path) {
        const auto it = documents.find(path);
        FW_CHECK(it != documents.end());
        return it->second;
    }
    static json::Value& container(json::Value& root, const std::vector<std::size_t>& positions) {
        json::Value* value = &root;
        for (const std::size_t position : positions) {
            value = value->is_array() ? &value->items()[position] : &value->members()[position].value;
        }
        return *value;
    }
    // Makes the slot hold `to` (nothing: takes it away) where it holds `from` now.
    static void put(json::Value& container, const Change& change, const std::optional<json::Value>& from,
                    const std::optional<json::Value>& to) {
        const auto at = static_cast<std::ptrdiff_t>(change.position);
        if (container.is_array()) {
            auto& items = container.items();
            if (from && to) {
                items[change.position] = *to;
            } else if (to) {
                items.insert(items.begin() + at, *to);
            } else if (from) {
                items.erase(items.begin() + at);
            }
            return;
        }
        auto& members = container.members();
        if (from && to) {
            members[change.position].value = *to;
        } else if (to) {
            members.insert(members.begin() + at, json::Member{change.key, *to, {}});
        } else if (from) {
            members.erase(members.begin() + at);
        }
    }
    static void put_document(std::map<std::string, Document>& documents, const std::string& path,
                             const std::optional<Document>& to) {
        if (to) {
            documents.insert_or_assign(path, *to);
        } else {
            documents.erase(path);
        }
    }
};

namespace {

struct Slot {
    std::vector<std::size_t> container;
    bool found = false;      // the member or item is there
    bool reachable = false;  // its container is there
    bool list = false;
    std::size_t position = 0;
};

// Follows all steps but the last; the last may be missing.
Slot locate(const json::Value& root, const std::vector<std::string>& steps) {
    Slot slot;
    const json::Value* value = &root;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool last = i + 1 == steps.size();
        std::size_t position = 0;
        bool found = false;
        const json::Value* next = nullptr;
        if (value->is_array()) {
            if (const auto index = element_index(*value, steps[i])) {
                position = *index;
                found = true;
                next = &value->items()[position];
            } else {
                position = value->items().size();
            }
        } else if (value->is_object()) {
            const auto& members = value->members();
            while (position < members.size() && members[position].key != steps[i]) ++position;
            found = position < members.size();
            if (found) next = &members[position].value;
        } else {
            return slot;
        }
        if (last) {
            slot.reachable = true;
            slot.found = found;
            slot.list = value->is_array();
            slot.position = position;
            return slot;
        }
        if (!found) return slot;
        slot.container.push_back(position);
        value = next;
    }
    return slot;
}

}  // namespace

void Edit::record(Change change) {
    play_forward(*workspace_, {change});
    changes_.push_back(std::move(change));
}

void Edit::set(const Address& address, json::Value value) {
    const Document* document = workspace_->document(address.document);
    FW_CHECK(document != nullptr);
    const std::vector<std::string> steps = split_path(address.path);
    FW_CHECK(!steps.empty());
    const Slot slot = locate(document->root, steps);
    if (!slot.reachable) {
        // Something on the way is missing or no object: make it, then try again. Elements of lists are never made this
        // way.
        const Address parent{address.document, parent_path(address.path)};
        const json::Value* above = workspace_->value({parent.document, parent_path(parent.path)});
        if (parent.path.empty() || (above != nullptr && above->is_array())) return;
        set(parent, json::Value::object());
        set(address, std::move(value));
        return;
    }
    Change change;
    change.document = address.document;
    change.container = slot.container;
    change.position = slot.position;
    if (!slot.list) change.key = steps.back();
    if (slot.found) {
        const json::Value* old = find(document->root, address.path);
        if (*old == value) return;
        change.before = *old;
    }
    change.after = std::move(value);
    change.touched = address.path;
    record(std::move(change));
}

void Edit::erase(const Address& address) {
    const Document* document = workspace_->document(address.document);
    if (document == nullptr) return;
    const std::vector<std::string> steps = split_path(address.path);
    const Slot slot = locate(document->root, steps);
    if (!slot.found) return;
    Change change;
    change.document = address.document;
    change.container = slot.container;
    change.position = slot.position;
    if (!slot.list) change.key = steps.back();
    change.before = *find(document->root, address.path);
    change.touched = address.path;
    record(std::move(change));
}

void Edit::insert(const Address& list, std::size_t index, json::Value value) {
    const json::Value* found = workspace_->value(list);
    if (found == nullptr || !found->is_array()) {
        set(list, json::Value::array());
        found = workspace_->value(list);
    }
    const Document* document = workspace_->document(list.document);
    std::vector<std::string> steps = split_path(list.path);
    Slot slot = locate(document->root, steps);
    slot.container.push_back(slot.position);
    Change change;
    change.document = list.document;
    change.container = slot.container;
    change.position = std::min(index, found->items().size());
    change.after = std::move(value);
    const std::size_t position = change.position;
    record(std::move(change));
    changes_.back().touched = join_path(list.path, element_key(*workspace_->value(list), position));
}

void Edit::move(const Address& list, std::size_t from, std::size_t to) {
    const json::Value* found = workspace_->value(list);
    if (found == nullptr || !found->is_array() || from >= found->items().size() || from == to) return;
    const json::Value item = found->items()[from];
    erase({list.document, join_path(list.path, element_key(*found, from))});
    insert(list, to, item);
}

void Edit::add_document(Document document) {
    Change change;
    change.document = document.path;
    if (const Document* old = workspace_->document(document.path)) change.document_before = *old;
    change.document_after = std::move(document);
    record(std::move(change));
}

void Edit::remove_document(std::string_view path) {
    const Document* old = workspace_->document(path);
    if (old == nullptr) return;
    Change change;
    change.document = path;
    change.document_before = *old;
    record(std::move(change));
}

void Edit::run(const Command& command) { command.apply(*this); }

void play_forward(Workspace& workspace, const std::vector<Change>& changes) {
    auto& documents = Playback::documents(workspace);
    for (const Change& change : changes) {
        if (change.document_before || change.document_after) {
            Playback::put_document(documents, change.document, change.document_after);
            continue;
        }
        Document& document = Playback::document(documents, change.document);
        Playback::put(Playback::container(document.root, change.container), change, change.before, change.after);
    }
}

void play_backward(Workspace& workspace, const std::vector<Change>& changes) {
    auto& documents = Playback::documents(workspace);
    for (auto it = changes.rbegin(); it != changes.rend(); ++it) {
        if (it->document_before || it->document_after) {
            Playback::put_document(documents, it->document, it->document_before);
            continue;
        }
        Document& document = Playback::document(documents, it->document);
        Playback::put(Playback::container(document.root, it->container), *it, it->after, it->before);
    }
}

ChangeSet summary(const std::vector<Change>& changes) {
    ChangeSet set;
    for (const Change& change : changes) {
        if (!set.touches(change.document)) set.documents.push_back(change.document);
        if (change.document_before || change.document_after) {
            set.tree = true;
            continue;
        }
        if (change.touched == "label" || change.touched.starts_with("label/")) set.tree = true;
        Address address{change.document, change.touched};
        if (std::find(set.touched.begin(), set.touched.end(), address) == set.touched.end())
            set.touched.push_back(std::move(address));
    }
    return set;
}

}  // namespace fw::designer
