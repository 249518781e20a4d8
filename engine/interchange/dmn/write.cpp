#include "engine/interchange/xml/write.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/interchange/dmn/dmn.h"
#include "engine/interchange/dmn/names.h"
#include "engine/interchange/xml/read.h"

namespace fw::dmn {

namespace {

using decision::Boxed;
using decision::BoxedKind;
using decision::Common;
using decision::Definitions;
using decision::Written;
using xml::Element;

Element element(std::string_view name) { return Element::make(kModel, name); }

Element text_element(std::string_view name, std::string_view text) {
    Element out = element(name);
    out.add_text(text);
    return out;
}

// Foreign XML is kept as text; what no longer reads is left out.
void add_xml(Element& to, const std::string& xml) {
    if (auto read = xml::read(xml)) to.add(std::move(read->root));
}

void set_if(Element& e, std::string_view attribute, std::string_view value) {
    if (!value.empty()) e.set(attribute, value);
}

class Writer {
  public:
    explicit Writer(const Definitions& model) : model_(model) {}

    std::string run() {
        Element root = element("definitions");
        root.namespaces.push_back({"", std::string(kModel)});
        for (const auto& [prefix, uri] : model_.prefixes) {
            if (!prefix.empty()) root.namespaces.push_back({prefix, std::string(newest(uri))});
        }
        common(root, model_);
        root.set("name", model_.name.empty() ? "model" : model_.name);
        root.set("namespace", model_.uri.empty() ? "urn:formwork:decision:" + model_.name : model_.uri);
        set_if(root, "expressionLanguage", model_.expression_language);
        set_if(root, "typeLanguage", model_.type_language);
        set_if(root, "exporter", model_.exporter);
        set_if(root, "exporterVersion", model_.exporter_version);
        for (const decision::Import& import : model_.imports) {
            Element e = element("import");
            common(e, import);
            e.set("name", import.name);
            e.set("namespace", import.uri);
            set_if(e, "locationURI", import.location);
            e.set("importType", import.type.empty() ? kModel : std::string_view(import.type));
            root.add(std::move(e));
        }
        for (const decision::ItemDefinition& type : model_.types) root.add(item_definition(type, "itemDefinition"));
        elements(root);
        if (!model_.diagram.empty()) {
            add_xml(root, model_.diagram);
        } else if (!model_.positions.empty()) {
            root.add(diagram());
        }
        return xml::write(root);
    }

  private:
    // Attributes all elements have, description and extension elements.
    static void common(Element& e, const Common& from) {
        set_if(e, "id", from.id);
        set_if(e, "label", from.label);
        for (const decision::ForeignAttribute& a : from.foreign.attributes)
            e.attributes.push_back({{a.uri, a.name, a.prefix}, a.value, {}});
        if (!from.description.empty()) e.add(text_element("description", from.description));
        kept(e, from, {"extensionElements"});
    }

    static void kept(Element& e, const Common& from, std::initializer_list<std::string_view> names) {
        for (const std::string_view name : names) {
            for (const decision::ForeignElement& f : from.foreign.elements) {
                if (f.name == name) add_xml(e, f.xml);
            }
        }
    }

    static Element unary_tests(std::string_view name, const Written& tests) {
        Element out = element(name);
        out.add(text_element("text", tests.text));
        return out;
    }

    static Element information_item(std::string_view tag, const decision::InformationItem& item,
                                    std::string_view name = {}) {
        Element out = element(tag);
        common(out, item);
        out.set("name", item.name.empty() ? name : std::string_view(item.name));
        set_if(out, "typeRef", item.type);
        return out;
    }

