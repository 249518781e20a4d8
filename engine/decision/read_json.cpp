#include "engine/decision/read_json.h"

#include <algorithm>

#include "engine/base/utf8.h"
#include "engine/feel/place.h"

namespace fw::decision {

namespace {

using json::Value;

class Reader {
  public:
    Reader(const model::Document& document, std::string id, const FindModel& find, Diagnostics& out)
        : document_(document), id_(std::move(id)), find_(find), out_(out) {}

    Definitions run() {
        const Value& root = document_.root;
        Definitions made;
        path_ = "decision:" + id_;
        common(root, made);
        made.file = id_;
        made.name = id_;
        made.uri = root.string_or("namespace");
        if (made.uri.empty()) made.uri = namespace_of(id_);
        made.result = root.string_or("result");
        made.strict = true;
        for (const Value& e : list(root, "imports")) {
            Import import;
            common(e, import);
            import.name = e.string_or("name");
            const Value* model = e.find("model");
            const std::string other = model == nullptr ? "" : find_(*model, path_);
            if (other.empty()) continue;
            import.uri = other;  // the caller knows namespaces by id
            made.imports.push_back(std::move(import));
        }
        for (const Value& e : list(root, "types")) made.types.push_back(type(e));
        for (const Value& e : list(root, "inputs")) {
            InputData input;
            named(e, input, "inputs");
            inputs_.push_back(input.id);
            made.inputs.push_back(std::move(input));
        }
        for (const Value& e : list(root, "decisions")) {
            Decision decision;
            named(e, decision, "decisions");
            decision.requires_ = needs(e, made, root);
            decision.logic = logic_of(e);
            if (decision.logic.empty())
                error(e.range(), {"A decision needs an expression, a table or logic", "决策需要表达式、决策表或逻辑"});
            made.decisions.push_back(std::move(decision));
        }
        for (const Value& e : list(root, "knowledge")) {
            Knowledge knowledge;
            named(e, knowledge, "knowledge");
            if (e.find("requires") != nullptr) knowledge.requires_ = needs(e, made, root);
            Boxed function;
            function.kind = BoxedKind::kFunction;
            function.place = knowledge.place;
            function.columns = items(e, "parameters");
            function.parts = logic_of(e);
            knowledge.logic.push_back(std::move(function));
            made.knowledge.push_back(std::move(knowledge));
        }
        for (const Value& e : list(root, "services")) {
            Service service;
            named(e, service, "services");
            service.outputs = references(e, "outputs");
            service.encapsulated = references(e, "encapsulated");
            service.input_decisions = references(e, "input_decisions");
            service.input_data = references(e, "inputs");
            made.services.push_back(std::move(service));
        }
        for (const Value& e : list(root, "tests")) {
            Test test;
            path_ = "decision:" + id_ + "/tests/" + std::string(e.string_or("id"));
            common(e, test);
            test.range = e.range();
            test.decision = e.string_or("decision");
            if (const Value* given = e.find("given")) test.given = *given;
            if (const Value* expect = e.find("expect")) test.expect = *expect;
            made.tests.push_back(std::move(test));
        }
        if (const Value* diagram = root.find("diagram"); diagram != nullptr && diagram->is_object()) {
            for (const json::Member& m : diagram->members()) {
                if (!m.value.is_array() || m.value.items().size() != 2) continue;
                made.positions[m.key] = {static_cast<double>(m.value.items()[0].as_int64().value_or(0)),
                                         static_cast<double>(m.value.items()[1].as_int64().value_or(0))};
            }
        }
        return made;
    }

  private:
    void error(Range range, Text text) {
        Place place;
        place.range = range;
        place.element = path_;
        out_.push_back({"DMN-003", Severity::kError, std::move(place), std::move(text), {}});
    }

    void common(const Value& e, Common& out) const {
        out.id = e.string_or("id");
        if (const Value* label = e.find("label"); label != nullptr && label->is_string())
            out.label = label->as_string();
        out.description = e.string_or("description");
        out.place.range = e.range();
        out.place.element = path_;
    }

    template <class Element>
    void named(const Value& e, Element& out, const char* in) {
        path_ = "decision:" + id_ + "/" + in + "/" + std::string(e.string_or("id"));
        common(e, out);
        out.name = e.string_or("name", out.id);
        out.variable.name = out.name;
        out.variable.type = e.string_or("type");
        out.variable.place = out.place;
        if (const Value* type = e.find("type")) out.variable.place.range = type->range();
        out.has_variable = true;
    }

    static const std::vector<Value>& list(const Value& e, std::string_view key) {
        static const std::vector<Value> kNone;
        const Value* found = e.find(key);
        return found != nullptr && found->is_array() ? found->items() : kNone;
    }

