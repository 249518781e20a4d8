// Definitions as our JSON kind `decision`.
#include <algorithm>
#include <cmath>
#include <set>

#include "engine/decision/read_json.h"
#include "engine/interchange/dmn/convert.h"
#include "engine/model/pack.h"
#include "engine/model/technical_names.h"

namespace fw::dmn {

using decision::Boxed;
using decision::BoxedKind;
using decision::Definitions;
using decision::Written;
using json::Value;

namespace {

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

void set_if(Value& to, std::string_view key, std::string_view text) {
    if (!text.empty()) to.set(key, Value::string(text));
}

std::string lower_name(std::string_view name) {
    std::string out;
    for (const char c : name) out += c == ' ' ? '_' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return out;
}

class ToJson {
  public:
    ToJson(const Definitions& model, const Ids& ids, Diagnostics& notes) : model_(model), ids_(ids), notes_(notes) {}

    Value run() {
        Value out = Value::object();
        out.set("kind", Value::string("decision"));
        out.set("id", Value::string(ids_.model(model_.uri)));
        Value label = Value::object();
        label.set("en", Value::string(model_.name));
        label.set("zh", Value::string(model_.name));
        out.set("label", std::move(label));
        set_if(out, "namespace", model_.uri);
        add(out, "imports", imports());
        Value types = Value::array();
        for (const decision::ItemDefinition& each : model_.types) types.push(type(each));
        add(out, "types", std::move(types));
        Value inputs = Value::array();
        for (const decision::InputData& each : model_.inputs) inputs.push(named(each));
        add(out, "inputs", std::move(inputs));
        Value decisions = Value::array();
        for (const decision::Decision& each : model_.decisions) decisions.push(decision_node(each));
        out.set("decisions", std::move(decisions));
        Value knowledge = Value::array();
        for (const decision::Knowledge& each : model_.knowledge) knowledge.push(knowledge_model(each));
        add(out, "knowledge", std::move(knowledge));
        Value services = Value::array();
        for (const decision::Service& each : model_.services) services.push(service(each));
        add(out, "services", std::move(services));
        add(out, "diagram", positions());
        return out;
    }

  private:
    static void add(Value& to, std::string_view key, Value list) {
        const bool none = list.is_array() ? list.items().empty() : list.members().empty();
        if (!none) to.set(key, std::move(list));
    }

    void note(const Place& at, Text text) {
        Place place = at;
        place.file = model_.file;
        notes_.push_back({"DMN-021", Severity::kNote, std::move(place), std::move(text), {}});
    }

    Value imports() {
        Value out = Value::array();
        for (const decision::Import& import : model_.imports) {
            if (!import.type.empty() && import.type.find("/spec/DMN/") == std::string::npos) {
                note(import.place,
                     format_text({"The import of '{0}' is kept, but not executed", "对“{0}”的导入已保留，但不会执行"},
                                 {import.type}));
                continue;
            }
            Value made = Value::object();
            set_if(made, "name", import.name);
            made.set("model", Value::string(ids_.model(import.uri)));
            out.push(std::move(made));
        }
        return out;
    }

    template <class Element>
    Value named(const Element& e) {
        Value out = Value::object();
        const std::string id = ids_.element(model_.uri, e.id.empty() ? e.name : e.id);
        const std::string& name = e.variable.name.empty() ? e.name : e.variable.name;
        out.set("id", Value::string(id));
        if (name != id) out.set("name", Value::string(name));
        set_if(out, "label", e.label);
        set_if(out, "type", e.variable.type);
        return out;
    }

    static Value item(const decision::InformationItem& from) {
        Value out = Value::object();
        out.set("name", Value::string(from.name));
        set_if(out, "type", from.type);
        return out;
    }

    static Value items(const std::vector<decision::InformationItem>& from) {
        Value out = Value::array();
        for (const decision::InformationItem& each : from) out.push(item(each));
        return out;
    }

    static Value type(const decision::ItemDefinition& from) {
        Value out = Value::object();
        out.set("name", Value::string(from.name));
        set_if(out, "type", from.type);
        if (from.collection) out.set("collection", Value::boolean(true));
        set_if(out, "allowed", from.allowed.text);
        set_if(out, "constraint", from.constraint.text);
        Value fields = Value::array();
        for (const decision::ItemDefinition& each : from.components) fields.push(type(each));
        add(out, "fields", std::move(fields));
        if (from.function.empty()) return out;
        out.set("parameters", items(from.function[0].parameters));
        set_if(out, "result", from.function[0].result);
        return out;
    }

