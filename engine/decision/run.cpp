#include "engine/decision/run.h"

#include <algorithm>

#include "engine/decision/slots.h"
#include "engine/feel/shape.h"

namespace fw::decision {

using feel::Value;

namespace {

class ElementFunction : public ModelFunction {
  public:
    ElementFunction(std::shared_ptr<const DecisionModel::Program> program, std::size_t node)
        : ModelFunction(std::move(program)), node_(node) {}
    const std::vector<std::string>& parameters() const override { return program().nodes[node_].parameters; }
    feel::Type type() const override { return program().elements[node_].type; }
    std::string print() const override { return program().nodes[node_].name; }
    bool same(const feel::Function& other) const override {
        const auto* element = dynamic_cast<const ElementFunction*>(&other);
        return element != nullptr && &element->program() == &program() && element->node_ == node_;
    }

  private:
    std::string shown() const override { return print(); }
    Value apply(Run& run, std::span<const Value> arguments) const override {
        return program().nodes[node_].kind == ElementKind::kService ? run.call_service(node_, arguments)
                                                                    : run.call_knowledge(node_, arguments);
    }

    std::size_t node_;
};

}  // namespace

Value ModelFunction::call(feel::Call& call, std::span<const Value> arguments) const {
    auto* run = static_cast<Run*>(call.host());
    if (run != nullptr && &run->program == program_.get()) return checked(*run, arguments);
    Run own(*program_, call);
    void* const host = call.host();
    call.set_host(&own);
    Value out = checked(own, arguments);
    call.set_host(host);
    return out;
}

Value ModelFunction::checked(Run& run, std::span<const Value> arguments) const {
    const std::size_t wanted = parameters().size();
    if (arguments.size() == wanted) return apply(run, arguments);
    return run.call.warn("FEEL-214",
                         format_text({"{0} takes {1} arguments, not {2}", "{0} 需要 {1} 个参数，而不是 {2} 个"},
                                     {shown(), std::to_string(wanted), std::to_string(arguments.size())}));
}

Value element_function(const DecisionModel::Program& program, std::size_t node) {
    return Value::adopt(new ElementFunction(program.shared_from_this(), node));
}

void Run::locate(const Written* written, const Common& source, const Definitions& in) {
    if (places == nullptr) return;
    const auto& warnings = call.notes()->warnings;
    while (places->size() < warnings.size())
        places->push_back(written->place(warnings[places->size()].range, in.file, source.place.element));
}

void Run::locate(const Place& place, const Definitions& in) {
    if (places == nullptr) return;
    while (places->size() < call.notes()->warnings.size()) {
        places->push_back(place);
        places->back().file = in.file;
    }
}

Value Run::wire(const Wire& w) {
    if (w.members.empty()) return element(w.node);
    std::vector<std::pair<std::string, Value>> entries;
    for (std::size_t i = 0; i < w.members.size(); ++i) entries.emplace_back(w.names[i], wire(w.members[i]));
    return Value::context(std::move(entries));
}

void Run::fill(const Node& node, Value* frame) {
    for (const Wire& w : node.wires) frame[w.slot] = wire(w);
}

// What `node` needs and has no value yet, what is needed first coming first, without recursion: models may be deep.
const Value& Run::element(std::size_t wanted) {
    if (known[wanted] == 1) return values[wanted];
    const Node& first = program.nodes[wanted];
    const bool ready = first.kind == ElementKind::kDecision &&
                       std::all_of(first.needs.begin(), first.needs.end(), [&](std::size_t need) {
                           return known[need] == 1 || program.nodes[need].kind != ElementKind::kDecision;
                       });
    if (ready) {
        known[wanted] = 2;
        give(wanted, evaluate(first));
        return values[wanted];
    }
    std::vector<std::size_t> open{wanted};
    while (!open.empty()) {
        const std::size_t at = open.back();
        const Node& node = program.nodes[at];
        if (known[at] == 1) {
            open.pop_back();
            continue;
        }
        if (node.kind != ElementKind::kDecision) {
            const bool callable = node.kind != ElementKind::kInput;
            give(at, callable ? element_function(program, at) : Value());
            open.pop_back();
            continue;
        }
        if (known[at] == 0) {
            known[at] = 2;
            bool waits = false;
            for (const std::size_t need : node.needs) {
                if (known[need] != 0) continue;
                open.push_back(need);
                waits = true;
            }
            if (waits) continue;
        }
        open.pop_back();
        give(at, evaluate(node));
    }
    return values[wanted];
}

Value Run::evaluate(const Node& node) {
    std::vector<Explanation>* const outer = explain;
    std::vector<Explanation> parts;
    if (outer != nullptr) explain = &parts;
    Value out;
    if (node.logic && call.spend(1)) {
        Slots frame(node.slots);
        fill(node, frame.data());
        out = node.logic->run(*this, frame.data());
        if (node.type != nullptr) {
            out = fit(out, node.type, call);
            locate(node.source->place, *node.in);
        }
    }
    if (outer != nullptr) {
        explain = outer;
        Explanation made;
        made.element = node.source->place.element;
        made.what = "decision";
        made.name = node.name;
        made.value = out;
        made.parts = std::move(parts);
        outer->push_back(std::move(made));
    }
    return out;
}

Value Run::call_knowledge(std::size_t at, std::span<const Value> arguments) {
    const Node& node = program.nodes[at];
    if (node.external) {
        return call.warn("DMN-017", {"External functions are not supported", "不支持外部函数"});
    }
    if (!node.logic) return {};
    Slots frame(node.slots);
    fill(node, frame.data());
    if (node.own_slot < node.slots) frame[node.own_slot] = element(at);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        bool ok = true;
        const ItemType* type = node.parameter_types[i];
        frame[node.parameter_slots[i]] = type == nullptr ? arguments[i] : fit(arguments[i], *type, call, ok);
        if (!ok) return {};
    }
    Value out = node.logic->run(*this, frame.data());
    return fit(out, node.result, call);
}

Value Run::call_service(std::size_t at, std::span<const Value> arguments) {
    const Node& node = program.nodes[at];
    // A service sees nothing but its arguments.
    Run inner(program, call);
    inner.places = places;
    inner.explain = explain;
    for (std::size_t i = 0; i < node.arguments.size(); ++i) {
        bool ok = true;
        const ItemType* type = node.parameter_types[i];
        Value given = type == nullptr || i >= arguments.size() ? (i < arguments.size() ? arguments[i] : Value())
                                                               : fit(arguments[i], *type, call, ok);
        if (!ok) return {};
        inner.give(node.arguments[i], std::move(given));
    }
    void* const host = call.host();
    call.set_host(&inner);
    Value out;
    if (node.outputs.size() == 1) {
        out = inner.element(node.outputs[0]);
    } else {
        std::vector<std::pair<std::string, Value>> entries;
        for (const std::size_t output : node.outputs)
            entries.emplace_back(program.nodes[output].variable, inner.element(output));
        out = Value::context(std::move(entries));
    }
    call.set_host(host);
    return fit(out, node.result, call);
}

}  // namespace fw::decision
