#include "engine/interchange/bpmn/merge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/interchange/bpmn/drawing.h"
#include "engine/interchange/bpmn/schema_order.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

using Ids = std::set<std::string, std::less<>>;

// What makes a child the same child in another tree.
class Keys {
  public:
    std::string of(const xml::Element& element) {
        if (const xml::Attribute* id = element.find("id"); id != nullptr && element.name.uri == kModel) {
            return "#" + id->value;
        }
        const std::string name = element.name.uri + "|" + element.name.local;
        if (const xml::Attribute* drawn = element.find("bpmnElement")) return name + "@" + drawn->value;
        if (is(element, "incoming") || is(element, "outgoing") || is(element, "flowNodeRef")) {
            return name + "=" + element.text();
        }
        if (is(element, "sequenceFlow")) {  // without an id: as write_flows calls it
            return "#" + std::string(element.value_or("sourceRef")) + "-" + std::string(element.value_or("targetRef"));
        }
        return name + "/" + std::to_string(seen_[name]++);
    }

  private:
    std::map<std::string, int> seen_;
};

// Child elements by key, in order.
template <class Parent>
auto children_of(Parent& parent) {
    using Child = std::conditional_t<std::is_const_v<Parent>, const xml::Element, xml::Element>;
    std::vector<std::pair<std::string, Child*>> out;
    Keys keys;
    for (auto& node : parent.children) {
        if (node.kind != xml::NodeKind::kElement || node.element[0].name.is(kBpmnDi, "BPMNDiagram")) continue;
        out.emplace_back(keys.of(node.element[0]), &node.element[0]);
    }
    return out;
}

template <class Children>
auto find(const Children& children, const std::string& key) -> decltype(children[0].second) {
    for (const auto& [known, element] : children) {
        if (known == key) return element;
    }
    return nullptr;
}

void collect_ids(const xml::Element& element, Ids& into) {
    if (const xml::Attribute* id = element.find("id")) into.insert(id->value);
    for (const xml::Node& node : element.children) {
        if (node.kind == xml::NodeKind::kElement) collect_ids(node.element[0], into);
    }
}

bool same(const xml::Element& a, const xml::Element& b);

bool same_node(const xml::Node& a, const xml::Node& b) {
    if (a.kind != b.kind || a.text != b.text) return false;
    return a.kind != xml::NodeKind::kElement || same(a.element[0], b.element[0]);
}

bool same(const xml::Element& a, const xml::Element& b) {
    if (!a.name.is(b.name.uri, b.name.local) || a.attributes.size() != b.attributes.size()) return false;
    for (const xml::Attribute& each : a.attributes) {
        const xml::Attribute* other = b.find(each.name.uri, each.name.local);
        if (other == nullptr || other->value != each.value) return false;
    }
    return std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(), same_node);
}

void merge_attributes(xml::Element& kept, const xml::Element& before, const xml::Element& after) {
    const auto at = [&](const xml::Name& name) {
        return std::find_if(kept.attributes.begin(), kept.attributes.end(),
                            [&](const xml::Attribute& each) { return each.name.is(name.uri, name.local); });
    };
    for (const xml::Attribute& each : before.attributes) {
        const auto found = at(each.name);
        if (after.find(each.name.uri, each.name.local) == nullptr && found != kept.attributes.end()) {
            kept.attributes.erase(found);
        }
    }
    for (const xml::Attribute& each : after.attributes) {
        const xml::Attribute* was = before.find(each.name.uri, each.name.local);
        if (was != nullptr && was->value == each.value) continue;
        const auto found = at(each.name);
        if (found == kept.attributes.end()) {
            kept.attributes.push_back(each);
        } else {
            found->value = each.value;
        }
    }
}

bool has_elements(const xml::Element& element) {
    return std::any_of(element.children.begin(), element.children.end(),
                       [](const xml::Node& node) { return node.kind == xml::NodeKind::kElement; });
}

void remove_child(xml::Element& parent, const xml::Element* child) {
    std::erase_if(parent.children, [&](const xml::Node& node) {
        return node.kind == xml::NodeKind::kElement && node.element.data() == child;
    });
}

void merge_into(xml::Element& kept, const xml::Element& before, const xml::Element& after);

