#include "engine/decision/decision_model.h"

#include <algorithm>

#include "engine/decision/linker.h"
#include "engine/decision/logic.h"
#include "engine/decision/slots.h"

namespace fw::decision {

using feel::Value;

Result<std::shared_ptr<const DecisionModel>> DecisionModel::compile(std::vector<Definitions> models,
                                                                    const feel::Functions& functions) {
    auto program = std::make_shared<Program>();
    for (Definitions& model : models) program->models.push_back(std::make_unique<Definitions>(std::move(model)));
    Diagnostics found;
    Linker(*program, functions, found).run();
    if (has_errors(found)) return fail(std::move(found));
    program->warnings = std::move(found);
    return std::make_shared<const DecisionModel>(std::move(program));
}

const Definitions& DecisionModel::definitions() const { return *program_->models[0]; }
const Diagnostics& DecisionModel::warnings() const { return program_->warnings; }
const std::vector<ElementInfo>& DecisionModel::elements() const { return program_->elements; }

std::optional<std::size_t> DecisionModel::find(std::string_view name, std::string_view uri) const {
    const std::string_view wanted = uri.empty() ? std::string_view(program_->models[0]->uri) : uri;
    std::optional<std::size_t> by_id;
    for (std::size_t i = 0; i < program_->nodes.size(); ++i) {
        const Node& node = program_->nodes[i];
        if (node.in->uri != wanted) continue;
        if (node.name == name) return i;
        if (node.variable == name || node.source->id == name) by_id = i;
    }
    return by_id;
}

std::vector<CompiledTableInfo> DecisionModel::tables() const {
    std::vector<CompiledTableInfo> out;
    for (const CompiledTableInfo& table : program_->tables) {
        if (table.file == program_->models[0]->file) out.push_back(table);
    }
    return out;
}

namespace {

// The inputs an element depends on, from a context by name; those of imported models in contexts by import name.
void give_inputs(Run& run, std::size_t element, const Value& inputs) {
    const DecisionModel::Program& program = run.program;
    for (const std::size_t input : program.elements[element].inputs) {
        const Node& node = program.nodes[input];
        const Value* given = inputs.find(node.variable);
        if (given == nullptr && node.in != program.models[0].get()) {
            for (const Import& import : program.models[0]->imports) {
                if (import.uri != node.in->uri) continue;
                if (const Value* part = inputs.find(import.name)) given = part->find(node.variable);
            }
        }
        if (given == nullptr) continue;
        run.give(input, node.type == nullptr ? *given : fit(*given, node.type, run.call));
        if (run.places != nullptr) run.locate(node.source->place, *node.in);
    }
}

Value result_of(Run& run, std::size_t element) {
    const Node& node = run.program.nodes[element];
    if (node.kind != ElementKind::kService) {
        if (run.known[element] != 1) (void)run.element(element);
        return std::move(run.values[element]);  // nobody asks again
    }
    std::vector<Value> arguments;
    for (const std::size_t argument : node.arguments)
        arguments.push_back(run.known[argument] == 1 ? run.values[argument] : Value());
    return run.call_service(element, arguments);
}

// Runs `work` with notes that become located diagnostics.
template <class Work>
Outcome observed(const DecisionModel::Program& program, const feel::EvalOptions& options, bool explain, Work work) {
    Outcome out;
    feel::Notes notes;
    notes.trace = explain;
    feel::Call call(options, &notes);
    std::vector<Place> places;
    Run run(program, call);
    run.places = &places;
    if (explain) run.explain = &out.explanation;
    call.set_host(&run);
    out.value = work(run);
    if (call.stopped()) out.value = Value();
    out.limit_reached = notes.limit_reached;
    places.resize(notes.warnings.size());
    for (std::size_t i = 0; i < notes.warnings.size(); ++i) {
        out.warnings.push_back(
            {notes.warnings[i].code, Severity::kWarning, std::move(places[i]), notes.warnings[i].text, {}});
    }
    return out;
}

}  // namespace

Outcome DecisionModel::evaluate(std::size_t element, std::span<const Given> given, const feel::EvalOptions& options,
                                bool explain) const {
    return observed(*program_, options, explain, [&](Run& run) {
        for (const Given& g : given) {
            const Node& node = program_->nodes[g.element];
            run.give(g.element, fit(g.value, node.type, run.call));
            run.locate(node.source->place, *node.in);
        }
        return result_of(run, element);
    });
}

Outcome DecisionModel::decide(std::size_t element, const Value& inputs, const feel::EvalOptions& options,
                              bool explain) const {
    return observed(*program_, options, explain, [&](Run& run) {
        give_inputs(run, element, inputs);
        return result_of(run, element);
    });
}

Value DecisionModel::value(std::size_t element, const Value& inputs, const feel::EvalOptions& options) const {
    feel::Call call(options, nullptr);
    Run run(*program_, call);
    call.set_host(&run);
    give_inputs(run, element, inputs);
    Value out = result_of(run, element);
    return call.stopped() ? Value() : out;
}

std::vector<std::size_t> DecisionModel::matched_rules(std::size_t element, const Value& inputs,
                                                      const feel::EvalOptions& options) const {
    const Node& node = program_->nodes[element];
    if (node.kind != ElementKind::kDecision || !node.logic) return {};
    feel::Call call(options, nullptr);
    Run run(*program_, call);
    call.set_host(&run);
    give_inputs(run, element, inputs);
    for (const std::size_t need : node.needs) (void)run.element(need);
    Slots frame(node.slots);
    run.fill(node, frame.data());
    return decision::matched_rules(*node.logic, run, frame.data());
}

}  // namespace fw::decision
