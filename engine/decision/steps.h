// The kinds of steps. Only for this folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/decision/run.h"
#include "engine/feel/shape.h"

namespace fw::decision {

struct LiteralStep : Step {
    feel::Expression program;  // empty: the text cannot be read
    const Written* written = nullptr;
    Written own;  // where the text was made here
    const Definitions* in = nullptr;
    std::size_t slots = 0;
    std::string explain_text;
    feel::Type type() const override { return program ? program.type() : feel::Type(); }
    feel::Value value(Run& run, feel::Value* frame) const override;
};

struct ContextStep : Step {
    struct Entry {
        std::size_t slot = 0;
        const ItemType* type = nullptr;
        StepPtr value;  // null pointer: null
        const BoxedEntry* source = nullptr;
    };
    std::vector<Entry> entries;
    StepPtr result;  // null pointer: the context itself
    std::shared_ptr<const feel::Shape> shape;
    const Definitions* in = nullptr;
    feel::Type known;
    feel::Type type() const override { return known; }
    feel::Value value(Run& run, feel::Value* frame) const override;
};

struct ListStep : Step {
    std::vector<StepPtr> items;
    feel::Type type() const override { return feel::TypeKind::kList; }
    feel::Value value(Run& run, feel::Value* frame) const override;
};

struct RelationStep : Step {
    std::vector<const ItemType*> types;
    std::vector<std::vector<StepPtr>> rows;
    std::shared_ptr<const feel::Shape> shape;
    feel::Type known;
    feel::Type type() const override { return known; }
    feel::Value value(Run& run, feel::Value* frame) const override;
};

struct InvocationStep : Step {
    StepPtr function;
    std::vector<std::string> names;
    std::vector<StepPtr> arguments;  // null pointer: null
    std::vector<const ItemType*> types;
    const Definitions* in = nullptr;
    feel::Type type() const override { return function->type().result(); }
    feel::Value value(Run& run, feel::Value* frame) const override;
};

struct FunctionStep : Step {
    std::vector<std::string> names;
    std::vector<const ItemType*> types;
    std::vector<std::size_t> slots;
    std::size_t visible = 0;  // slots of the frame around it
    std::size_t frame_size = 0;
    StepPtr body;  // null pointer: external
    const char* external = nullptr;
    const Definitions* in = nullptr;
    feel::Type type() const override;
    feel::Value value(Run& run, feel::Value* frame) const override;
};

struct ConditionalStep : Step {
    StepPtr condition, yes, no;
    const Definitions* in = nullptr;
    feel::Type type() const override { return feel::Type::either(yes->type(), no->type()); }
    feel::Value value(Run& run, feel::Value* frame) const override;
};

struct FilterStep : Step {
    StepPtr list, match;  // match: literal over the hidden slot, giving the whole result; or a condition over "item"
    bool whole = false;
    std::size_t slot = 0;
    const Definitions* in = nullptr;
    feel::Type type() const override { return list->type().is(feel::TypeKind::kList) ? list->type() : feel::Type(); }
    feel::Value value(Run& run, feel::Value* frame) const override;
};

struct LoopStep : Step {
    BoxedKind kind = BoxedKind::kFor;
    StepPtr list, body;
    std::size_t slot = 0;
    std::size_t partial = 0;
    bool uses_partial = false;
    const ItemType* element = nullptr;
    const Definitions* in = nullptr;
    feel::Type type() const override {
        if (kind == BoxedKind::kFor) return feel::Type::list(body->type());
        return feel::TypeKind::kBoolean;
    }
    feel::Value value(Run& run, feel::Value* frame) const override;
};

// Evaluates a cell or clause of a table; where "why?" is asked, with the values of its parts (`what`: "input",
// "output").
[[nodiscard]] feel::Value evaluate_explained(Run& run, const feel::Expression& program,
                                             std::span<const feel::Value> frame, const Written& written,
                                             const char* what, const std::string& name);

}  // namespace fw::decision