    // "rate", or "loans.rate" of an imported model.
    [[nodiscard]] Value reference(const decision::Reference& to) const {
        std::string id = ids_.element(to.uri.empty() ? model_.uri : to.uri, to.id);
        if (id.empty()) id = model::technical_name(to.id);  // leads nowhere, or into a model that is not here
        if (to.uri.empty() || to.uri == model_.uri) return Value::string(id);
        const auto import = std::find_if(model_.imports.begin(), model_.imports.end(),
                                         [&](const decision::Import& i) { return i.uri == to.uri; });
        const bool prefixed = import != model_.imports.end() && !import->name.empty();
        return Value::string(prefixed ? import->name + "." + id : id);
    }

    [[nodiscard]] Value references(const std::vector<decision::Reference>& all) const {
        Value out = Value::array();
        for (const decision::Reference& each : all) out.push(reference(each));
        return out;
    }

    [[nodiscard]] Value requirements(const std::vector<decision::Requirement>& all) const {
        Value out = Value::array();
        for (const decision::Requirement& each : all) out.push(reference(each.target));
        return out;
    }

    Value decision_node(const decision::Decision& from) {
        Value out = named(from);
        out.set("requires", requirements(from.requires_));
        put_logic(out, from.logic, from.place);
        return out;
    }

    Value knowledge_model(const decision::Knowledge& from) {
        Value out = named(from);
        if (!from.requires_.empty()) out.set("requires", requirements(from.requires_));
        if (from.logic.empty()) {
            put_logic(out, {}, from.place);
            return out;
        }
        const Boxed& function = from.logic[0];
        // Of a knowledge model the type may stand at the function; ours is the result's either way.
        if (out.find("type") == nullptr) set_if(out, "type", function.type);
        if (function.function_kind != decision::FunctionKind::kFeel) {
            external(function);
            put_logic(out, {}, {});
        } else {
            put_logic(out, function.parts, from.place);
        }
        add(out, "parameters", items(function.columns));
        return out;
    }

    Value service(const decision::Service& from) {
        Value out = named(from);
        out.set("outputs", references(from.outputs));
        add(out, "encapsulated", references(from.encapsulated));
        add(out, "input_decisions", references(from.input_decisions));
        add(out, "inputs", references(from.input_data));
        return out;
    }

    void external(const Boxed& function) {
        note(function.place, {"External functions (Java, PMML) are kept, but not executed",
                              "外部函数（Java、PMML）已保留，但不会执行"});
    }

    // As `expression`, `table` or `logic`.
    void put_logic(Value& to, const std::vector<Boxed>& logic_of, const Place& at) {
        if (logic_of.empty()) {
            if (at.at.line != 0)
                note(at, {"There is no expression here: it gives null", "此处没有表达式，结果为 null"});
            to.set("expression", Value::string("null"));
            return;
        }
        const Boxed& from = logic_of[0];
        if (from.kind == BoxedKind::kLiteral && from.type.empty()) {
            to.set("expression", Value::string(literal(from)));
        } else if (from.kind == BoxedKind::kTable && from.type.empty()) {
            to.set("table", table(from.table[0]));
        } else {
            to.set("logic", boxed(from));
        }
    }

    std::string literal(const Boxed& from) {
        if (!from.language.empty()) {
            note(from.place,
                 format_text({"This expression in '{0}' is kept, but not executed", "“{0}”的表达式已保留，但不会执行"},
                             {from.language}));
            return "null";
        }
        return blank(from.text.text) ? "null" : from.text.text;
    }

    Value boxed(const Boxed& from) {
        static constexpr const char* kNames[] = {"literal",    "context",  "list",  "relation",
                                                 "invocation", "function", "table", "conditional",
                                                 "filter",     "for",      "some",  "every"};
        Value out = Value::object();
        out.set("is", Value::string(kNames[static_cast<std::size_t>(from.kind)]));
        set_if(out, "type", from.type);
        if (from.kind == BoxedKind::kLiteral) out.set("expression", Value::string(literal(from)));
        set_if(out, "variable", from.variable);
        set_if(out, "variable_type", from.variable_type);
        Value entries = Value::array();
        for (const decision::BoxedEntry& each : from.entries) {
            Value entry = Value::object();
            set_if(entry, "name", each.variable.name);
            set_if(entry, "type", each.variable.type);
            put_logic(entry, each.value, {});
            entries.push(std::move(entry));
        }
        add(out, "entries", std::move(entries));
        add(out, "columns", items(from.columns));
        Value parts = Value::array();
        if (from.function_kind != decision::FunctionKind::kFeel) {
            external(from);
            Boxed nothing;
            parts.push(boxed(nothing));
        } else {
            for (const Boxed& part : from.parts) parts.push(boxed(part));
        }
        add(out, "parts", std::move(parts));
        if (from.kind == BoxedKind::kTable) out.set("table", table(from.table[0]));
        return out;
    }