    static Element item_definition(const decision::ItemDefinition& type, std::string_view tag) {
        Element out = element(tag);
        common(out, type);
        out.set("name", type.name);
        if (type.collection) out.set("isCollection", "true");
        if (!type.components.empty()) {
            for (const decision::ItemDefinition& c : type.components) out.add(item_definition(c, "itemComponent"));
        } else if (!type.function.empty()) {
            Element function = element("functionItem");
            common(function, type.function[0]);
            set_if(function, "outputTypeRef", type.function[0].result);
            for (const decision::InformationItem& p : type.function[0].parameters)
                function.add(information_item("parameters", p));
            out.add(std::move(function));
        } else if (!type.type.empty()) {
            out.add(text_element("typeRef", type.type));
            if (!type.allowed.empty()) out.add(unary_tests("allowedValues", type.allowed));
            if (!type.constraint.empty()) out.add(unary_tests("typeConstraint", type.constraint));
        }
        return out;
    }

    [[nodiscard]] static Element reference(std::string_view tag, const decision::Reference& to) {
        Element out = element(tag);
        out.set("href", to.uri + "#" + to.id);
        return out;
    }

    static void requirements(Element& to, const std::vector<decision::Requirement>& all, bool knowledge) {
        for (const decision::Requirement& r : all) {
            if ((r.needs == decision::Needs::kKnowledge) != knowledge) continue;
            Element e = element(knowledge ? "knowledgeRequirement" : "informationRequirement");
            common(e, r);
            const std::string_view tag = knowledge                               ? "requiredKnowledge"
                                         : r.needs == decision::Needs::kDecision ? "requiredDecision"
                                                                                 : "requiredInput";
            e.add(reference(tag, r.target));
            to.add(std::move(e));
        }
    }

    template <class Source>
    static Element start(std::string_view tag, const Source& source) {
        Element out = element(tag);
        common(out, source);
        out.set("name", source.name);
        return out;
    }

    template <class Source>
    static void variable(Element& to, const Source& source) {
        if (source.has_variable) to.add(information_item("variable", source.variable, source.name));
    }

    static Element decision_element(const decision::Decision& d) {
        Element out = start("decision", d);
        kept(out, d, {"question", "allowedAnswers"});
        variable(out, d);
        requirements(out, d.requires_, false);
        requirements(out, d.requires_, true);
        kept(out, d,
             {"authorityRequirement", "supportedObjective", "impactedPerformanceIndicator", "decisionMaker",
              "decisionOwner", "usingProcess", "usingTask"});
        if (!d.logic.empty()) out.add(logic(d.logic[0]));
        return out;
    }

    static Element knowledge_element(const decision::Knowledge& k) {
        Element out = start("businessKnowledgeModel", k);
        variable(out, k);
        if (!k.logic.empty()) {
            Element function = element("encapsulatedLogic");
            expression(function, k.logic[0]);
            function_body(function, k.logic[0]);
            out.add(std::move(function));
        }
        requirements(out, k.requires_, true);
        kept(out, k, {"authorityRequirement"});
        return out;
    }

    static Element service_element(const decision::Service& s) {
        Element out = start("decisionService", s);
        variable(out, s);
        for (const auto& r : s.outputs) out.add(reference("outputDecision", r));
        for (const auto& r : s.encapsulated) out.add(reference("encapsulatedDecision", r));
        for (const auto& r : s.input_decisions) out.add(reference("inputDecision", r));
        for (const auto& r : s.input_data) out.add(reference("inputData", r));
        return out;
    }

    void add(Element& root, char kind, std::size_t index) const {
        switch (kind) {
            case 'i': {
                Element e = start("inputData", model_.inputs[index]);
                variable(e, model_.inputs[index]);
                root.add(std::move(e));
                return;
            }
            case 'd':
                root.add(decision_element(model_.decisions[index]));
                return;
            case 'k':
                root.add(knowledge_element(model_.knowledge[index]));
                return;
            case 's':
                root.add(service_element(model_.services[index]));
                return;
            default:
                break;
        }
    }

