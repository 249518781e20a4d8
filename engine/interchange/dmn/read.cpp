#include "engine/interchange/xml/read.h"

#include <algorithm>
#include <cstdlib>

#include "engine/base/suggest.h"
#include "engine/interchange/dmn/dmn.h"
#include "engine/interchange/dmn/ids.h"
#include "engine/interchange/dmn/reader.h"
#include "engine/interchange/dmn/vocabulary.h"
#include "engine/interchange/xml/write.h"

namespace fw::dmn {

using decision::Common;
using decision::Definitions;
using decision::Written;

namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// An element as a text that stands on its own: with the namespaces its names need.
std::string as_text(const xml::Element& e) {
    std::string out = xml::write(e);
    return out.substr(out.find('\n') + 1);
}

}  // namespace

void Reader::error(const Element& e, const char* code, Text text, Text hint) {
    errors_.push_back({code, Severity::kError, document_.place(e.range, path_), std::move(text), std::move(hint)});
}

void Reader::warn(const Element& e, const char* code, Text text, Text hint) {
    warn_at(e.range, code, std::move(text), std::move(hint));
}

void Reader::warn_at(Range range, const char* code, Text text, Text hint) {
    constexpr std::size_t kMost = 200;
    if (warnings_.size() >= kMost) return;
    if (warnings_.size() + 1 == kMost) {
        text = {"More of this file is not understood; it is not listed here",
                "此文件中还有其他无法识别的内容，此处不再列出"};
        hint = {};
    }
    warnings_.push_back({code, Severity::kWarning, document_.place(range, path_), std::move(text), std::move(hint)});
}

// Of elements that DMN knows; of the others unknown_elements() has said so.
void Reader::misplaced(const Element& e, std::string_view parent) {
    if (!is_element(e.name.local)) return;
    warn(e, "DMN-002",
         format_text({"'{0}' does not belong into '{1}'", "“{0}”不应出现在“{1}”中"}, {e.name.local, parent}));
}

void Reader::unknown_elements(const Element& e) {
    for (const Element* c : e.elements()) {
        if (c->name.uri != kModel || c->name.local == "extensionElements") continue;
        if (!is_element(c->name.local)) {
            warn(*c, "DMN-002",
                 format_text({"DMN has no element '{0}'; it has no effect", "DMN 中没有元素“{0}”，它不起作用"},
                             {c->name.local}),
                 did_you_mean(c->name.local, all_elements()));
        }
        unknown_elements(*c);
    }
}

void Reader::keep_in(const Element& parent, const Element& e, decision::Foreign& out) {
    if (!is_kept_in(parent.name.local, e.name.local)) misplaced(e, parent.name.local);
    keep(e, out);
}

void Reader::keep(const Element& e, decision::Foreign& out) const {
    Element copy = e;
    // Prefixes used inside attribute values or text must still mean the same elsewhere: declare those of the root.
    const std::string text = as_text(e);
    for (const xml::Namespace& n : document_.root.namespaces) {
        const bool own = std::any_of(copy.namespaces.begin(), copy.namespaces.end(),
                                     [&](const xml::Namespace& m) { return m.prefix == n.prefix; });
        if (!own && !n.prefix.empty() && text.find(n.prefix + ":") != std::string::npos) copy.namespaces.push_back(n);
    }
    out.elements.push_back({e.name.local, as_text(copy)});
}

void Reader::common(const Element& e, Common& out, std::initializer_list<std::string_view> attributes,
                    const Child& child) {
    out.place = document_.place(e.range, path_);
    for (const xml::Attribute& a : e.attributes) {
        if (!a.name.uri.empty()) {
            out.foreign.attributes.push_back({a.name.uri, a.name.prefix, a.name.local, a.value});
        } else if (a.name.local == "id") {
            out.id = a.value;
        } else if (a.name.local == "label") {
            out.label = a.value;
        } else if (std::find(attributes.begin(), attributes.end(), a.name.local) == attributes.end()) {
            warn(e, "DMN-002",
                 format_text({"'{0}' has no attribute '{1}'", "“{0}”没有属性“{1}”"}, {e.name.local, a.name.local}),
                 did_you_mean(a.name.local, std::vector<std::string>(attributes.begin(), attributes.end())));
        }
    }
    for (const Element* c : e.elements()) {
        scope_.enter(*c);
        if (c->name.uri == kModel && c->name.local == "description") {
            out.description = c->text();
        } else if (c->name.uri == kModel && c->name.local == "extensionElements") {
            keep(*c, out.foreign);
        } else if (c->name.uri != kModel || !child(*c, c->name.local)) {
            if (c->name.uri == kModel) misplaced(*c, e.name.local);
        }
        scope_.leave();
    }
}

