#include "runtime/records/paths.h"

#include <utility>

namespace fw::records {

void Paths::add(std::span<const std::string> path) {
    if (path.empty()) return;
    below[path.front()].add(path.subspan(1));
}

void Paths::add(const Paths& other) {
    for (const auto& [name, paths] : other.below) below[name].add(paths);
}

void collect(const compile::Entity& entity, const model::Expr& expression, Paths& record, Paths& parent) {
    if (!expression.code) return;
    for (const std::vector<std::string>& path : expression.code.reads()) {
        const std::span<const std::string> all(path);
        if (all.empty() || all.front() == "user") continue;
        if (all.front() == "record") {
            record.add(all.subspan(1));
        } else if (all.front() == "parent" && entity.parent != nullptr) {
            parent.add(all.subspan(1));
        } else {
            record.add(all);
        }
    }
}

void follow_lookups(const compile::Entity& entity, Paths& paths) {
    std::vector<std::pair<std::vector<std::string>, Paths>> found;
    for (const auto& [name, below] : paths.below) {
        const compile::Field* field = entity.find(name);
        if (field != nullptr && !field->lookup_from.empty()) {
            found.push_back({{field->lookup_from, field->lookup_field}, below});
        }
    }
    for (auto& [path, below] : found) {
        paths.add(std::span<const std::string>(path));
        paths.below[path[0]].below[path[1]].add(below);
    }
    for (auto& [name, below] : paths.below) {
        const compile::Field* field = entity.find(name);
        if (field != nullptr && field->to != nullptr) follow_lookups(*field->to, below);
    }
}

}  // namespace fw::records
