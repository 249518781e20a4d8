#include "engine/interchange/dmn/convert.h"

#include <algorithm>
#include <optional>
#include <set>

#include "engine/decision/decision_model.h"
#include "engine/decision/read_json.h"
#include "engine/interchange/dmn/dmn.h"
#include "engine/interchange/dmn/extras.h"
#include "engine/interchange/dmn/names.h"
#include "engine/interchange/xml/read.h"
#include "engine/interchange/xml/write.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::dmn {

using decision::Definitions;
using json::Value;

namespace {

// "sales.rates" and "rates" may both stand for the model that is here as "rates".
std::string_view plain(std::string_view id) {
    const std::size_t dot = id.rfind('.');
    return dot == std::string_view::npos ? id : id.substr(dot + 1);
}

std::string namespace_in(const Value& decision) {
    const std::string_view own = decision.string_or("namespace");
    return own.empty() ? decision::namespace_of(std::string(decision.string_or("id"))) : std::string(own);
}

// What the elements of all kept documents were called in them: by namespace and technical id.
class Originals {
  public:
    Originals(const std::vector<const Definitions*>& kept, const Ids& ids) {
        for (const Definitions* model : kept) {
            models_.insert(model->uri);
            add(*model, model->inputs, ids);
            add(*model, model->decisions, ids);
            add(*model, model->knowledge, ids);
            add(*model, model->services, ids);
        }
    }
    [[nodiscard]] bool knows(const std::string& uri) const { return models_.contains(uri); }
    [[nodiscard]] std::string of(const std::string& uri, const std::string& id) const {
        const auto found = ids_.find({uri, id});
        return found == ids_.end() || found->second.empty() ? id : found->second;
    }
    // Those of one model: technical id and id in the document.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> in(const std::string& uri) const {
        std::vector<std::pair<std::string, std::string>> out;
        for (const auto& [key, id] : ids_) {
            if (key.first == uri) out.emplace_back(key.second, id);
        }
        return out;
    }

  private:
    template <class Elements>
    void add(const Definitions& model, const Elements& elements, const Ids& ids) {
        for (const auto& e : elements)
            ids_.emplace(std::pair(model.uri, ids.element(model.uri, e.id.empty() ? e.name : e.id)), e.id);
    }
    std::set<std::string> models_;
    std::map<std::pair<std::string, std::string>, std::string> ids_;
};

// Puts the model of an export together: what did not change from the kept document, the rest from the JSON.
class Merge {
  public:
    Merge(const Value& now, Definitions made, const Definitions& kept, const Ids& ids, const Originals& originals)
        : now_(now), made_(std::move(made)), kept_(kept), originals_(originals) {
        Diagnostics unused;
        before_ = to_json(kept_, ids, unused);
        // Models that are not here have the names the JSON gives them.
        for (const char* list : {"decisions", "knowledge", "services"}) {
            Value* before = before_.find(list);
            if (before == nullptr) continue;
            for (Value& e : before->items()) {
                for (const Value& other : items(now_, list)) {
                    if (other.string_or("id") == e.string_or("id")) name_alike(e, other);
                }
            }
        }
    }

    Definitions run() {
        Definitions out = kept_;
        out.order.clear();
        if (!same_imports()) out.imports = made_.imports;
        out.types.clear();
        merge("types", "name", kept_.types, made_.types, out.types, 0, out);
        out.inputs.clear();
        merge("inputs", "id", kept_.inputs, made_.inputs, out.inputs, 'i', out);
        out.decisions.clear();
        merge("decisions", "id", kept_.decisions, made_.decisions, out.decisions, 'd', out);
        out.knowledge.clear();
        merge("knowledge", "id", kept_.knowledge, made_.knowledge, out.knowledge, 'k', out);
        out.services.clear();
        merge("services", "id", kept_.services, made_.services, out.services, 's', out);
        order(out);
        if (!same("diagram")) out.diagram = moved();
        return out;
    }

  private:
    [[nodiscard]] bool same(std::string_view key) const {
        const Value* a = before_.find(key);
        const Value* b = now_.find(key);
        return a == nullptr || b == nullptr ? a == b : *a == *b;
    }