    // Elements in the order they came, sources of knowledge among them; then what the schema wants behind them.
    void elements(Element& root) const {
        if (model_.order.empty()) {
            for (std::size_t i = 0; i < model_.inputs.size(); ++i) add(root, 'i', i);
            for (std::size_t i = 0; i < model_.decisions.size(); ++i) add(root, 'd', i);
            for (std::size_t i = 0; i < model_.knowledge.size(); ++i) add(root, 'k', i);
            for (std::size_t i = 0; i < model_.services.size(); ++i) add(root, 's', i);
        }
        for (const auto& [kind, index] : model_.order) {
            if (kind != 'x') {
                add(root, kind, index);
            } else if (model_.foreign.elements[index].name == "knowledgeSource") {
                add_xml(root, model_.foreign.elements[index].xml);
            }
        }
        const std::initializer_list<std::string_view> kLater[] = {{"group", "textAnnotation", "association"},
                                                                  {"elementCollection"},
                                                                  {"performanceIndicator", "organizationUnit"}};
        for (const auto& names : kLater) {
            for (const decision::ForeignElement& f : model_.foreign.elements) {
                if (std::find(names.begin(), names.end(), f.name) != names.end()) add_xml(root, f.xml);
            }
        }
    }

    static void expression(Element& e, const Boxed& boxed) {
        common(e, boxed);
        set_if(e, "typeRef", boxed.type);
    }

    static void function_body(Element& e, const Boxed& boxed) {
        if (boxed.function_kind == decision::FunctionKind::kJava) e.set("kind", "Java");
        if (boxed.function_kind == decision::FunctionKind::kPmml) e.set("kind", "PMML");
        for (const decision::InformationItem& p : boxed.columns) e.add(information_item("formalParameter", p));
        if (!boxed.parts.empty()) e.add(logic(boxed.parts[0]));
    }

    static void child(Element& e, const Boxed& boxed, std::size_t index, std::string_view tag, bool typed = false) {
        Element made = element(tag);
        if (index < boxed.frames.size()) set_if(made, "id", boxed.frames[index].id);
        if (typed) set_if(made, "typeRef", boxed.variable_type);
        made.add(logic(boxed.parts[index]));
        e.add(std::move(made));
    }

    static Element logic(const Boxed& boxed) {
        constexpr std::array<std::string_view, 12> kTags = {
            "literalExpression", "context",     "list",   "relation", "invocation", "functionDefinition",
            "decisionTable",     "conditional", "filter", "for",      "some",       "every"};
        Element out = element(kTags[static_cast<std::size_t>(boxed.kind)]);
        expression(out, boxed);
        switch (boxed.kind) {
            case BoxedKind::kLiteral: {
                set_if(out, "expressionLanguage", boxed.language);
                const bool imported = std::any_of(boxed.foreign.elements.begin(), boxed.foreign.elements.end(),
                                                  [](const auto& f) { return f.name == "importedValues"; });
                if (imported) {
                    kept(out, boxed, {"importedValues"});
                } else {
                    out.add(text_element("text", boxed.text.text));
                }
                break;
            }
            case BoxedKind::kContext:
                for (const decision::BoxedEntry& entry : boxed.entries) {
                    Element e = element("contextEntry");
                    common(e, entry);
                    if (!entry.variable.name.empty()) e.add(information_item("variable", entry.variable));
                    e.add(entry.value.empty() ? logic({}) : logic(entry.value[0]));
                    out.add(std::move(e));
                }
                break;
            case BoxedKind::kList:
                for (const Boxed& part : boxed.parts) out.add(logic(part));
                break;
            case BoxedKind::kRelation:
                for (const decision::InformationItem& c : boxed.columns) out.add(information_item("column", c));
                for (const Boxed& row : boxed.parts) {
                    Element e = element("row");
                    expression(e, row);
                    for (const Boxed& cell : row.parts) e.add(logic(cell));
                    out.add(std::move(e));
                }
                break;
            case BoxedKind::kInvocation:
                out.add(logic(boxed.parts[0]));
                for (const decision::BoxedEntry& entry : boxed.entries) {
                    Element e = element("binding");
                    e.add(information_item("parameter", entry.variable));
                    if (!entry.value.empty()) e.add(logic(entry.value[0]));
                    out.add(std::move(e));
                }
                break;
            case BoxedKind::kFunction:
                function_body(out, boxed);
                break;
            case BoxedKind::kTable:
                table(out, boxed.table[0]);
                break;
            case BoxedKind::kConditional:
                child(out, boxed, 0, "if");
                child(out, boxed, 1, "then");
                child(out, boxed, 2, "else");
                break;
            case BoxedKind::kFilter:
                child(out, boxed, 0, "in");
                child(out, boxed, 1, "match");
                break;
            case BoxedKind::kFor:
            case BoxedKind::kSome:
            case BoxedKind::kEvery:
                out.set("iteratorVariable", boxed.variable);
                child(out, boxed, 0, "in", true);
                child(out, boxed, 1, boxed.kind == BoxedKind::kFor ? "return" : "satisfies");
                break;
        }
        return out;
    }