std::string Reader::required(const Element& e, std::string_view attribute) {
    const xml::Attribute* a = e.find(attribute);
    if (a != nullptr && !trimmed(a->value).empty()) return std::string(trimmed(a->value));
    error(e, "DMN-003", format_text({"This '{0}' has no '{1}'", "此“{0}”缺少“{1}”"}, {e.name.local, attribute}));
    return {};
}

std::string Reader::type_name(const Element& e, std::string_view text) const {
    (void)e;
    const std::string_view name = trimmed(text);
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos) return std::string(name);
    // DMN 1.1 and 1.2 wrote qualified names.
    const auto resolved = scope_.resolve(name);
    if (!resolved) return std::string(name);
    if (newest(resolved->uri) == kFeel || resolved->uri == uri_) return resolved->local;
    for (const decision::Import& import : imports_) {
        if (import.uri == resolved->uri)
            return import.name.empty() ? resolved->local : import.name + "." + resolved->local;
    }
    return std::string(name);
}

Written Reader::written(const Element& e) const {
    Written out;
    out.text = e.text();
    for (const auto& [offset, source] : document_.text_steps(e))
        out.anchors.push_back({offset, source, document_.lines.at(document_.text, source)});
    return out;
}

Written Reader::written_in(const Element& e) const {
    const Element* text = e.child(kModel, "text");
    return text == nullptr ? Written() : written(*text);
}

decision::Reference Reader::reference(const Element& e) {
    decision::Reference out;
    out.place = document_.place(e.range, path_);
    const std::string href = required(e, "href");
    const std::size_t hash = href.rfind('#');
    out.id = hash == std::string::npos ? href : href.substr(hash + 1);
    if (hash != std::string::npos) out.uri = href.substr(0, hash);
    if (out.uri == uri_) out.uri.clear();
    return out;
}

decision::InformationItem Reader::item(const Element& e) {
    decision::InformationItem out;
    out.name = std::string(trimmed(e.value_or("name")));
    out.type = type_of(e);
    common(e, out, {"name", "typeRef"}, [](const Element&, std::string_view) { return false; });
    return out;
}

decision::Import Reader::import(const Element& e) {
    decision::Import out;
    out.name = std::string(trimmed(e.value_or("name")));
    out.uri = required(e, "namespace");
    out.location = std::string(e.value_or("locationURI"));
    out.type = std::string(newest(e.value_or("importType")));
    common(e, out, {"name", "namespace", "locationURI", "importType"},
           [](const Element&, std::string_view) { return false; });
    return out;
}

decision::FunctionItem Reader::function_item(const Element& e) {
    decision::FunctionItem out;
    out.result = type_name(e, e.value_or("outputTypeRef"));
    common(e, out, {"outputTypeRef"}, [&](const Element& c, std::string_view local) {
        if (local != "parameters") return false;
        out.parameters.push_back(item(c));
        return true;
    });
    return out;
}

decision::ItemDefinition Reader::type(const Element& e) {
    decision::ItemDefinition out;
    out.name = required(e, "name");
    out.collection = e.value_or("isCollection") == "true" || e.value_or("isCollection") == "1";
    common(e, out, {"name", "typeLanguage", "isCollection"}, [&](const Element& c, std::string_view local) {
        if (local == "typeRef") {
            out.type = type_name(c, c.text());
        } else if (local == "allowedValues") {
            out.allowed = written_in(c);
        } else if (local == "typeConstraint") {
            out.constraint = written_in(c);
        } else if (local == "itemComponent") {
            out.components.push_back(type(c));
        } else if (local == "functionItem") {
            out.function.push_back(function_item(c));
        } else {
            return false;
        }
        return true;
    });
    return out;
}

