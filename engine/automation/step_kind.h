// A kind of step: one .cpp in engine/automation/steps describes its properties, reads them, and says what is to be
// done for one record. Doing it is the runtime's.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/automation/automation.h"
#include "engine/feel/budget.h"
#include "engine/json/value.h"
#include "engine/model/property.h"

namespace fw::automation {

// What a step kind reads its own properties with; shapes have been checked against the descriptor before. Answers are
// empty after a diagnostic.
class StepReader {
  public:
    virtual ~StepReader() = default;
    [[nodiscard]] virtual const json::Value& step() const = 0;
    [[nodiscard]] virtual const std::string& own_entity() const = 0;  // of the automation; qualified
    [[nodiscard]] virtual std::string entity(std::string_view property) = 0;
    // The entity that a reference field of the automation's entity leads to.
    [[nodiscard]] virtual std::string referred(std::string_view property) = 0;
    // FEEL by field that may be written.
    [[nodiscard]] virtual std::vector<Assigned> values(std::string_view property, const std::string& entity) = 0;
    // A flow that an automation of this entity may start, and FEEL by its variables.
    [[nodiscard]] virtual std::string flow(std::string_view property) = 0;
    [[nodiscard]] virtual std::vector<Assigned> variables(std::string_view property, const std::string& flow) = 0;
    [[nodiscard]] virtual std::vector<Assigned> arguments(std::string_view property) = 0;  // any names
    [[nodiscard]] virtual std::vector<flow::Who> who(std::string_view property) = 0;
    [[nodiscard]] virtual model::Template text(std::string_view property) = 0;
};

// The record and its surroundings at the moment of a step. Refers to what it is made of.
struct Scene {
    const std::vector<feel::Value>& names;  // by slot, see Scope
    feel::Budget& budget;                   // of the automation: all its expressions share it
    const flow::Directory& directory;
    flow::Person initiator = flow::kNobody;
};

enum class Does : std::uint8_t { kSet, kCreate, kStart, kAct, kTell };

// What a step comes to, for one record.
struct Effect {
    std::vector<std::pair<std::string, feel::Value>> values;  // fields, variables, arguments
    std::vector<flow::Person> people;
    Text text;
};

struct StepKind {
    std::string id;  // "set"
    Does does = Does::kSet;
    model::ElementType description;  // label, help, icon, own properties (a variant of element "automation_step")
    void (*read)(StepReader& reader, Step& step) = nullptr;
    Effect (*run)(const Step& step, const Scene& scene) = nullptr;
};

class StepKinds {
  public:
    void add(StepKind kind);  // ids are unique (FW_CHECK)
    [[nodiscard]] const StepKind* find(std::string_view id) const;
    [[nodiscard]] const std::map<std::string, StepKind, std::less<>>& all() const { return kinds_; }

  private:
    std::map<std::string, StepKind, std::less<>> kinds_;
};

// All kinds of steps; made once, then read-only.
[[nodiscard]] const StepKinds& step_kinds();

[[nodiscard]] bool holds(const model::Expr& condition, const Scene& scene);  // an empty one holds
[[nodiscard]] std::vector<std::pair<std::string, feel::Value>> evaluate(const std::vector<Assigned>& values,
                                                                        const Scene& scene);

}  // namespace fw::automation
