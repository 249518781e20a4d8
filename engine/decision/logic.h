// From boxed expressions to steps. Only for this folder.
#pragma once

#include <string>
#include <vector>

#include "engine/decision/run.h"
#include "engine/feel/scope.h"

namespace fw::decision {

// Compiles the logic of one element.
class LogicCompiler {
  public:
    LogicCompiler(DecisionModel::Program& program, const Definitions& in, const Common& element, std::string name,
                  Diagnostics& out)
        : program_(program), in_(in), element_(element), name_(std::move(name)), out_(out) {}

    [[nodiscard]] StepPtr make(const Boxed& boxed, const feel::Scope& scope);
    // How many slots a frame needs.
    [[nodiscard]] std::size_t slots() const { return slots_; }
    [[nodiscard]] bool asks_java() const { return asks_java_; }

    void error(const Place& at, const char* code, Text text, Text hint = {}, bool hard = true);
    [[nodiscard]] const ItemType* type(const std::string& name, const Place& place);
    [[nodiscard]] feel::Expression compile(const Written& written, const feel::Scope& scope);
    // What the name of a slot has for a type, where more than FEEL's is known; null pointer: no more.
    void knows(std::size_t slot, const ItemType* type);
    // The type of a name or a path of names; null pointer: of anything else, or not known.
    [[nodiscard]] const ItemType* type_named(const feel::Expression& program, const std::string& text,
                                             const feel::Scope& scope) const;
    void uses(const feel::Scope& scope) { slots_ = std::max(slots_, scope.names().size() + 1); }
    [[nodiscard]] const Common& element() const { return element_; }
    [[nodiscard]] const Definitions& in() const { return in_; }

  private:
    [[nodiscard]] StepPtr literal(const Boxed& boxed, const feel::Scope& scope);
    [[nodiscard]] StepPtr context(const Boxed& boxed, const feel::Scope& scope);
    [[nodiscard]] StepPtr list(const Boxed& boxed, const feel::Scope& scope);
    [[nodiscard]] StepPtr relation(const Boxed& boxed, const feel::Scope& scope);
    [[nodiscard]] StepPtr invocation(const Boxed& boxed, const feel::Scope& scope);
    [[nodiscard]] StepPtr function(const Boxed& boxed, const feel::Scope& scope);
    [[nodiscard]] StepPtr table(const Boxed& boxed, const feel::Scope& scope);
    [[nodiscard]] StepPtr conditional(const Boxed& boxed, const feel::Scope& scope);
    [[nodiscard]] StepPtr filter(const Boxed& boxed, const feel::Scope& scope);
    [[nodiscard]] StepPtr loop(const Boxed& boxed, const feel::Scope& scope);
    std::size_t add(feel::Scope& scope, std::string_view name, feel::Type type, const ItemType* known = nullptr);
    [[nodiscard]] const ItemType* type_of(const Step& step, const feel::Scope& scope) const;
    [[nodiscard]] const ItemType* element_of(const Step& list, const feel::Scope& scope) const;

    DecisionModel::Program& program_;
    const Definitions& in_;
    const Common& element_;
    std::string name_;
    Diagnostics& out_;
    std::size_t slots_ = 0;
    std::vector<const ItemType*> known_;  // by slot
    bool asks_java_ = false;
};

// A list's or range's elements as FEEL's "for" goes over them; false: there are none to go over (null).
[[nodiscard]] bool elements_of(feel::Call& call, const feel::Value& value, feel::Value& list);

// table_step.cpp
[[nodiscard]] StepPtr make_table_step(const Boxed& boxed, const feel::Scope& scope, LogicCompiler& compiler,
                                      DecisionModel::Program& program, const std::string& name, Diagnostics& out);
[[nodiscard]] std::vector<std::size_t> matched_rules(const Step& step, Run& run, feel::Value* frame);

}  // namespace fw::decision