    // The text of a JSON string; its escapes are where text and file get out of step.
    Written written(const Value* value) const {
        Written out;
        if (value == nullptr || !value->is_string()) return out;
        out.text = value->as_string();
        if (value->range().end - value->range().begin == out.text.size() + 2) {  // no escapes
            out.anchors.push_back({0, value->range().begin + 1, {0, 0}});
            return out;
        }
        std::uint32_t last = 0;
        for (std::uint32_t at = 0; at <= out.text.size();) {
            const std::uint32_t source = feel::offset_in_json(document_.text, value->range(), at);
            if (at == 0 || source != last) out.anchors.push_back({at, source, {0, 0}});
            last = source + 1;
            ++at;
        }
        return out;
    }
    Written written(const Value& e, std::string_view key) const { return written(e.find(key)); }

    std::vector<Reference> references(const Value& e, std::string_view key) const {
        std::vector<Reference> out;
        for (const Value& item : list(e, key)) {
            if (item.is_string()) out.push_back(reference(item.as_string(), item.range()));
        }
        return out;
    }

    [[nodiscard]] bool is_own(std::string_view id) const {
        for (const char* key : {"inputs", "decisions", "knowledge", "services"}) {
            for (const Value& e : list(document_.root, key)) {
                if (e.string_or("id") == id || e.string_or("name") == id) return true;
            }
        }
        return false;
    }

    // "rate", or "loans.rate" of the import "loans".
    Reference reference(const std::string& written_id, Range range) const {
        Reference out;
        out.place.range = range;
        out.place.element = path_;
        out.id = written_id;
        const std::size_t dot = written_id.find('.');
        if (dot == std::string::npos) {
            // An import without a name makes its elements known as they are.
            const Value* unnamed = nullptr;
            for (const Value& import : list(document_.root, "imports")) {
                if (import.string_or("name").empty()) unnamed = &import;
            }
            if (unnamed == nullptr || is_own(written_id)) return out;
            const Value* model = unnamed->find("model");
            out.uri = model == nullptr ? "" : find_(*model, path_);
            return out;
        }
        for (const Value& import : list(document_.root, "imports")) {
            if (import.string_or("name") != std::string_view(written_id).substr(0, dot)) continue;
            const Value* model = import.find("model");
            out.uri = model == nullptr ? "" : find_(*model, path_);
            out.id = written_id.substr(dot + 1);
        }
        return out;
    }

    std::vector<Requirement> needs(const Value& e, const Definitions& made, const Value& root) const {
        std::vector<Requirement> out;
        (void)made;
        const auto kind_of = [&](std::string_view id) {
            for (const auto& [key, kind] :
                 {std::pair("decisions", Needs::kDecision), std::pair("knowledge", Needs::kKnowledge),
                  std::pair("services", Needs::kKnowledge)}) {
                for (const Value& other : list(root, key)) {
                    if (other.string_or("id") == id || other.string_or("name") == id) return kind;
                }
            }
            return Needs::kInput;
        };
        const auto add = [&](Reference target, Needs needs_kind) {
            Requirement need;
            need.place = target.place;
            need.needs = needs_kind;
            need.target = std::move(target);
            out.push_back(std::move(need));
        };
        if (e.find("requires") == nullptr) {
            for (const std::string& input : inputs_) add(reference(input, e.range()), Needs::kInput);
            return out;
        }
        for (Reference& target : references(e, "requires")) {
            const Needs kind = target.uri.empty() ? kind_of(target.id) : Needs::kAny;
            add(std::move(target), kind);
        }
        return out;
    }

    std::vector<InformationItem> items(const Value& e, std::string_view key) const {
        std::vector<InformationItem> out;
        for (const Value& item : list(e, key)) {
            InformationItem made;
            common(item, made);
            made.name = item.string_or("name");
            made.type = item.string_or("type");
            out.push_back(std::move(made));
        }
        return out;
    }

    ItemDefinition type(const Value& e) const {
        ItemDefinition out;
        common(e, out);
        out.name = e.string_or("name");
        out.type = e.string_or("type");
        const Value* collection = e.find("collection");
        out.collection = collection != nullptr && collection->is_boolean() && collection->as_boolean();
        out.allowed = written(e, "allowed");
        out.constraint = written(e, "constraint");
        for (const Value& field : list(e, "fields")) out.components.push_back(type(field));
        if (e.find("parameters") != nullptr || e.find("result") != nullptr) {
            FunctionItem function;
            function.parameters = items(e, "parameters");
            function.result = e.string_or("result");
            out.function.push_back(std::move(function));
        }
        return out;
    }

    std::vector<Boxed> logic_of(const Value& e) {
        if (const Value* text = e.find("expression")) {
            Boxed out;
            common(*text, out);
            out.id.clear();
            out.text = written(text);
            return {std::move(out)};
        }
        if (const Value* table_value = e.find("table")) {
            Boxed out;
            out.kind = BoxedKind::kTable;
            common(*table_value, out);
            out.table.push_back(table(*table_value));
            return {std::move(out)};
        }
        if (const Value* boxed_value = e.find("logic")) return {boxed(*boxed_value)};
        return {};
    }

