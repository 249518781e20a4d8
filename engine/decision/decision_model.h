// A decision model that runs (DMN 1.5, chapters 6 to 10): requirements resolved, expressions compiled, tables indexed.
// Immutable and shared between threads.
//
//     auto model = DecisionModel::compile({definitions, imported…});
//     auto outcome = (*model)->decide(*(*model)->find("Discount"), inputs);
//
// Mistakes that leave a model without meaning (unknown requirement, circle …) are errors; mistakes inside expressions
// are errors too if Definitions::strict, else warnings, and the expression gives null when it runs, as DMN wants.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision/compiled_table.h"
#include "engine/decision/definitions.h"
#include "engine/feel/feel.h"

namespace fw::decision {

enum class ElementKind : std::uint8_t { kInput, kDecision, kKnowledge, kService };

// An input, decision, knowledge model or service of the model or of one it imports.
struct ElementInfo {
    ElementKind kind = ElementKind::kInput;
    std::string name;
    std::string id;
    std::string uri;   // of its model
    std::string path;  // "decision:loans/decisions/d1"
    feel::Type type;
    std::vector<std::size_t> inputs;      // input data it depends on, directly or not; of services: their parameters
    std::vector<std::size_t> outputs;     // of services: their decisions
    std::vector<std::string> parameters;  // of knowledge models
    bool asks_java = false;               // it, or what it requires, calls external Java functions
};

// What a table did: for "why?".
struct TableTrace {
    struct Stopped {
        std::size_t rule;
        std::size_t input;  // the first cell that did not match
        std::string cell;
    };
    std::vector<std::string> columns;
    std::vector<feel::Value> inputs;
    std::vector<std::size_t> matched;
    std::vector<Stopped> stopped;
};

// The value of an expression with the values of its parts.
struct Explanation {
    std::string element;  // path of the element it belongs to
    std::string what;     // "decision", "table", "context", "entry", "literal" …
    std::string name;
    std::string text;  // of literals
    feel::Value value;
    std::vector<Explanation> parts;
    std::vector<TableTrace> table;                                    // exactly one for tables
    std::vector<std::pair<std::string, feel::Value>> subexpressions;  // of literals: text and value
};

struct Outcome {
    feel::Value value;
    Diagnostics warnings;                  // odd data: FEEL-2xx, DMN-2xx; limits: FEEL-3xx
    bool limit_reached = false;            // the value is null because a limit ended the evaluation
    std::vector<Explanation> explanation;  // if asked for: the decisions in the order they were evaluated
};

struct CompiledTableInfo {
    const CompiledTable* table;
    std::string element;  // path of the decision or knowledge model
    std::string name;     // of it
    std::string file;
    Place place;  // of the table
};

class DecisionModel {
  public:
    // The first is the model itself; imports are found among the others by namespace.
    [[nodiscard]] static Result<std::shared_ptr<const DecisionModel>> compile(
        std::vector<Definitions> models, const feel::Functions& functions = feel::Functions::standard());

    [[nodiscard]] const Definitions& definitions() const;
    [[nodiscard]] const Diagnostics& warnings() const;
    [[nodiscard]] const std::vector<ElementInfo>& elements() const;
    // By name or id, in the model itself or in that of namespace `uri`.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name_or_id, std::string_view uri = {}) const;
    // Every decision table of the model itself, for the analysis.
    [[nodiscard]] std::vector<CompiledTableInfo> tables() const;

    struct Given {
        std::size_t element;  // an input, or a decision whose evaluation the value replaces
        feel::Value value;
    };
    // A decision's value; of a service, called with what is given: its decision's value, or a context of them. An input
    // that is not given is null.
    [[nodiscard]] Outcome evaluate(std::size_t element, std::span<const Given> given,
                                   const feel::EvalOptions& options = {}, bool explain = false) const;
    // The same with the inputs as a context by name; inputs of imported models stand in contexts by import name.
    [[nodiscard]] Outcome decide(std::size_t element, const feel::Value& inputs, const feel::EvalOptions& options = {},
                                 bool explain = false) const;
    // Only the value, as fast as it goes.
    [[nodiscard]] feel::Value value(std::size_t element, const feel::Value& inputs,
                                    const feel::EvalOptions& options = {}) const;
    // Which rules of the element's table match (an element whose logic is a table); for coverage.
    [[nodiscard]] std::vector<std::size_t> matched_rules(std::size_t element, const feel::Value& inputs,
                                                         const feel::EvalOptions& options = {}) const;

    struct Program;
    explicit DecisionModel(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  private:
    std::shared_ptr<const Program> program_;
};

}  // namespace fw::decision
