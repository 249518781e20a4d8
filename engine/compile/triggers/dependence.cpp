#include "engine/compile/triggers/dependence.h"

#include <vector>

namespace fw::compile {

std::set<Spot> spots_read(const Entity& entity, const Expr& expression) {
    std::set<Spot> spots;
    if (!expression.code) return spots;
    for (const std::vector<std::string>& path : expression.code.reads()) {
        const Entity* at = &entity;
        for (std::size_t i = 0; i < path.size() && at != nullptr; ++i) {
            if (i == 0 && (path[0] == "record" || path[0] == "old")) continue;
            if (i == 0 && path[0] == "parent" && entity.parent != nullptr && entity.find("parent") == nullptr) {
                at = entity.parent;
                continue;
            }
            const Field* field = at->find(path[i]);
            if (field == nullptr) break;
            spots.insert({at, field->id});
            at = field->to;
        }
    }
    return spots;
}

Dependence::Dependence(const Program& program) {
    for (const auto& entity : program.entities) {
        for (const Field& field : entity->fields) {
            const Spot spot{entity.get(), field.id};
            if (field.formula) depends(spot, spots_read(*entity, field.formula));
            if (!field.lookup_from.empty()) {
                std::set<Spot> on{{entity.get(), field.lookup_from}};
                const Field* from = entity->find(field.lookup_from);
                if (from != nullptr && from->to != nullptr) on.insert({from->to, field.lookup_field});
                depends(spot, on);
            }
            if (!field.rollup || field.rollup->over == nullptr) continue;
            std::set<Spot> on = spots_read(*field.rollup->over, field.rollup->value);
            on.merge(spots_read(*field.rollup->over, field.rollup->where));
            on.insert({field.rollup->over, ""});
            if (field.rollup->over->parent != entity.get()) {
                on.insert({field.rollup->over, field.rollup->by});
            } else {
                for (const Field& table : entity->fields) {
                    if (table.type != nullptr && table.type->id == "child_table" && table.to == field.rollup->over)
                        on.insert({entity.get(), table.id});
                }
            }
            depends(spot, on);
        }
    }
}

void Dependence::depends(const Spot& computed, const std::set<Spot>& on) {
    sources_[computed].insert(on.begin(), on.end());
    for (const Spot& each : on) uses_[each].insert(computed);
}

std::set<Spot> Dependence::follow(std::set<Spot> changed) const {
    std::vector<Spot> open(changed.begin(), changed.end());
    while (!open.empty()) {
        const Spot spot = open.back();
        open.pop_back();
        const auto found = uses_.find(spot);
        if (found == uses_.end()) continue;
        for (const Spot& each : found->second) {
            if (changed.insert(each).second) open.push_back(each);
        }
    }
    return changed;
}

const std::set<Spot>* Dependence::sources(const Spot& spot) const {
    const auto found = sources_.find(spot);
    return found == sources_.end() ? nullptr : &found->second;
}

}  // namespace fw::compile
