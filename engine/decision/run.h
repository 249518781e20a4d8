// What exists while a decision model runs, and the compiled form of its expressions. Only for this folder.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/decision/decision_model.h"
#include "engine/decision/item_type.h"
#include "engine/decision/slots.h"
#include "engine/feel/call.h"
#include "engine/feel/function.h"

namespace fw::decision {

struct Node;
struct Run;

// A compiled boxed expression. `frame` has a value for each name it sees, by slot.
class Step {
  public:
    Step() = default;
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    virtual ~Step() = default;

    [[nodiscard]] feel::Value run(Run& run, feel::Value* frame) const;  // with the expression's own type
    [[nodiscard]] virtual feel::Type type() const = 0;
    const ItemType* wanted = nullptr;  // typeRef
    const Common* source = nullptr;

  protected:
    [[nodiscard]] virtual feel::Value value(Run& run, feel::Value* frame) const = 0;
};
using StepPtr = std::unique_ptr<Step>;

// A name of an element's frame: another element, or the import that leads to it.
struct Wire {
    std::size_t slot = 0;
    std::size_t node = 0;            // if `members` is empty
    std::vector<std::string> names;  // of `members`
    std::vector<Wire> members;       // a context of these; their slots do not count
};

// An element of the model or of an imported one, linked.
struct Node {
    ElementKind kind = ElementKind::kInput;
    const Definitions* in = nullptr;
    const Common* source = nullptr;
    std::string name;
    std::string variable;
    const ItemType* type = nullptr;  // of its variable
    std::vector<std::size_t> needs;
    std::vector<Wire> wires;
    StepPtr logic;          // of decisions; of knowledge models: the body; null pointer: none
    std::size_t slots = 0;  // of its frame
    // Knowledge models:
    std::vector<std::string> parameters;
    std::vector<const ItemType*> parameter_types;
    std::vector<std::size_t> parameter_slots;
    std::size_t own_slot = 0;          // its own name, for recursion
    const ItemType* result = nullptr;  // of the function
    bool external = false;
    // Services:
    std::vector<std::size_t> arguments;  // inputs, then input decisions
    std::vector<std::size_t> outputs;
};

struct DecisionModel::Program : std::enable_shared_from_this<DecisionModel::Program> {
    std::vector<std::unique_ptr<Definitions>> models;
    TypeTable types;
    std::vector<Node> nodes;
    std::vector<ElementInfo> elements;  // by node
    std::vector<CompiledTableInfo> tables;
    Diagnostics warnings;
};

// One evaluation: which elements have values already.
struct Run {
    Run(const DecisionModel::Program& p, feel::Call& c) : program(p), call(c), values(p.nodes.size()), known_few{} {
        if (p.nodes.size() > kFew) known_many.resize(p.nodes.size());
        known = p.nodes.size() > kFew ? known_many.data() : known_few.data();
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    [[nodiscard]] const feel::Value& element(std::size_t node);
    void give(std::size_t node, feel::Value value) {
        values[node] = std::move(value);
        known[node] = 1;
    }
    // Calls a knowledge model or service.
    [[nodiscard]] feel::Value call_knowledge(std::size_t node, std::span<const feel::Value> arguments);
    [[nodiscard]] feel::Value call_service(std::size_t node, std::span<const feel::Value> arguments);
    void fill(const Node& node, feel::Value* frame);
    // Where the warnings since the last call came from.
    void locate(const Written* written, const Common& source, const Definitions& in);
    void locate(const Place& place, const Definitions& in);

    const DecisionModel::Program& program;
    feel::Call& call;
    Slots values;
    std::uint8_t* known;                          // 0 no, 1 yes, 2 being evaluated
    std::vector<Place>* places = nullptr;         // of the call's warnings, if anybody wants them
    std::vector<Explanation>* explain = nullptr;  // where the parts of what runs go

  private:
    static constexpr std::size_t kFew = 32;
    std::array<std::uint8_t, kFew> known_few;
    std::vector<std::uint8_t> known_many;
    [[nodiscard]] feel::Value wire(const Wire& wire);
    [[nodiscard]] feel::Value evaluate(const Node& node);
};

// A function value of a model: runs within the evaluation it is called from if that is one of its model, else in one of
// its own.
class ModelFunction : public feel::Function {
  public:
    [[nodiscard]] feel::Value call(feel::Call& call, std::span<const feel::Value> arguments) const final;

  protected:
    explicit ModelFunction(std::shared_ptr<const DecisionModel::Program> program) : program_(std::move(program)) {}
    [[nodiscard]] virtual std::string shown() const = 0;  // in messages: "This function", its name
    // With as many arguments as there are parameters.
    [[nodiscard]] virtual feel::Value apply(Run& run, std::span<const feel::Value> arguments) const = 0;
    [[nodiscard]] const DecisionModel::Program& program() const { return *program_; }

  private:
    [[nodiscard]] feel::Value checked(Run& run, std::span<const feel::Value> arguments) const;
    std::shared_ptr<const DecisionModel::Program> program_;
};

// A knowledge model or service as a value.
[[nodiscard]] feel::Value element_function(const DecisionModel::Program& program, std::size_t node);

}  // namespace fw::decision