void merge_children(xml::Element& kept, const xml::Element& before, const xml::Element& after) {
    const auto was = children_of(before);
    const auto now = children_of(after);
    for (const auto& [key, element] : was) {
        if (find(now, key) != nullptr) continue;
        if (const xml::Element* gone = find(children_of(kept), key)) remove_child(kept, gone);
    }
    for (const auto& [key, element] : now) {
        const xml::Element* earlier = find(was, key);
        xml::Element* mine = find(children_of(kept), key);
        if (earlier != nullptr && same(*earlier, *element)) continue;
        if (mine == nullptr) {
            if (earlier == nullptr || !same(*earlier, *element)) insert_in_order(kept, *element);
        } else if (earlier == nullptr) {
            merge_into(*mine, xml::Element{}, *element);
        } else {
            merge_into(*mine, *earlier, *element);
        }
    }
}

void merge_into(xml::Element& kept, const xml::Element& before, const xml::Element& after) {
    if (!after.name.is(before.name.uri, before.name.local)) {
        kept.name.uri = after.name.uri;  // a task that became a user task keeps what was said about it
        kept.name.local = after.name.local;
    }
    const std::optional<diagram::Box> was = bounds_of(kept);
    merge_attributes(kept, before, after);
    if (has_elements(before) || has_elements(after)) {
        merge_children(kept, before, after);
    } else if (before.text() != after.text()) {
        // Another expression is in our language, whatever the old one was in.
        merge_attributes(kept, xml::Element{}, after);
        std::erase_if(kept.children, [](const xml::Node& node) { return node.kind == xml::NodeKind::kText; });
        if (!after.text().empty()) kept.add_text(after.text());
    }
    move_label(kept, was);
}

// Shapes and edges by what they draw, on whatever plane; planes by themselves.
template <class Element>
void collect_drawn(Element& element, std::map<std::string, Element*>& drawn, std::vector<Element*>& planes) {
    for (auto& node : element.children) {
        if (node.kind != xml::NodeKind::kElement || node.element[0].name.uri != kBpmnDi) continue;
        Element& child = node.element[0];
        const xml::Attribute* of = child.find("bpmnElement");
        if (child.name.local == "BPMNPlane") planes.push_back(&child);
        if (of != nullptr && (child.name.local == "BPMNShape" || child.name.local == "BPMNEdge")) {
            drawn.emplace(child.name.local + "@" + of->value, &child);
        }
        collect_drawn(child, drawn, planes);
    }
}

// Elements of a process by what they stand in: ids of sub-processes, empty directly in the process.
void collect_scopes(const xml::Element& scope, const std::string& id, std::map<std::string, std::string>& scopes) {
    for (const xml::Element* each : scope.elements()) {
        const std::string own(each->value_or("id"));
        if (own.empty() || each->name.uri != kModel) continue;
        scopes.emplace(own, id);
        collect_scopes(*each, own, scopes);
    }
}

// The plane for what is new.
class Planes {
  public:
    Planes(const std::vector<xml::Element*>& planes, const std::map<std::string, xml::Element*>& shapes,
           const xml::Element& model)
        : planes_(planes), shapes_(shapes) {
        for (const xml::Element* process : model.elements(kModel, "process")) collect_scopes(*process, {}, scopes_);
    }

    // That of the nearest sub-process with a plane of its own, else the one that draws the process or its pool, else
    // the first; null where it stands in a closed sub-process that is drawn nowhere.
    [[nodiscard]] xml::Element* plane_for(const std::string& element, const xml::Element& as_written) const {
        for (auto scope = scopes_.find(element); scope != scopes_.end() && !scope->second.empty();
             scope = scopes_.find(scope->second)) {
            if (xml::Element* own = plane_of(scope->second)) return own;
            const auto shape = shapes_.find("BPMNShape@" + scope->second);
            if (shape != shapes_.end() && shape->second->value_or("isExpanded") == "false") return nullptr;
        }
        xml::Element* own = plane_of(as_written.value_or("bpmnElement"));
        return own == nullptr ? planes_.front() : own;
    }

  private:
    [[nodiscard]] xml::Element* plane_of(std::string_view element) const {
        for (xml::Element* plane : planes_) {
            if (plane->value_or("bpmnElement") == element) return plane;
        }
        return nullptr;
    }

    const std::vector<xml::Element*>& planes_;
    const std::map<std::string, xml::Element*>& shapes_;
    std::map<std::string, std::string> scopes_;
};

