// Which names expressions read, as a tree: {"customer": {"name"}, "lines": {"amount"}}. From it follows what has to be
// loaded before they are evaluated.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/compile/program.h"

namespace fw::records {

struct Paths {
    std::map<std::string, Paths, std::less<>> below;

    void add(std::span<const std::string> path);
    void add(const Paths& other);
    [[nodiscard]] const Paths* find(std::string_view name) const {
        const auto found = below.find(name);
        return found == below.end() ? nullptr : &found->second;
    }
    [[nodiscard]] bool empty() const { return below.empty(); }
    // Something else than the id, so the target has to be loaded.
    [[nodiscard]] bool needs_row() const { return below.size() > 1 || (below.size() == 1 && !below.contains("id")); }
};

// What an expression over a record of `entity` (compile::RecordScope) reads of the record and of its parent.
void collect(const compile::Entity& entity, const model::Expr& expression, Paths& record, Paths& parent);

// Fields that show another's value (lookups) read it through their reference; goes down the whole tree.
void follow_lookups(const compile::Entity& entity, Paths& paths);

}  // namespace fw::records
