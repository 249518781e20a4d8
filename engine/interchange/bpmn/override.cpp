#include "engine/interchange/bpmn/override.h"

#include <algorithm>

#include "engine/interchange/bpmn/schema_order.h"
#include "engine/interchange/bpmn/vendor.h"
#include "engine/interchange/bpmn/vocabulary.h"
#include "engine/interchange/bpmn/writing.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::bpmn {

namespace {

bool listed_apart(std::string_view key) { return key == "nodes" || key == "edges"; }

// Members that other elements are found by must stay what they are.
bool fits(const json::Member& member) {
    if (member.key == "kind" || listed_apart(member.key)) return false;
    if (member.key == "id" || member.key == "type")
        return member.value.is_string() && !member.value.as_string().empty();
    if (member.key == "bpmn") return member.value.is_string() || member.value.is_null();
    return true;
}

bool is_override(const xml::Node& node) {
    return node.kind == xml::NodeKind::kElement && node.element[0].name.is(kFormwork, "properties");
}

bool is_holder(const xml::Node& node) {
    return node.kind == xml::NodeKind::kElement && is(node.element[0], "extensionElements");
}

}  // namespace

void apply_override(const xml::Element& element, json::Value& into) {
    for (const xml::Element* each : extensions(element, "properties")) {
        if (each->name.uri != kFormwork) continue;
        const Result<json::Value> written = json::read(each->text());
        if (!written || !written->is_object()) continue;  // not ours after all; it is kept like any other extension
        for (const json::Member& member : written->members()) {
            if (!fits(member)) continue;
            if (member.value.is_null()) {
                into.erase(member.key);
            } else {
                into.set(member.key, member.value);
            }
        }
    }
}

std::string overridden_id(const xml::Element& element) {
    json::Value members = json::Value::object();
    apply_override(element, members);
    return std::string(members.string_or("id"));
}

void set_override(xml::Element& element, const json::Value& members) {
    for (xml::Node& node : element.children) {
        if (is_holder(node)) std::erase_if(node.element[0].children, is_override);
    }
    const auto holder = std::find_if(element.children.begin(), element.children.end(), is_holder);
    if (!members.is_object() || members.members().empty()) {
        if (holder != element.children.end() && holder->element[0].children.empty()) element.children.erase(holder);
        return;
    }
    xml::Element made = xml::Element::make(kFormwork, "properties", "formwork");
    made.add_text(json::write_compact(members));
    if (holder != element.children.end()) {
        holder->element[0].add(std::move(made));
        return;
    }
    xml::Element fresh = model_element("extensionElements");
    fresh.add(std::move(made));
    insert_in_order(element, std::move(fresh));
}

json::Value override_of(const json::Value& wanted, const json::Value& read) {
    json::Value out;
    for (const json::Member& member : wanted.members()) {
        if (listed_apart(member.key)) continue;
        const json::Value* known = read.find(member.key);
        if (known == nullptr || !(*known == member.value)) out.set(member.key, member.value);
    }
    for (const json::Member& member : read.members()) {
        if (!listed_apart(member.key) && wanted.find(member.key) == nullptr) out.set(member.key, json::Value::null());
    }
    // In one order, whatever that of the model: the same flow is always written the same way.
    if (out.is_object()) {
        std::sort(out.members().begin(), out.members().end(),
                  [](const json::Member& a, const json::Member& b) { return a.key < b.key; });
    }
    return out;
}

std::string written_id(const json::Value& edge, std::string_view from, std::string_view to) {
    if (const json::Value* id = edge.find("bpmn"); id != nullptr && id->is_string()) return id->as_string();
    if (const json::Value* id = edge.find("id"); id != nullptr && id->is_string()) return id->as_string();
    return std::string(from) + "-" + std::string(to);
}

}  // namespace fw::bpmn