void merge_diagrams(xml::Element& kept, const xml::Element& before, const xml::Element& after) {
    std::map<std::string, const xml::Element*> was, now;
    std::map<std::string, xml::Element*> mine;
    std::vector<const xml::Element*> planes_before, planes_after;
    std::vector<xml::Element*> planes;
    collect_drawn(before, was, planes_before);
    collect_drawn(after, now, planes_after);
    collect_drawn(kept, mine, planes);
    const bool changed = !std::equal(was.begin(), was.end(), now.begin(), now.end(), [](const auto& a, const auto& b) {
        return a.first == b.first && same(*a.second, *b.second);
    });
    if (!changed) return;
    if (planes.empty()) {  // nothing was drawn there: all of it is new
        for (const xml::Node& node : after.children) {
            if (node.kind == xml::NodeKind::kElement && node.element[0].name.is(kBpmnDi, "BPMNDiagram")) {
                insert_in_order(kept, node.element[0]);
            }
        }
        return;
    }
    for (const auto& [key, element] : now) {
        const auto earlier = was.find(key);
        if (earlier == was.end() || mine.count(key) == 0 || same(*earlier->second, *element)) continue;
        if (element->name.local == "BPMNEdge") {  // a way is one thing: half of an old and half of a new one is none
            set_way(*mine.at(key), way_of(*element));
        } else {
            merge_into(*mine.at(key), *earlier->second, *element);
        }
    }
    const Planes homes(planes, mine, after);
    std::vector<std::pair<xml::Element*, const xml::Element*>> fresh;
    for (const xml::Element* plane : planes_after) {  // inserting moves elements, so it comes last
        for (const xml::Element* each : plane->elements()) {
            const std::string key = each->name.local + "@" + std::string(each->value_or("bpmnElement"));
            if (was.count(key) != 0 || mine.count(key) != 0) continue;
            if (xml::Element* home = homes.plane_for(std::string(each->value_or("bpmnElement")), *plane))
                fresh.emplace_back(home, each);
        }
    }
    for (const auto& [plane, each] : fresh) insert_in_order(*plane, *each);
}

bool refers_to(const xml::Element& element, const Ids& gone) {
    for (const std::string_view name : {"bpmnElement", "sourceRef", "targetRef", "attachedToRef"}) {
        const xml::Attribute* found = element.find(name);
        if (found == nullptr) continue;
        const std::size_t colon = found->value.find(':');  // a QName
        if (gone.count(std::string_view(found->value).substr(colon == std::string::npos ? 0 : colon + 1)) > 0) {
            return true;
        }
    }
    const bool reference = is(element, "incoming") || is(element, "outgoing") || is(element, "flowNodeRef");
    return reference && gone.count(element.text()) > 0;
}

bool is_empty_diagram(const xml::Node& node) {
    if (node.kind != xml::NodeKind::kElement || !node.element[0].name.is(kBpmnDi, "BPMNDiagram")) return false;
    const auto children = node.element[0].elements();
    return std::none_of(children.begin(), children.end(),
                        [](const xml::Element* each) { return each->name.is(kBpmnDi, "BPMNPlane"); });
}

// Takes out whatever pointed to what is gone; what goes with it may be pointed to as well.
bool sweep(xml::Element& parent, Ids& gone) {
    bool more = false;
    std::erase_if(parent.children, [&](const xml::Node& node) {
        if (node.kind != xml::NodeKind::kElement || !refers_to(node.element[0], gone)) return false;
        collect_ids(node.element[0], gone);
        more = true;
        return true;
    });
    for (xml::Node& node : parent.children) {
        if (node.kind == xml::NodeKind::kElement) more = sweep(node.element[0], gone) || more;
    }
    return more;
}

}  // namespace

void merge(xml::Element& kept, const xml::Element& before, const xml::Element& after) {
    if (same(before, after)) return;
    merge_diagrams(kept, before, after);
    Ids was, gone;
    collect_ids(kept, was);
    merge_into(kept, before, after);
    Ids now;
    collect_ids(kept, now);
    std::set_difference(was.begin(), was.end(), now.begin(), now.end(), std::inserter(gone, gone.end()));
    while (!gone.empty() && sweep(kept, gone)) {
    }
    std::erase_if(kept.children, is_empty_diagram);  // of a sub-process that is gone
}

}  // namespace fw::bpmn
