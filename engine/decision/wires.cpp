// What the logic of an element sees: what it requires, by the names of the imports it comes through.
#include <algorithm>

#include "engine/decision/linker.h"
#include "engine/decision/logic.h"

namespace fw::decision {

void Linker::find_paths(const Definitions& to, std::vector<const Definitions*>& open, Path& path,
                        std::vector<Path>& out) {
    constexpr std::size_t kMost = 16;
    const Definitions* model = open.back();
    if (model == &to && std::find(out.begin(), out.end(), path) == out.end()) out.push_back(path);
    for (const auto& [name, other] : imports_[model]) {
        if (out.size() >= kMost || std::find(open.begin(), open.end(), other) != open.end()) continue;
        open.push_back(other);
        if (!name.empty()) path.push_back(name);
        find_paths(to, open, path, out);
        if (!name.empty()) path.pop_back();
        open.pop_back();
    }
}

// A model that is imported twice, by two names or by two models, has as many names.
const std::vector<Linker::Path>& Linker::paths_to(const Definitions& from, const Definitions& to) {
    const auto [known, added] = paths_.try_emplace({&from, &to});
    if (!added) return known->second;
    std::vector<const Definitions*> open{&from};
    Path path;
    std::vector<Path> found;
    find_paths(to, open, path, found);
    if (found.empty()) found.emplace_back();
    return known->second = std::move(found);
}

feel::Type Linker::type_of(const Wire& wire) const {
    if (wire.members.empty()) return program_.elements[wire.node].type;
    std::vector<std::pair<std::string, feel::Type>> fields;
    for (std::size_t i = 0; i < wire.members.size(); ++i) fields.emplace_back(wire.names[i], type_of(wire.members[i]));
    return feel::Type::context(std::move(fields));
}

const ItemType* Linker::item_type_of(const Wire& wire) {
    if (wire.members.empty()) {
        const Node& node = program_.nodes[wire.node];
        if (node.kind != ElementKind::kInput && node.kind != ElementKind::kDecision) return nullptr;
        return node.type != nullptr || !node.logic ? node.type : node.logic->wanted;
    }
    auto context = std::make_unique<ItemType>();
    context->type = feel::TypeKind::kContext;
    for (std::size_t i = 0; i < wire.members.size(); ++i)
        context->fields.emplace_back(wire.names[i], item_type_of(wire.members[i]));
    contexts_.push_back(std::move(context));
    return contexts_.back().get();
}

void Linker::tell(LogicCompiler& compiler, const Node& node) {
    for (const Wire& wire : node.wires) compiler.knows(wire.slot, item_type_of(wire));
    for (std::size_t i = 0; i < node.parameter_slots.size(); ++i)
        compiler.knows(node.parameter_slots[i], node.parameter_types[i]);
    if (node.kind == ElementKind::kKnowledge && node.own_slot != static_cast<std::size_t>(-1))
        compiler.knows(node.own_slot, nullptr);
}

// Down the tree of contexts that the import names make.
void Linker::add_wire(std::vector<std::pair<std::string, Wire>>& wires, const Path& names, std::size_t need) {
    const auto top = std::find_if(wires.begin(), wires.end(), [&](const auto& w) { return w.first == names[0]; });
    Wire* at = top != wires.end() ? &top->second : &wires.emplace_back(names[0], Wire()).second;
    for (std::size_t i = 1; i < names.size(); ++i) {
        const auto member = std::find(at->names.begin(), at->names.end(), names[i]);
        const auto index = static_cast<std::size_t>(member - at->names.begin());
        if (member == at->names.end()) {
            at->names.push_back(names[i]);
            at->members.emplace_back();
        }
        at = &at->members[index];
    }
    at->node = need;
}

feel::Scope Linker::scope_of(Node& node) {
    feel::Scope scope = scopes_.at(node.in);
    std::vector<std::pair<std::string, Wire>> wires;
    for (const std::size_t need : node.needs) {
        const Node& other = program_.nodes[need];
        for (Path names : paths_to(*node.in, *other.in)) {
            names.push_back(other.variable);
            add_wire(wires, names, need);
        }
    }
    for (auto& [name, wire] : wires) {
        wire.slot = scope.add(name, type_of(wire));
        node.wires.push_back(std::move(wire));
    }
    return scope;
}

}  // namespace fw::decision