    static Value cells(const std::vector<Written>& from, const char* empty) {
        Value out = Value::array();
        for (const Written& cell : from) out.push(Value::string(blank(cell.text) ? empty : cell.text.c_str()));
        return out;
    }

    static Value texts(const std::vector<std::string>& from) {
        Value out = Value::array();
        for (const std::string& each : from) out.push(Value::string(each));
        return out;
    }

    static Value table(const decision::Table& from) {
        Value out = Value::object();
        out.set("hit_policy", Value::string(lower_name(decision::hit_policy_name(from.hit_policy))));
        if (from.aggregation != decision::Aggregation::kNone)
            out.set("aggregation", Value::string(lower_name(decision::aggregation_name(from.aggregation))));
        set_if(out, "output_label", from.output_label);
        Value inputs = Value::array();
        for (const decision::TableInput& each : from.inputs) {
            Value input = Value::object();
            set_if(input, "label", each.label);
            input.set("expression", Value::string(blank(each.expression.text) ? "null" : each.expression.text.c_str()));
            set_if(input, "type", each.type);
            set_if(input, "allowed", each.allowed.text);
            inputs.push(std::move(input));
        }
        add(out, "inputs", std::move(inputs));
        Value outputs = Value::array();
        for (const decision::TableOutput& each : from.outputs) {
            Value output = Value::object();
            set_if(output, "label", each.label);
            set_if(output, "name", each.name);
            set_if(output, "type", each.type);
            set_if(output, "allowed", each.allowed.text);
            set_if(output, "default", each.fallback.text);
            outputs.push(std::move(output));
        }
        out.set("outputs", std::move(outputs));
        add(out, "note_names", texts(from.note_names));
        Value rules = Value::array();
        for (const decision::TableRule& each : from.rules) {
            Value rule = Value::object();
            add(rule, "when", cells(each.tests, "-"));
            rule.set("then", cells(each.results, "null"));
            add(rule, "notes", texts(each.notes));
            set_if(rule, "description", each.description);
            rules.push(std::move(rule));
        }
        add(out, "rules", std::move(rules));
        return out;
    }

    [[nodiscard]] Value positions() const {
        Value out = Value::object();
        for (const auto& [id, at] : model_.positions) {
            Value pair = Value::array();
            pair.push(Value::number(static_cast<std::int64_t>(std::lround(at.first))));
            pair.push(Value::number(static_cast<std::int64_t>(std::lround(at.second))));
            const std::string element = ids_.element(model_.uri, id);
            if (!element.empty()) out.set(element, std::move(pair));
        }
        return out;
    }

    const Definitions& model_;
    const Ids& ids_;
    Diagnostics& notes_;
};

// The id if it is a technical name already, else one made of the name.
std::string fresh(const std::string& id, std::string_view wished, std::set<std::string>& taken) {
    const std::string name = model::valid_id(id) ? id : model::technical_name(wished);
    std::string out = name;
    for (int n = 2; !taken.insert(out).second; ++n) {
        const std::string end = "_" + std::to_string(n);
        out = name.substr(0, 60 - end.size()) + end;
    }
    return out;
}

}  // namespace

Ids::Ids(const std::vector<const Definitions*>& models) {
    std::set<std::string> taken;
    for (const Definitions* model : models) {
        // A file of ours may leave out its id where a decision has the same.
        const std::string ours = decision::namespace_of({});
        const std::string id =
            model->id.empty() && model->uri.starts_with(ours) ? model->uri.substr(ours.size()) : model->id;
        if (!models_.contains(model->uri)) models_[model->uri] = fresh(id, model->name, taken);
        std::set<std::string> own;
        const auto add = [&](const auto& elements) {
            for (const auto& e : elements) {
                const std::string made = fresh(e.id, e.name, own);
                if (!e.id.empty()) elements_.emplace(std::pair(model->uri, e.id), made);
                elements_.emplace(std::pair(model->uri, e.name), made);
            }
        };
        add(model->inputs);
        add(model->decisions);
        add(model->knowledge);
        add(model->services);
    }
    for (const Definitions* model : models) {
        for (const decision::Import& import : model->imports) {
            if (!models_.contains(import.uri))
                models_[import.uri] = fresh({}, import.name.empty() ? import.uri : import.name, taken);
        }
    }
}

const std::string& Ids::model(const std::string& uri) const {
    static const std::string kNone;
    const auto found = models_.find(uri);
    return found == models_.end() ? kNone : found->second;
}

std::string Ids::element(const std::string& uri, const std::string& id) const {
    const auto found = elements_.find({uri, id});
    return found == elements_.end() ? std::string() : found->second;
}

json::Value to_json(const Definitions& model, const Ids& ids, Diagnostics& notes) {
    return ToJson(model, ids, notes).run();
}

}  // namespace fw::dmn
