// How a kind of model element describes itself. Loader, checks, JSON Schemas, canonical key order, palette, property
// sheet, completion and reference pages all read these descriptions and nothing else (STYLE.md A3, A4).
//
//   ElementType "entity" ── properties: id, label, fields (list of "field"), states (list of "state") …
//   ElementType "field"  ── common properties + variants by its property "type": text, decimal, reference …
//   ElementType "node"   ── common properties + variants by its property "type": approval, exclusive …
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/json/value.h"

namespace fw::model {

// The JSON shape of a property and, with it, the editor that suits it: a small closed set.
enum class Shape : std::uint8_t {
    kId,          // technical name
    kString,      // one line
    kText,        // {"en", "zh"} or a string for both
    kTemplate,    // like kText, with FEEL in braces
    kExpression,  // FEEL
    kInteger,
    kNumber,
    kBoolean,
    kChoice,       // one of `choices`
    kDuration,     // ISO 8601, may start with -
    kTime,         // hh:mm
    kIcon,         // Material Symbols name
    kColor,        // named colour of the palette or #rrggbb
    kReference,    // id of a `refers` ("entity", "field", "node", "role", "view", "report", "flow", "state", "pack")
    kReferences,   // list of such ids
    kStrings,      // list of strings
    kNameLists,    // list of lists of field ids (unique)
    kAssignments,  // {"record.state": FEEL, …}
    kWho,          // who-object or list of them (docs/models.md, flow)
    kElement,      // one nested element of type `element`
    kElements,     // list of elements of type `element`, keyed by id
    kPositions,    // {"node": [x, y]}
    kJson,         // anything
};

struct Choice {
    std::string id;
    Text label;
};

enum class Group : std::uint8_t { kMain, kBehaviour, kAppearance, kAdvanced };

struct Property {
    std::string id;
    Shape shape = Shape::kString;
    Text label;
    Text help;
    bool required = false;
    json::Value fallback;         // what a missing property means; null if nothing
    std::vector<Choice> choices;  // kChoice
    std::string refers;           // kReference(s): kind of what is referred to
    std::string element;          // kElement(s): the ElementType
    // kExpression, kTemplate, kAssignments: which names it sees
    //   "record"   the entity's fields, `record`, `parent` (child entities), `user`
    //   "rows"     the fields of the rows a roll-up goes over
    //   "target"   the fields of the entity a reference leads to, and `record`
    //   "right"    the entity's fields, `record`, `user`
    //   "flow"     `record`, `initiator`, `instance`, the flow's variables
    //   "reminder" the entity's fields and `record`
    //   "automation" the fields of the entity it watches, `record`, `initiator`, after a change `old`
    //   "report"   the entity's fields and the report's parameters
    //   "none"     built-in functions only
    std::string scope;
    std::string visible_when;  // FEEL over the element's own properties, for property sheets; empty: always
    std::optional<std::int64_t> minimum, maximum;  // kInteger, kNumber
    Group group = Group::kMain;
};

struct ElementType {
    std::string id;
    Text label;
    Text help;
    std::string icon;
    std::string folder;            // of kinds that are files: "entities"; "." for pack.json; empty for nested elements
    std::vector<std::string> key;  // what tells elements of a list apart where they have no "id": {"from", "to"}
    std::vector<Property> properties;  // in canonical key order; "kind", "id", "was", "label" first by convention
    std::vector<Property> trailing;    // written after the variant's own ("note", "diagram")
    std::string variant_by;            // the property that selects a variant ("type"), or empty
    std::map<std::string, ElementType> variants;  // "approval" → its own properties, label, help, icon

    // The variant of this element (by its `variant_by` property), or null.
    [[nodiscard]] const ElementType* variant_of(const json::Value& element) const;
    // Every property that applies to this element, in canonical order.
    [[nodiscard]] std::vector<const Property*> properties_of(const json::Value& element) const;
    [[nodiscard]] const Property* find(std::string_view property, const json::Value& element) const;
    // What names this element among its neighbours: its "id", or its key joined with "-"; empty if neither is written.
    [[nodiscard]] std::string key_of(const json::Value& element) const;
};

// All element types, by id. Filled once at start by compile::standard_descriptors(), then read-only and shared by
// threads.
class Descriptors {
  public:
    ElementType& add(ElementType type);                               // ids are unique (FW_CHECK)
    void add_variant(std::string_view element, ElementType variant);  // a field type, a node kind
    [[nodiscard]] const ElementType* find(std::string_view id) const;
    [[nodiscard]] const ElementType& at(std::string_view id) const;
    [[nodiscard]] std::vector<const ElementType*> model_kinds() const;  // those that are files: entity, form, flow …
    [[nodiscard]] const std::map<std::string, ElementType, std::less<>>& all() const { return types_; }

  private:
    std::map<std::string, ElementType, std::less<>> types_;
};

}  // namespace fw::model