    static void table(Element& out, const decision::Table& table) {
        out.set("hitPolicy", decision::hit_policy_name(table.hit_policy));
        if (table.aggregation != decision::Aggregation::kNone)
            out.set("aggregation", decision::aggregation_name(table.aggregation));
        set_if(out, "preferredOrientation", table.orientation);
        set_if(out, "outputLabel", table.output_label);
        for (const decision::TableInput& input : table.inputs) {
            Element e = element("input");
            common(e, input);
            Element expr = element("inputExpression");
            Common head;
            head.foreign = input.expression_foreign;
            common(expr, head);
            set_if(expr, "typeRef", input.type);
            expr.add(text_element("text", input.expression.text));
            e.add(std::move(expr));
            if (!input.allowed.empty()) e.add(unary_tests("inputValues", input.allowed));
            out.add(std::move(e));
        }
        for (const decision::TableOutput& output : table.outputs) {
            Element e = element("output");
            common(e, output);
            set_if(e, "name", output.name);
            set_if(e, "typeRef", output.type);
            if (!output.allowed.empty()) e.add(unary_tests("outputValues", output.allowed));
            if (!output.fallback.empty()) e.add(unary_tests("defaultOutputEntry", output.fallback));
            out.add(std::move(e));
        }
        for (const std::string& name : table.note_names) {
            Element e = element("annotation");
            e.set("name", name);
            out.add(std::move(e));
        }
        for (const decision::TableRule& rule : table.rules) {
            Element e = element("rule");
            common(e, rule);
            for (const Written& test : rule.tests) e.add(unary_tests("inputEntry", test));
            for (const Written& result : rule.results) e.add(unary_tests("outputEntry", result));
            for (const std::string& note : rule.notes) {
                Element annotation = element("annotationEntry");
                annotation.add(text_element("text", note));
                e.add(std::move(annotation));
            }
            out.add(std::move(e));
        }
    }

    // Shapes for models that were drawn here.
    [[nodiscard]] Element diagram() const {
        Element out = Element::make(kDiagram, "DMNDI", "dmndi");
        out.namespaces = {{"dmndi", std::string(kDiagram)}, {"dc", std::string(kDc)}};
        Element& page = out.add(Element::make(kDiagram, "DMNDiagram", "dmndi"));
        for (const auto& [id, at] : model_.positions) {
            Element shape = Element::make(kDiagram, "DMNShape", "dmndi");
            shape.set("dmnElementRef", id);
            Element bounds = Element::make(kDc, "Bounds", "dc");
            bounds.set("x", number(at.first)).set("y", number(at.second)).set("width", "150").set("height", "60");
            shape.add(std::move(bounds));
            page.add(std::move(shape));
        }
        return out;
    }

    static std::string number(double value) {
        std::array<char, 32> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
        return {buffer.data(), end};
    }

    const Definitions& model_;
};

}  // namespace

std::string write(const Definitions& definitions) { return Writer(definitions).run(); }

}  // namespace fw::dmn
