#include "engine/interchange/dmn/extras.h"

#include <algorithm>

#include "engine/interchange/dmn/names.h"
#include "engine/interchange/xml/read.h"
#include "engine/interchange/xml/write.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::dmn {

using decision::ForeignElement;
using json::Value;

namespace {

constexpr std::string_view kOurs = "urn:formwork:decision-model";
constexpr std::string_view kExtension = "extensionElements";
constexpr const char* kLists[] = {"inputs", "decisions", "knowledge", "services"};

// A label that says more than a name: another text, or several that differ.
bool says_more(const Value& label, std::string_view name) {
    if (label.is_string()) return label.as_string() != name;
    return label.is_object() && std::any_of(label.members().begin(), label.members().end(), [&](const json::Member& m) {
               return !m.value.is_string() || m.value.as_string() != name;
           });
}

Value extras_of_element(const Value& element) {
    Value out = Value::object();
    if (const Value* label = element.find("label"); label != nullptr) out.set("label", *label);
    if (const Value* question = element.find("question"); question != nullptr) out.set("question", *question);
    return out;
}

std::vector<ForeignElement>::iterator extension_of(decision::Definitions& model) {
    return std::find_if(model.foreign.elements.begin(), model.foreign.elements.end(),
                        [](const ForeignElement& e) { return e.name == kExtension; });
}

void store(decision::Definitions& model, const xml::Element& extension) {
    const auto at = extension_of(model);
    std::string text = xml::write(extension);
    if (at == model.foreign.elements.end()) {
        model.foreign.elements.push_back({std::string(kExtension), std::move(text)});
    } else {
        at->xml = std::move(text);
    }
}

}  // namespace

Value extras_of(const Value& decision) {
    Value out = Value::object();
    const Value* label = decision.find("label");
    const std::string_view name =
        label == nullptr ? decision.string_or("id") : label->string_or("en", decision.string_or("id"));
    if (label != nullptr && says_more(*label, name)) out.set("label", *label);
    for (const char* key : {"result", "note", "was", "roles", "tests"}) {
        if (const Value* said = decision.find(key); said != nullptr) out.set(key, *said);
    }
    for (const char* list : kLists) {
        const Value* elements = decision.find(list);
        if (elements == nullptr || !elements->is_array()) continue;
        Value found = Value::object();
        for (const Value& element : elements->items()) {
            Value one = extras_of_element(element);
            if (!one.members().empty()) found.set(element.string_or("id"), std::move(one));
        }
        if (!found.members().empty()) out.set(list, std::move(found));
    }
    return out;
}

void put_extras(decision::Definitions& to, const Value& extras) {
    if (extras.members().empty()) return;
    xml::Element extension = xml::Element::make(kModel, kExtension);
    if (const auto at = extension_of(to); at != to.foreign.elements.end()) {
        if (auto read = xml::read(at->xml)) extension = std::move(read->root);
    }
    xml::Element ours = xml::Element::make(kOurs, "model", "formwork");
    ours.namespaces.push_back({"formwork", std::string(kOurs)});
    ours.add_text(json::write_compact(extras));
    extension.add(std::move(ours));
    store(to, extension);
}

Value take_extras(decision::Definitions& from) {
    const auto at = extension_of(from);
    if (at == from.foreign.elements.end()) return Value::object();
    auto read = xml::read(at->xml);
    if (!read) return Value::object();
    xml::Element& extension = read->root;
    const xml::Element* ours = extension.child(kOurs, "model");
    if (ours == nullptr) return Value::object();
    auto made = json::read(ours->text());
    std::erase_if(extension.children, [](const xml::Node& node) {
        return node.kind == xml::NodeKind::kElement && node.element[0].name.is(kOurs, "model");
    });
    if (extension.elements().empty()) {
        from.foreign.elements.erase(at);
    } else {
        store(from, extension);
    }
    return made && made->is_object() ? std::move(*made) : Value::object();
}

void restore_extras(Value& decision, const Value& extras) {
    for (const json::Member& m : extras.members()) {
        if (m.key == "label") {
            const Value* now = decision.find("label");
            const bool renamed = now != nullptr && now->string_or("en") != m.value.string_or("en");
            if (!renamed) decision.set("label", m.value);
            continue;
        }
        Value* list = decision.find(m.key);
        if (std::find(std::begin(kLists), std::end(kLists), m.key) == std::end(kLists)) {
            decision.set(m.key, m.value);
            continue;
        }
        if (list == nullptr || !list->is_array() || !m.value.is_object()) continue;
        for (Value& element : list->items()) {
            const Value* more = m.value.find(element.string_or("id"));
            if (more == nullptr || !more->is_object()) continue;
            for (const json::Member& each : more->members()) element.set(each.key, each.value);
        }
    }
}

}  // namespace fw::dmn