decision::Requirement Reader::requirement(const Element& e, decision::Needs needs) {
    decision::Requirement out;
    out.needs = needs;
    common(e, out, {}, [&](const Element& c, std::string_view local) {
        if (local == "requiredDecision") {
            out.needs = decision::Needs::kDecision;
        } else if (local != "requiredInput" && local != "requiredKnowledge") {
            return false;
        }
        out.target = reference(c);
        return true;
    });
    if (out.target.id.empty())
        error(e, "DMN-003", {"This requirement does not say what is required", "此需求关系没有说明所需的元素"});
    return out;
}

decision::InputData Reader::input(const Element& e) {
    decision::InputData out;
    out.name = required(e, "name");
    common(e, out, {"name"}, [&](const Element& c, std::string_view local) {
        if (local != "variable") return false;
        out.variable = item(c);
        return out.has_variable = true;
    });
    return out;
}

decision::Decision Reader::decision(const Element& e) {
    decision::Decision out;
    out.name = required(e, "name");
    common(e, out, {"name"}, [&](const Element& c, std::string_view local) {
        if (local == "variable") {
            out.variable = item(c);
            out.has_variable = true;
        } else if (local == "informationRequirement") {
            out.requires_.push_back(requirement(c, decision::Needs::kInput));
        } else if (local == "knowledgeRequirement") {
            out.requires_.push_back(requirement(c, decision::Needs::kKnowledge));
        } else if (is_logic(local)) {
            if (!out.logic.empty()) error(c, "DMN-004", {"A decision has one expression", "一个决策只能有一个表达式"});
            if (out.logic.empty()) out.logic.push_back(logic(c));
        } else {
            keep_in(e, c, out.foreign);
        }
        return true;
    });
    return out;
}

decision::Knowledge Reader::knowledge(const Element& e) {
    decision::Knowledge out;
    out.name = required(e, "name");
    common(e, out, {"name"}, [&](const Element& c, std::string_view local) {
        if (local == "variable") {
            out.variable = item(c);
            out.has_variable = true;
        } else if (local == "encapsulatedLogic") {
            decision::Boxed made;
            made.kind = decision::BoxedKind::kFunction;
            made.type = type_of(c);
            function(c, made);
            out.logic = {std::move(made)};
        } else if (local == "knowledgeRequirement") {
            out.requires_.push_back(requirement(c, decision::Needs::kKnowledge));
        } else {
            keep_in(e, c, out.foreign);
        }
        return true;
    });
    return out;
}

decision::Service Reader::service(const Element& e) {
    decision::Service out;
    out.name = required(e, "name");
    common(e, out, {"name"}, [&](const Element& c, std::string_view local) {
        if (local == "variable") {
            out.variable = item(c);
            out.has_variable = true;
        } else if (local == "outputDecision") {
            out.outputs.push_back(reference(c));
        } else if (local == "encapsulatedDecision") {
            out.encapsulated.push_back(reference(c));
        } else if (local == "inputDecision") {
            out.input_decisions.push_back(reference(c));
        } else if (local == "inputData") {
            out.input_data.push_back(reference(c));
        } else {
            return false;
        }
        return true;
    });
    return out;
}

void Reader::diagram(const Element& e, Definitions& out) const {
    decision::Foreign kept;
    keep(e, kept);
    out.diagram = std::move(kept.elements.back().xml);
    for (const Element* page : e.elements(kDiagram, "DMNDiagram")) {
        for (const Element* shape : page->elements(kDiagram, "DMNShape")) {
            const Element* bounds = shape->child(kDc, "Bounds");
            const std::string of(shape->value_or("dmnElementRef"));
            if (bounds == nullptr || of.empty()) continue;
            const auto number = [&](const char* name) {
                return std::strtod(std::string(bounds->value_or(name)).c_str(), nullptr);
            };
            out.positions.emplace(of, std::pair(number("x"), number("y")));
        }
    }
}

