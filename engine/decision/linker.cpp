#include "engine/decision/linker.h"

#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/decision/logic.h"
#include "engine/feel/names.h"
#include "engine/graph/order.h"

namespace fw::decision {

namespace {
constexpr std::string_view kDmn = "/spec/DMN/";
}

void Linker::error(const Definitions& in, const Place& at, const char* code, Text text, Text hint, bool hard) {
    Place place = at;
    place.file = in.file;
    out_.push_back({code, hard || in.strict ? Severity::kError : Severity::kWarning, std::move(place), std::move(text),
                    std::move(hint)});
}

const Definitions* Linker::model_of(const std::string& uri) const {
    const auto found = by_uri_.find(uri);
    return found == by_uri_.end() ? nullptr : found->second;
}

void Linker::read_models() {
    for (const auto& model : program_.models) by_uri_.emplace(model->uri, model.get());
    std::vector<const Definitions*> open;
    read_model(*program_.models[0], open);
}

void Linker::read_model(const Definitions& model, std::vector<const Definitions*>& open) {
    constexpr std::size_t kDeepest = 50;
    open.push_back(&model);
    auto& imports = imports_[&model];
    for (const Import& import : model.imports) {
        const bool dmn = import.type.empty() || import.type.find(kDmn) != std::string::npos || import.type == "dmn";
        if (!dmn) {
            error(model, import.place, "DMN-018",
                  format_text({"Imports of '{0}' are not supported", "不支持导入“{0}”"}, {import.type}), {}, false);
            continue;
        }
        const Definitions* other = model_of(import.uri);
        if (other == nullptr) {
            error(model, import.place, "DMN-015",
                  format_text({"No model of the namespace '{0}' is here to be imported",
                               "找不到命名空间为“{0}”的模型，无法导入"},
                              {import.uri}),
                  {"load the imported file together with this one", "请将被导入的文件一并载入"});
            continue;
        }
        if (std::find(open.begin(), open.end(), other) != open.end() || open.size() > kDeepest) {
            error(model, import.place, "DMN-011", {"These models import each other", "这些模型相互导入"},
                  {"move what both need into a third model", "请将共用部分移到第三个模型"});
            continue;
        }
        imports.emplace_back(feel::normalize_name(import.name), other);
        if (std::find(reached_.begin(), reached_.end(), other) == reached_.end()) read_model(*other, open);
    }
    program_.types.read(model, imports, functions_, out_);
    feel::Scope scope(functions_);
    for (const auto& [name, type] : program_.types.names(model)) scope.add_type(name, type->type);
    scopes_.emplace(&model, std::move(scope));
    add_nodes(model);
    reached_.push_back(&model);
    open.pop_back();
}

void Linker::add_node(const Definitions& model, ElementKind kind, const Common& source, const std::string& name,
                      const InformationItem& variable) {
    Node node;
    node.kind = kind;
    node.in = &model;
    node.source = &source;
    node.name = name;
    node.variable = feel::normalize_name(variable.name.empty() ? name : variable.name);
    const std::size_t index = program_.nodes.size();
    if (!source.id.empty() && !by_id_.emplace(Key(&model, source.id), index).second)
        error(model, source.place, "DMN-012", format_text({"The id '{0}' occurs twice", "标识“{0}”重复"}, {source.id}));
    if (!by_name_.emplace(Key(&model, node.variable), index).second)
        error(model, source.place, "DMN-012", format_text({"The name '{0}' occurs twice", "名称“{0}”重复"}, {name}), {},
              false);
    if (node.variable != node.name) by_name_.emplace(Key(&model, node.name), index);
    program_.nodes.push_back(std::move(node));
}

void Linker::add_nodes(const Definitions& model) {
    for (const InputData& e : model.inputs) add_node(model, ElementKind::kInput, e, e.name, e.variable);
    for (const Decision& e : model.decisions) add_node(model, ElementKind::kDecision, e, e.name, e.variable);
    for (const Knowledge& e : model.knowledge) add_node(model, ElementKind::kKnowledge, e, e.name, e.variable);
    for (const Service& e : model.services) add_node(model, ElementKind::kService, e, e.name, e.variable);
}

std::optional<std::size_t> Linker::resolve(const Definitions& in, const Reference& reference, ElementKind wanted,
                                           ElementKind other, bool any) {
    if (reference.id.empty()) return std::nullopt;
    const Definitions* model = reference.uri.empty() || reference.uri == in.uri ? &in : model_of(reference.uri);
    const bool reached = model == &in || (model != nullptr && imports_.contains(model));
    if (!reached) {
        // Of an import that did not work out it is said already.
        const bool named = std::any_of(in.imports.begin(), in.imports.end(),
                                       [&](const Import& import) { return import.uri == reference.uri; });
        if (named) return std::nullopt;
        error(in, reference.place, "DMN-010",
              format_text({"The model '{0}' is not imported", "未导入模型“{0}”"}, {reference.uri}),
              {"import it first", "请先导入该模型"});
        return std::nullopt;
    }
    auto found = by_id_.find({model, reference.id});
    if (found == by_id_.end()) {
        found = by_name_.find({model, feel::normalize_name(reference.id)});
        if (found == by_name_.end()) {
            std::vector<std::string> known;
            for (const auto& [key, index] : by_id_) {
                if (key.first == model) known.push_back(key.second);
            }
            error(in, reference.place, "DMN-010",
                  format_text({"There is no element '{0}' to be required", "找不到所需的元素“{0}”"}, {reference.id}),
                  did_you_mean(reference.id, known));
            return std::nullopt;
        }
    }
    const ElementKind kind = program_.nodes[found->second].kind;
    if (kind != wanted && kind != other && !any) {
        error(in, reference.place, "DMN-020",
              format_text({"'{0}' is not the kind of element that is needed here", "“{0}”不是此处所需的元素类型"},
                          {program_.nodes[found->second].name}),
              {}, false);
    }
    return found->second;
}

void Linker::resolve_needs(std::size_t index) {
    Node& node = program_.nodes[index];
    const std::vector<Requirement>* needs = nullptr;
    if (node.kind == ElementKind::kDecision) needs = &static_cast<const Decision*>(node.source)->requires_;
    if (node.kind == ElementKind::kKnowledge) needs = &static_cast<const Knowledge*>(node.source)->requires_;
    if (needs != nullptr) {
        for (const Requirement& need : *needs) {
            const ElementKind wanted = need.needs == Needs::kInput      ? ElementKind::kInput
                                       : need.needs == Needs::kDecision ? ElementKind::kDecision
                                                                        : ElementKind::kKnowledge;
            const ElementKind other = wanted == ElementKind::kKnowledge ? ElementKind::kService : wanted;
            const auto target = resolve(*node.in, need.target, wanted, other, need.needs == Needs::kAny);
            if (!target) incomplete_.insert(index);
            if (!target || std::find(node.needs.begin(), node.needs.end(), *target) != node.needs.end()) continue;
            if (*target == index && node.kind == ElementKind::kKnowledge) continue;  // it may call itself
            node.needs.push_back(*target);
        }
    }
    if (node.kind != ElementKind::kService) return;
    const auto& service = *static_cast<const Service*>(node.source);
    const auto all = [&](const std::vector<Reference>& references, ElementKind kind, std::vector<std::size_t>& into) {
        for (const Reference& r : references) {
            if (const auto target = resolve(*node.in, r, kind, kind)) into.push_back(*target);
        }
    };
    std::vector<std::size_t> encapsulated;
    all(service.input_data, ElementKind::kInput, node.arguments);
    all(service.input_decisions, ElementKind::kDecision, node.arguments);
    all(service.outputs, ElementKind::kDecision, node.outputs);
    all(service.encapsulated, ElementKind::kDecision, encapsulated);
    if (service.outputs.empty())
        error(*node.in, service.place, "DMN-003", {"This service has no output decision", "此决策服务没有输出决策"}, {},
              false);
}

std::vector<std::size_t> Linker::order() {
    graph::Edges edges;
    for (std::size_t i = 0; i < program_.nodes.size(); ++i) {
        for (const std::size_t need : program_.nodes[i].needs) edges.emplace_back(i, need);
    }
    graph::Order made = graph::dependency_order(program_.nodes.size(), edges);
    for (const auto& circle : made.circles) {
        std::string names;
        for (const std::size_t i : circle) names += (names.empty() ? "'" : " → '") + program_.nodes[i].name + "'";
        const Node& first = program_.nodes[circle[0]];
        error(*first.in, first.source->place, "DMN-011",
              format_text({"These require each other: {0}", "这些元素相互依赖：{0}"}, {names}),
              {"remove one of the requirements", "请删除其中一个需求关系"});
    }
    return made.sequence;
}

const ItemType* Linker::type(const Node& node, const std::string& name, const Place& place) {
    if (name.empty()) return nullptr;
    const ItemType* found = program_.types.find(*node.in, name);
    if (found == nullptr) {
        std::vector<std::string> known;
        for (const auto& [n, type] : program_.types.names(*node.in)) known.push_back(n);
        error(*node.in, place, "DMN-013", format_text({"There is no type '{0}'", "没有名为“{0}”的类型"}, {name}),
              did_you_mean(name, known), false);
        return nullptr;
    }
    return found->type.is_any() && found->plain ? nullptr : found;
}

void Linker::compile_knowledge(Node& node, const Knowledge& source, feel::Scope& scope) {
    std::vector<feel::Type> parameters;
    node.own_slot = static_cast<std::size_t>(-1);
    if (!source.logic.empty()) {
        for (const InformationItem& parameter : source.logic[0].columns) {
            node.parameters.push_back(feel::normalize_name(parameter.name));
            node.parameter_types.push_back(type(node, parameter.type, parameter.place));
            parameters.push_back(node.parameter_types.back() != nullptr ? node.parameter_types.back()->type
                                                                        : feel::Type());
        }
    }
    const ItemType* said = node.type;
    node.type = nullptr;
    if (said != nullptr && said->type.is(feel::TypeKind::kFunction)) said = said->result;
    if (said == nullptr && !source.logic.empty()) {
        said = type(node, source.logic[0].type, source.logic[0].place);
        if (said != nullptr && said->type.is(feel::TypeKind::kFunction)) said = said->result;
    }
    node.result = said;
    ElementInfo& info = program_.elements[static_cast<std::size_t>(&node - program_.nodes.data())];
    info.type = feel::Type::function(parameters, said != nullptr ? said->type : feel::Type());
    if (source.logic.empty()) return;
    const Boxed& logic = source.logic[0];
    if (!scope.find(node.variable)) node.own_slot = scope.add(node.variable, info.type);
    for (std::size_t i = 0; i < node.parameters.size(); ++i)
        node.parameter_slots.push_back(scope.add(node.parameters[i], parameters[i]));
    LogicCompiler compiler(program_, *node.in, source, node.name, out_);
    compiler.uses(scope);
    tell(compiler, node);
    if (logic.function_kind != FunctionKind::kFeel) {
        node.external = true;
        info.asks_java = logic.function_kind == FunctionKind::kJava;
        compiler.error(logic.place, "DMN-017",
                       {"External functions (Java, PMML) are not supported", "不支持外部函数（Java、PMML）"},
                       {"write its body in FEEL", "请用 FEEL 编写函数体"}, false);
    } else if (!logic.parts.empty()) {
        node.logic = compiler.make(logic.parts[0], scope);
        info.asks_java = compiler.asks_java();
        if (said == nullptr) {
            const Step& body = *node.logic;
            info.type = feel::Type::function(parameters, body.wanted != nullptr ? body.wanted->type : body.type());
        }
    }
    node.slots = compiler.slots();
    if (node.own_slot >= node.slots) node.own_slot = static_cast<std::size_t>(-1);
}

void Linker::compile_service(Node& node, const Service& source) {
    (void)source;
    std::vector<feel::Type> parameters;
    for (const std::size_t argument : node.arguments) {
        node.parameters.push_back(program_.nodes[argument].variable);
        node.parameter_types.push_back(program_.nodes[argument].type);
        parameters.push_back(program_.elements[argument].type);
    }
    feel::Type made;
    std::vector<std::pair<std::string, feel::Type>> fields;
    for (const std::size_t output : node.outputs)
        fields.emplace_back(program_.nodes[output].variable, program_.elements[output].type);
    made = fields.size() == 1 ? fields[0].second : feel::Type::context(std::move(fields));
    const ItemType* said = node.type;
    node.type = nullptr;
    node.result = said != nullptr && said->type.is(feel::TypeKind::kFunction) ? said->result : said;
    ElementInfo& info = program_.elements[static_cast<std::size_t>(&node - program_.nodes.data())];
    info.type = feel::Type::function(std::move(parameters), node.result != nullptr ? node.result->type : made);
}

void Linker::compile(std::size_t index) {
    const auto before = static_cast<std::ptrdiff_t>(out_.size());
    compile_logic(index);
    if (!incomplete_.contains(index)) return;
    // Names it does not find may be those of the requirement that is missing, which is said already.
    const auto unknown = [](const Diagnostic& d) { return d.code == "FEEL-101" || d.code == "FEEL-102"; };
    out_.erase(std::remove_if(out_.begin() + before, out_.end(), unknown), out_.end());
}

void Linker::compile_logic(std::size_t index) {
    Node& node = program_.nodes[index];
    ElementInfo& info = program_.elements[index];
    const auto variable = [&](const auto& source) {
        node.type =
            type(node, source.variable.type, source.variable.place.at.line != 0 ? source.variable.place : source.place);
    };
    switch (node.kind) {
        case ElementKind::kInput:
            variable(*static_cast<const InputData*>(node.source));
            if (node.type != nullptr) info.type = node.type->type;
            break;
        case ElementKind::kDecision: {
            const auto& source = *static_cast<const Decision*>(node.source);
            variable(source);
            feel::Scope scope = scope_of(node);
            LogicCompiler compiler(program_, *node.in, source, node.name, out_);
            compiler.uses(scope);
            tell(compiler, node);
            if (!source.logic.empty()) node.logic = compiler.make(source.logic[0], scope);
            node.slots = compiler.slots();
            info.asks_java = compiler.asks_java();
            if (node.type != nullptr) {
                info.type = node.type->type;
            } else if (node.logic) {
                info.type = node.logic->wanted != nullptr ? node.logic->wanted->type : node.logic->type();
            }
            break;
        }
        case ElementKind::kKnowledge: {
            const auto& source = *static_cast<const Knowledge*>(node.source);
            variable(source);
            feel::Scope scope = scope_of(node);
            compile_knowledge(node, source, scope);
            break;
        }
        case ElementKind::kService: {
            const auto& source = *static_cast<const Service*>(node.source);
            variable(source);
            compile_service(node, source);
            break;
        }
    }
}

void Linker::describe(std::size_t index) {
    const Node& node = program_.nodes[index];
    ElementInfo& info = program_.elements[index];
    std::set<std::size_t> inputs;
    if (node.kind == ElementKind::kService) inputs.insert(node.arguments.begin(), node.arguments.end());
    for (const std::size_t need : node.kind == ElementKind::kService ? node.outputs : node.needs) {
        info.asks_java = info.asks_java || program_.elements[need].asks_java;
        if (node.kind == ElementKind::kService) continue;
        if (program_.nodes[need].kind == ElementKind::kInput) inputs.insert(need);
        if (program_.nodes[need].kind == ElementKind::kDecision)
            inputs.insert(program_.elements[need].inputs.begin(), program_.elements[need].inputs.end());
    }
    if (node.kind == ElementKind::kService) {
        info.inputs = node.arguments;
        info.outputs = node.outputs;
    } else {
        info.inputs.assign(inputs.begin(), inputs.end());
    }
    info.parameters = node.parameters;
}

void Linker::run() {
    read_models();
    program_.elements.resize(program_.nodes.size());
    for (std::size_t i = 0; i < program_.nodes.size(); ++i) {
        const Node& node = program_.nodes[i];
        ElementInfo& info = program_.elements[i];
        info.kind = node.kind;
        info.name = node.name;
        info.id = node.source->id;
        info.uri = node.in->uri;
        info.path = node.source->place.element;
        resolve_needs(i);
    }
    std::vector<std::size_t> sequence = order();
    const bool broken = has_errors(out_);
    if (broken) {
        // It will not run, but what is wrong with its expressions is said at once: those in circles, too.
        for (std::size_t i = 0; i < program_.nodes.size(); ++i) {
            if (std::find(sequence.begin(), sequence.end(), i) == sequence.end()) sequence.push_back(i);
        }
    }
    std::vector<std::size_t> services;
    // A service's type needs those of its decisions, which may call other services: to them it is some function.
    for (const std::size_t i : sequence) {
        if (program_.nodes[i].kind == ElementKind::kService) services.push_back(i);
    }
    for (const std::size_t i : services) program_.elements[i].type = feel::TypeKind::kFunction;
    for (const std::size_t i : sequence) {
        if (program_.nodes[i].kind != ElementKind::kService) compile(i);
    }
    for (const std::size_t i : services) compile(i);
    if (broken) return;
    for (const std::size_t i : sequence) describe(i);
}

}  // namespace fw::decision