    // By their names: where a model is not here, what it is called is not known.
    [[nodiscard]] bool same_imports() const {
        const std::vector<Value>& before = items(before_, "imports");
        const std::vector<Value>& now = items(now_, "imports");
        return std::equal(before.begin(), before.end(), now.begin(), now.end(),
                          [](const Value& a, const Value& b) { return a.string_or("name") == b.string_or("name"); });
    }

    void name_alike(Value& before, const Value& now) const {
        for (const char* key : {"requires", "outputs", "encapsulated", "input_decisions", "inputs"}) {
            Value* a = before.find(key);
            const Value* b = now.find(key);
            if (a == nullptr || b == nullptr || !a->is_array() || !b->is_array()) continue;
            for (std::size_t i = 0; i < a->items().size() && i < b->items().size(); ++i) {
                const Value& x = a->items()[i];
                const Value& y = b->items()[i];
                if (!x.is_string() || !y.is_string()) continue;
                const std::string prefix = x.as_string().substr(0, x.as_string().find('.') + 1);
                if (!prefix.empty() && y.as_string().starts_with(prefix) && !originals_.knows(uri_of(prefix)))
                    a->items()[i] = y;
            }
        }
    }

    [[nodiscard]] std::string uri_of(std::string_view prefix) const {
        prefix.remove_suffix(1);
        for (const decision::Import& import : kept_.imports) {
            if (import.name == prefix) return import.uri;
        }
        return {};
    }

    static const std::vector<Value>& items(const Value& of, std::string_view key) {
        static const std::vector<Value> kNone;
        const Value* found = of.find(key);
        return found != nullptr && found->is_array() ? found->items() : kNone;
    }

    // The kept head of a changed element: its id, description and what other tools put there.
    static void head(decision::Common& to, const decision::Common& from) {
        to.id = from.id;
        if (to.label.empty()) to.label = from.label;
        if (to.description.empty()) to.description = from.description;
        to.foreign = from.foreign;
    }

    // A reference of the JSON as the document has it; `old`: the kept one in its place, or null.
    void adapt(decision::Reference& to, const decision::Reference* old) const {
        const std::string& uri = to.uri.empty() ? kept_.uri : to.uri;
        if (to.uri == made_.uri) to.uri.clear();
        if (originals_.knows(uri)) {
            to.id = originals_.of(uri, to.id);
        } else if (old != nullptr && !old->uri.empty()) {
            to = *old;
        }
    }
    void adapt(std::vector<decision::Reference>& all, const std::vector<decision::Reference>* old) const {
        for (std::size_t i = 0; i < all.size(); ++i)
            adapt(all[i], old != nullptr && i < old->size() ? &(*old)[i] : nullptr);
    }

    void adapt(decision::ItemDefinition&, const decision::ItemDefinition*) const {}
    void adapt(decision::InputData& e, const decision::InputData*) const { e.id = originals_.of(kept_.uri, e.id); }
    template <class Element>
    void adapt_requirements(Element& e, const Element* old) const {
        e.id = originals_.of(kept_.uri, e.id);
        for (std::size_t i = 0; i < e.requires_.size(); ++i) {
            const bool known = old != nullptr && i < old->requires_.size();
            adapt(e.requires_[i].target, known ? &old->requires_[i].target : nullptr);
        }
    }
    void adapt(decision::Decision& e, const decision::Decision* old) const { adapt_requirements(e, old); }
    void adapt(decision::Knowledge& e, const decision::Knowledge* old) const { adapt_requirements(e, old); }
    void adapt(decision::Service& e, const decision::Service* old) const {
        e.id = originals_.of(kept_.uri, e.id);
        adapt(e.outputs, old == nullptr ? nullptr : &old->outputs);
        adapt(e.encapsulated, old == nullptr ? nullptr : &old->encapsulated);
        adapt(e.input_decisions, old == nullptr ? nullptr : &old->input_decisions);
        adapt(e.input_data, old == nullptr ? nullptr : &old->input_data);
    }