Definitions Reader::run() {
    const Element& root = document_.root;
    Definitions out;
    out.file = document_.file;
    scope_.enter(root);
    uri_ = std::string(trimmed(root.value_or("namespace")));
    for (const Element* e : root.elements(kModel, "import")) {
        scope_.enter(*e);
        imports_.push_back(import(*e));
        scope_.leave();
    }
    out.name = std::string(trimmed(root.value_or("name")));
    path_ = "decision:" + out.name;
    out.uri = uri_;
    out.expression_language = std::string(newest(root.value_or("expressionLanguage")));
    out.type_language = std::string(newest(root.value_or("typeLanguage")));
    out.exporter = std::string(root.value_or("exporter"));
    out.exporter_version = std::string(root.value_or("exporterVersion"));
    unknown_elements(root);
    for (const xml::Namespace& n : root.namespaces) out.prefixes.emplace_back(n.prefix, n.uri);
    if (const Element* di = root.child(kDiagram, "DMNDI")) diagram(*di, out);
    const auto in = [&](const char* list, const Element& e) {
        const std::string_view id = e.value_or("id");
        path_ = "decision:" + out.name + "/" + list + "/" + std::string(id.empty() ? e.value_or("name") : id);
    };
    common(root, out, {"name", "namespace", "expressionLanguage", "typeLanguage", "exporter", "exporterVersion"},
           [&](const Element& e, std::string_view local) {
               if (local == "import") return true;
               if (local == "itemDefinition") {
                   in("types", e);
                   out.types.push_back(type(e));
               } else if (local == "inputData") {
                   in("inputs", e);
                   out.order.emplace_back('i', out.inputs.size());
                   out.inputs.push_back(input(e));
               } else if (local == "decision") {
                   in("decisions", e);
                   out.order.emplace_back('d', out.decisions.size());
                   out.decisions.push_back(decision(e));
               } else if (local == "businessKnowledgeModel") {
                   in("knowledge", e);
                   out.order.emplace_back('k', out.knowledge.size());
                   out.knowledge.push_back(knowledge(e));
               } else if (local == "decisionService") {
                   in("services", e);
                   out.order.emplace_back('s', out.services.size());
                   out.services.push_back(service(e));
               } else if (local != "DMNDI") {
                   out.order.emplace_back('x', out.foreign.elements.size());
                   keep_in(root, e, out.foreign);
               }
               path_ = "decision:" + out.name;
               return true;
           });
    out.imports = imports_;
    return out;
}

Result<Definitions> read(std::string_view bytes, std::string_view file, Diagnostics* warnings,
                         const ReadLimits& limits) {
    xml::Limits xml_limits;
    xml_limits.bytes = limits.bytes;
    xml_limits.depth = limits.depth;
    auto document = xml::read(bytes, file, xml_limits);
    if (!document) return fail(std::move(document.error()));
    renew(document->root);
    if (!document->root.name.is(kModel, "definitions")) {
        return fail("DMN-001",
                    format_text({"This is no DMN model: the root is '{0}' of the namespace '{1}'",
                                 "这不是 DMN 模型：根元素是命名空间“{1}”中的“{0}”"},
                                {document->root.name.local, document->root.name.uri}),
                    document->place(document->root.range),
                    {"DMN 1.2 to 1.5 start with <definitions xmlns=\"https://www.omg.org/spec/DMN/…/MODEL/\">",
                     "DMN 1.2 至 1.5 以 <definitions xmlns=\"https://www.omg.org/spec/DMN/…/MODEL/\"> 开头"});
    }
    Diagnostics errors;
    Diagnostics notes;
    if (const auto ids = renew_ids(document->root); !ids.empty()) {
        notes.push_back(
            {"DMN-024", Severity::kNote, document->place(ids[0].range),
             format_text({"'{0}' is no id of XML, which begins with a letter or _; '{1}' is written instead",
                          "“{0}”不是有效的 XML 标识（须以字母或 _ 开头），将写作“{1}”"},
                         {ids[0].was, ids[0].now}),
             ids.size() == 1
                 ? Text()
                 : format_text({"and so on for {0} more", "另有 {0} 个同样处理"}, {std::to_string(ids.size() - 1)})});
    }
    Definitions out = Reader(*document, errors, notes).run();
    if (warnings != nullptr) warnings->insert(warnings->end(), notes.begin(), notes.end());
    if (!errors.empty()) return fail(std::move(errors));
    return out;
}

}  // namespace fw::dmn
