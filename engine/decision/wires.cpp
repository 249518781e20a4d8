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
    if (wire.members.empty()) return item_type_of(program_.nodes[wire.node]);
    auto context = std::make_unique<ItemType>();
    context->type = feel::TypeKind::kContext;
    for (std::size_t i = 0; i < wire.members.size(); ++i)
        context->fields.emplace_back(wire.names[i], item_type_of(wire.members[i]));
    made_types_.push_back(std::move(context));
    return made_types_.back().get();
}

const ItemType* Linker::item_type_of(const Node& node) {
    if (node.kind == ElementKind::kInput) return node.type;
    if (node.kind != ElementKind::kDecision) return nullptr;
    const ItemType* said = node.type != nullptr || !node.logic ? node.type : node.logic->wanted;
    const auto& source = *static_cast<const Decision*>(node.source);
    if (source.logic.empty() || source.logic[0].kind != BoxedKind::kTable) return said;
    // A table gives what its outputs list, or null; but callers of a service give another value in its place.
    const auto index = static_cast<std::size_t>(&node - program_.nodes.data());
    const bool replaced = std::any_of(program_.nodes.begin(), program_.nodes.end(), [&](const Node& other) {
        return std::find(other.arguments.begin(), other.arguments.end(), index) != other.arguments.end();
    });
    if (replaced) return said;
    const Table& table = source.logic[0].table[0];
    const bool one_rule = table.hit_policy == HitPolicy::kUnique || table.hit_policy == HitPolicy::kFirst ||
                          table.hit_policy == HitPolicy::kAny || table.hit_policy == HitPolicy::kPriority;
    if (!one_rule || table.outputs.empty() || (table.outputs.size() > 1 && said != nullptr)) return said;
    std::unique_ptr<ItemType> made;
    if (table.outputs.size() == 1) {
        made = item_type_of(node, table.outputs[0]);
        if (said != nullptr) {
            std::vector<Limit> limits = std::move(made->limits);
            *made = *said;
            made->limits.insert(made->limits.end(), limits.begin(), limits.end());
        }
    } else {
        made = std::make_unique<ItemType>();
        made->type = feel::TypeKind::kContext;
        for (const TableOutput& output : table.outputs) {
            made_types_.push_back(item_type_of(node, output));
            made->fields.emplace_back(output.name, made_types_.back().get());
        }
    }
    made_types_.push_back(std::move(made));
    return made_types_.back().get();
}

std::unique_ptr<ItemType> Linker::item_type_of(const Node& node, const TableOutput& output) {
    auto made = std::make_unique<ItemType>();
    const ItemType* said = output.type.empty() ? nullptr : program_.types.find(*node.in, output.type);
    if (said != nullptr) *made = *said;
    if (output.allowed.empty()) return made;
    feel::Scope scope(functions_);
    scope.add("?", made->type);
    const auto program = feel::compile_unary_tests(output.allowed.text, scope);
    if (!program) return made;
    if (auto limit = limit_of(output.allowed, made->type, *program, functions_))
        made->limits.push_back(std::move(*limit));
    return made;
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