    // The elements of one list, in the order of the JSON.
    template <class Element>
    void merge(std::string_view list, std::string_view key, const std::vector<Element>& kept,
               std::vector<Element>& made, std::vector<Element>& out, char kind, const Definitions&) {
        const std::vector<Value>& now = items(now_, list);
        const std::vector<Value>& before = items(before_, list);
        for (std::size_t i = 0; i < now.size() && i < made.size(); ++i) {
            const auto old = std::find_if(before.begin(), before.end(),
                                          [&](const Value& v) { return v.string_or(key) == now[i].string_or(key); });
            const auto at = static_cast<std::size_t>(old - before.begin());
            if (old != before.end() && *old == now[i]) {
                out.push_back(kept[at]);
                from_[{kind, at}] = out.size() - 1;
                continue;
            }
            Element changed = std::move(made[i]);
            adapt(changed, old == before.end() ? nullptr : &kept[at]);
            if (old != before.end()) {
                head(changed, kept[at]);
                from_[{kind, at}] = out.size();
            }
            out.push_back(std::move(changed));
        }
    }

    // As in the kept document, new elements behind.
    void order(Definitions& out) const {
        std::map<char, std::vector<bool>> placed;
        placed['i'].resize(out.inputs.size());
        placed['d'].resize(out.decisions.size());
        placed['k'].resize(out.knowledge.size());
        placed['s'].resize(out.services.size());
        for (const auto& [kind, index] : kept_.order) {
            if (kind == 'x') {
                out.order.emplace_back(kind, index);
                continue;
            }
            const auto found = from_.find({kind, index});
            if (found == from_.end()) continue;
            out.order.emplace_back(kind, found->second);
            placed[kind][found->second] = true;
        }
        for (const char kind : {'i', 'd', 'k', 's'}) {
            for (std::size_t i = 0; i < placed[kind].size(); ++i) {
                if (!placed[kind][i]) out.order.emplace_back(kind, i);
            }
        }
    }

    // The kept diagram with its shapes where the JSON has them; those of elements that are gone are left out.
    [[nodiscard]] std::string moved() const {
        if (kept_.diagram.empty()) return {};
        auto read = xml::read(kept_.diagram);
        if (!read) return kept_.diagram;
        const Value* before = before_.find("diagram");
        const Value* now = now_.find("diagram");
        for (xml::Node& page : read->root.children) {
            for (xml::Element& e : page.element) {
                for (xml::Node& shape : e.children) {
                    for (xml::Element& s : shape.element) place(s, before, now);
                }
            }
        }
        const std::string text = xml::write(read->root);
        return text.substr(text.find('\n') + 1);
    }

    void place(xml::Element& shape, const Value* before, const Value* now) const {
        const std::string of(shape.value_or("dmnElementRef"));
        for (const auto& [id, xml_id] : originals_.in(kept_.uri)) {
            if (xml_id != of) continue;
            const Value* was = before == nullptr ? nullptr : before->find(id);
            const Value* is = now == nullptr ? nullptr : now->find(id);
            if (is == nullptr || !is->is_array() || is->items().size() != 2) return;
            if (was != nullptr && *was == *is) return;
            for (xml::Node& node : shape.children) {
                for (xml::Element& bounds : node.element) {
                    if (!bounds.name.is(kDc, "Bounds")) continue;
                    bounds.set("x", is->items()[0].literal()).set("y", is->items()[1].literal());
                }
            }
            return;
        }
    }

    const Value& now_;
    Definitions made_;
    const Definitions& kept_;
    const Originals& originals_;
    Value before_;                                              // the JSON that the kept document gives
    std::map<std::pair<char, std::size_t>, std::size_t> from_;  // element of the kept document → of the result
};

}  // namespace

Definitions from_json(const Value& decision, const std::vector<Value>& all, Diagnostics& problems) {
    model::Document document;
    document.text = json::write_compact(decision);
    document.root = json::read(document.text).value();
    const auto find = [&](const Value& written, const std::string&) {
        if (!written.is_string()) return std::string();
        for (const Value& other : all) {
            if (plain(other.string_or("id")) == plain(written.as_string())) return namespace_in(other);
        }
        return decision::namespace_of(written.as_string());
    };
    return decision::read_json(document, std::string(decision.string_or("id")), find, problems);
}

