// The order in which computed fields are computed, and circles among them, across all entities.
#include <map>

#include "engine/compile/build.h"
#include "engine/compile/scopes.h"
#include "engine/graph/order.h"

namespace fw::compile {

namespace {

class Dependencies {
  public:
    explicit Dependencies(Build& build) : build_(build) {
        const std::vector<Source>& sources = build.of("entity");
        for (std::size_t i = 0; i < sources.size(); ++i) {
            const Entity& entity = *build.program->entities[i];
            for (const Field& field : entity.fields) {
                if (!field.computed()) continue;
                numbers_.emplace(&field, nodes_.size());
                nodes_.push_back({&sources[i], &entity, &field});
            }
        }
        for (std::size_t i = 0; i < nodes_.size(); ++i) needs_of(i);
    }

    void order() {
        const graph::Order order = graph::dependency_order(nodes_.size(), edges_);
        for (const auto& circle : order.circles) report(circle);
        std::map<const Entity*, Entity*> writable;
        for (const auto& entity : build_.program->entities) writable.emplace(entity.get(), entity.get());
        for (const std::size_t i : order.sequence) {
            if (nodes_[i].field->stored()) writable[nodes_[i].entity]->compute_order.push_back(nodes_[i].field);
        }
    }

  private:
    struct Node {
        const Source* source;
        const Entity* entity;
        const Field* field;
    };

    void needs_of(std::size_t node) {
        const Entity& entity = *nodes_[node].entity;
        const Field& field = *nodes_[node].field;
        if (field.formula.code) reads(node, entity, field.formula);
        if (!field.lookup_from.empty()) path(node, entity, {field.lookup_from, field.lookup_field}, 0);
        if (field.rollup && field.rollup->over != nullptr) {
            if (field.rollup->value.code) reads(node, *field.rollup->over, field.rollup->value);
            if (field.rollup->where.code) reads(node, *field.rollup->over, field.rollup->where);
        }
    }

    void reads(std::size_t node, const Entity& entity, const Expr& expr) {
        for (const std::vector<std::string>& one : expr.code.reads()) {
            if (one.empty()) continue;
            if (one[0] == "record") path(node, entity, one, 1);
            if (one[0] == "parent" && entity.parent != nullptr) path(node, *entity.parent, one, 1);
        }
    }

    // Every computed field on the way is needed; references and child tables lead on to their entity.
    void path(std::size_t node, const Entity& start, const std::vector<std::string>& names, std::size_t from) {
        if (names.size() == from) {  // the record as a whole: all that is in it
            for (const Field& field : start.fields) {
                const auto computed = numbers_.find(&field);
                if (computed != numbers_.end() && computed->second != node) edges_.emplace_back(node, computed->second);
            }
        }
        const Entity* at = &start;
        for (std::size_t i = from; i < names.size() && at != nullptr; ++i) {
            const Field* field = at->find(names[i]);
            if (field == nullptr) return;
            const auto computed = numbers_.find(field);
            if (computed != numbers_.end()) edges_.emplace_back(node, computed->second);
            at = field->to;
        }
    }

    void report(const std::vector<std::size_t>& circle) {
        std::string names;
        const Node& first = nodes_[circle[0]];
        const auto name = [&](const Node& node) {
            return node.entity == first.entity ? node.field->id : node.entity->id + "." + node.field->id;
        };
        for (const std::size_t i : circle) names += name(nodes_[i]) + " → ";
        names += name(first);
        const char* key = first.field->formula ? "formula" : first.field->rollup ? "over" : "from";
        build_.error(
            *first.source, "MODEL-120", range_of(first.field->properties, key),
            first.source->element + "/fields/" + first.field->id,
            circle.size() == 1
                ? format_text({"'{0}' is computed from itself", "“{0}”由自身计算得出"}, {first.field->id})
                : format_text({"these fields are computed from each other: {0}", "这些字段循环计算：{0}"}, {names}),
            {"let one of them be typed in, or compute it from other fields",
             "请让其中一个由人填写，或改由其他字段计算"});
    }

    Build& build_;
    std::vector<Node> nodes_;
    std::map<const Field*, std::size_t> numbers_;
    graph::Edges edges_;
};

}  // namespace

void order_computed(Build& build) { Dependencies(build).order(); }

}  // namespace fw::compile