    Boxed boxed(const Value& e) {
        static const std::pair<std::string_view, BoxedKind> kKinds[] = {{"literal", BoxedKind::kLiteral},
                                                                        {"context", BoxedKind::kContext},
                                                                        {"list", BoxedKind::kList},
                                                                        {"relation", BoxedKind::kRelation},
                                                                        {"invocation", BoxedKind::kInvocation},
                                                                        {"function", BoxedKind::kFunction},
                                                                        {"table", BoxedKind::kTable},
                                                                        {"conditional", BoxedKind::kConditional},
                                                                        {"filter", BoxedKind::kFilter},
                                                                        {"for", BoxedKind::kFor},
                                                                        {"some", BoxedKind::kSome},
                                                                        {"every", BoxedKind::kEvery}};
        Boxed out;
        common(e, out);
        for (const auto& [name, kind] : kKinds) {
            if (e.string_or("is") == name) out.kind = kind;
        }
        out.type = e.string_or("type");
        out.text = written(e, "expression");
        out.variable = e.string_or("variable");
        out.variable_type = e.string_or("variable_type");
        out.columns = items(e, "columns");
        for (const Value& entry : list(e, "entries")) {
            BoxedEntry made;
            common(entry, made);
            made.variable.name = entry.string_or("name");
            made.variable.type = entry.string_or("type");
            made.variable.place = made.place;
            made.value = logic_of(entry);
            out.entries.push_back(std::move(made));
        }
        for (const Value& part : list(e, "parts")) out.parts.push_back(boxed(part));
        std::size_t wanted = 0;
        if (out.kind == BoxedKind::kConditional) wanted = 3;
        if (out.kind == BoxedKind::kFilter || out.kind == BoxedKind::kFor || out.kind == BoxedKind::kSome ||
            out.kind == BoxedKind::kEvery)
            wanted = 2;
        if (out.kind == BoxedKind::kInvocation) wanted = 1;
        if (out.parts.size() < wanted || (out.kind == BoxedKind::kTable && e.find("table") == nullptr)) {
            error(e.range(), {"Parts of this expression are missing", "此表达式缺少组成部分"});
            out = Boxed();
            common(e, out);
            out.text.text = "null";
            return out;
        }
        if (out.kind == BoxedKind::kTable) out.table.push_back(table(*e.find("table")));
        return out;
    }

    std::vector<Written> cells(const Value& e, std::string_view key) {
        std::vector<Written> out;
        const Value* value = e.find(key);
        if (value != nullptr && !value->is_array())
            error(value->range(), {"A list of texts is needed here", "此处需要文本列表"});
        for (const Value& cell : list(e, key)) {
            if (!cell.is_string())
                error(cell.range(),
                      {"A cell is a FEEL text in quotes: \"> 5\"", "单元格应为引号中的 FEEL 文本，例如 \"> 5\""});
            out.push_back(written(&cell));
        }
        return out;
    }

    Table table(const Value& e) {
        Table out;
        out.hit_policy = hit_policy_of(e.string_or("hit_policy", "unique")).value_or(HitPolicy::kUnique);
        out.aggregation = aggregation_of(e.string_or("aggregation", "none")).value_or(Aggregation::kNone);
        out.output_label = e.string_or("output_label");
        for (const Value& name : list(e, "note_names")) {
            if (name.is_string()) out.note_names.push_back(name.as_string());
        }
        for (const Value& input : list(e, "inputs")) {
            TableInput made;
            made.id = input.string_or("id");
            made.label = input.string_or("label");
            made.expression = written(input, "expression");
            made.type = input.string_or("type");
            made.allowed = written(input, "allowed");
            made.place.range = input.range();
            out.inputs.push_back(std::move(made));
        }
        for (const Value& output : list(e, "outputs")) {
            TableOutput made;
            made.id = output.string_or("id");
            made.label = output.string_or("label");
            made.name = output.string_or("name");
            made.type = output.string_or("type");
            made.allowed = written(output, "allowed");
            made.fallback = written(output, "default");
            made.place.range = output.range();
            out.outputs.push_back(std::move(made));
        }
        for (const Value& rule : list(e, "rules")) {
            TableRule made;
            made.id = rule.string_or("id");
            made.description = rule.string_or("description");
            made.tests = cells(rule, "when");
            made.results = cells(rule, "then");
            for (const Value& note : list(rule, "notes")) {
                if (note.is_string()) made.notes.push_back(note.as_string());
            }
            made.place.range = rule.range();
            out.rules.push_back(std::move(made));
        }
        return out;
    }

    const model::Document& document_;
    std::string id_;
    const FindModel& find_;
    Diagnostics& out_;
    std::string path_;
    std::vector<std::string> inputs_;
};

}  // namespace

std::string namespace_of(const std::string& id) { return "urn:formwork:decision:" + id; }

Definitions read_json(const model::Document& document, const std::string& id, const FindModel& find, Diagnostics& out) {
    return Reader(document, id, find, out).run();
}

}  // namespace fw::decision