namespace {

// What is wrong with each model for running it, at its place in the file. It can be imported all the same, and mended
// in the designer.
void try_to_compile(const std::vector<Definitions>& models, Diagnostics& notes) {
    for (std::size_t i = 0; i < models.size(); ++i) {
        std::vector<Definitions> family = models;
        std::swap(family[0], family[i]);
        const std::string& file = models[i].file;
        const auto made = decision::DecisionModel::compile(std::move(family));
        for (const Diagnostic& d : made ? (*made)->warnings() : made.error()) {
            // What only is not executed (DMN-017, DMN-018) is said by DMN-021; what is missing in one model is not said
            // again for those that import it.
            if (d.place.file != file || d.code == "DMN-017" || d.code == "DMN-018" || d.code == "FEEL-117") continue;
            notes.push_back(d);
            if (d.severity == Severity::kError) notes.back().severity = Severity::kWarning;
        }
    }
}

}  // namespace

Result<Imported> import_dmn(const std::vector<File>& files) {
    Imported out;
    Diagnostics errors;
    std::vector<Definitions> models;
    for (const File& file : files) {
        auto read = dmn::read(file.bytes, file.name, &out.notes);
        if (read) {
            models.push_back(std::move(*read));
        } else {
            errors.insert(errors.end(), read.error().begin(), read.error().end());
        }
    }
    if (!errors.empty()) return fail(std::move(errors));
    try_to_compile(models, out.notes);
    std::vector<Value> extras;
    std::vector<const Definitions*> all;
    for (Definitions& model : models) {
        extras.push_back(take_extras(model));
        all.push_back(&model);
    }
    const Ids ids(all);
    for (std::size_t i = 0; i < models.size(); ++i) {
        const Definitions& model = models[i];
        Value made = to_json(model, ids, out.notes);
        restore_extras(made, extras[i]);
        made.set("dmn", Value::string(dmn::write(model)));
        out.decisions.push_back(std::move(made));
    }
    return out;
}

namespace {

// Ids are unique in a file; our models are often called as their decision is.
bool has_element(const Definitions& model, const std::string& id) {
    const auto called = [&](const decision::Common& e) { return e.id == id; };
    return std::any_of(model.inputs.begin(), model.inputs.end(), called) ||
           std::any_of(model.decisions.begin(), model.decisions.end(), called) ||
           std::any_of(model.knowledge.begin(), model.knowledge.end(), called) ||
           std::any_of(model.services.begin(), model.services.end(), called);
}

}  // namespace

Result<std::vector<File>> export_dmn(const std::vector<Value>& decisions) {
    Diagnostics problems;
    std::vector<std::optional<Definitions>> kept(decisions.size());
    std::vector<const Definitions*> all_kept;
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        const std::string id(decisions[i].string_or("id"));
        if (decisions[i].string_or("kind") != "decision")
            return fail("DMN-022", format_text({"'{0}' is no decision model", "“{0}”不是决策模型"}, {id}));
        const std::string_view text = decisions[i].string_or("dmn");
        if (text.empty()) continue;
        auto read = dmn::read(text, id + ".dmn");
        if (read) {
            kept[i] = std::move(*read);
        } else {
            problems.insert(problems.end(), read.error().begin(), read.error().end());
        }
    }
    for (const auto& each : kept) {
        if (each) all_kept.push_back(&*each);
    }
    const Ids ids(all_kept);
    const Originals originals(all_kept, ids);
    std::vector<File> out;
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        const Value& decision = decisions[i];
        const std::string id(decision.string_or("id"));
        Definitions made = from_json(decision, decisions, problems);
        const Value* label = decision.find("label");
        made.name = label == nullptr ? id : std::string(label->string_or("en", id));
        if (kept[i]) {
            const std::string name = made.name;
            made = Merge(decision, std::move(made), *kept[i], ids, originals).run();
            made.name = name;
        } else if (has_element(made, made.id)) {
            made.id.clear();
        }
        put_extras(made, extras_of(decision));
        out.push_back({id + ".dmn", dmn::write(made)});
    }
    if (has_errors(problems)) return fail(std::move(problems));
    return out;
}

}  // namespace fw::dmn
