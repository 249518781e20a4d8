// The Program: what all deployed packs mean, checked, linked and compiled. Immutable; shared between threads by
// shared_ptr<const Program>; knows no database and no clock. Ids of models are qualified ("sales.contract"); ids of
// fields, nodes, states are plain. Pointers between parts of one Program stay valid as long as it lives.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/automation/automation.h"
#include "engine/base/diagnostic.h"
#include "engine/feel/feel.h"
#include "engine/flow/calendar.h"
#include "engine/flow/flow.h"
#include "engine/form/field_type.h"
#include "engine/json/value.h"
#include "engine/model/expr.h"
#include "engine/model/pack.h"

namespace fw::decision {
class DecisionModel;
}

namespace fw::compile {

struct Entity;

using model::Expr;
using model::Template;

struct Option {
    std::string id;
    Text label;
    std::string color;
};

struct Rollup {
    enum class Function : std::uint8_t { kCount, kSum, kMin, kMax, kAvg };
    const Entity* over = nullptr;  // the rows
    std::string by;                // field of `over` that points here ("parent" for child tables)
    Function function = Function::kCount;
    Expr value;  // over the row; empty for count
    Expr where;
};

struct Field {
    std::string id;
    Text label;
    Text help;
    const form::FieldType* type = nullptr;         // behaviour shared by all fields of the type
    form::Storage storage = form::Storage::kText;  // how it is kept; of formulas by their result; kNone: not stored
    feel::Type feel_type;                          // of its value in expressions: number, a record, list of records …
    bool required = false, unique = false, indexed = false, read_only = false, read_only_after_create = false,
         in_list = false;
    Expr fallback, visible_when, required_when, read_only_when;
    std::optional<std::int64_t> min_length, max_length;
    std::string pattern;  // text: regular expression; auto_number: number pattern
    int scale = 0, precision = 18;
    std::string currency;
    Expr min, max;  // constants or FEEL (dates)
    std::vector<Option> options;
    const Entity* to = nullptr;  // reference, user, unit; rows of a child_table
    std::string on_delete = "restrict";
    Expr filter;  // references: over the target's fields and `record`
    Expr formula;
    std::optional<Rollup> rollup;
    std::string lookup_from, lookup_field;
    std::vector<std::string> was;
    json::Value properties;  // the element as written
    [[nodiscard]] bool computed() const { return formula || rollup || !lookup_from.empty(); }
    [[nodiscard]] bool stored() const;  // has a column of its own
};

struct State {
    std::string id;
    Text label;
    std::string color;
    bool locked = false;
};
struct Transition {
    std::string id;
    Text label;
    std::vector<std::string> from;
    std::string to;
    std::vector<std::string> roles;
    Expr when;
};
struct Check {
    std::string id;
    Expr check;
    std::string field;
    Text message;
};

struct Entity {
    std::string id;     // "sales.contract"
    std::string table;  // "sales_contract"
    Text label, plural;
    std::string icon;
    Expr title;
    std::vector<Field> fields;  // as declared
    // What every record has: id, version, created_at, created_by, updated_at, updated_by, owner, unit, and state where
    // states are declared. `owner` and `unit` are missing here where the entity declares fields of these names.
    std::vector<Field> system_fields;
    feel::RecordType record;    // of a record in expressions: fields and system fields
    std::vector<State> states;  // the first is the initial one

    std::vector<Transition> transitions;
    std::vector<Check> checks;
    std::vector<std::vector<std::string>> unique;
    const Entity* parent = nullptr;           // child_of
    std::vector<std::string> was;             // old qualified ids
    std::vector<const Field*> compute_order;  // formulas and roll-ups, dependencies first (within this entity)
    [[nodiscard]] const Field* find(std::string_view field) const;  // system fields too
    [[nodiscard]] const Field* declared(std::string_view field) const;
    [[nodiscard]] const State* state(std::string_view id) const;
};

struct Right {
    enum class Reach : std::uint8_t { kNone, kOwn, kUnit, kSubunits, kAll };
    std::string entity;  // qualified, or "pack.*"
    bool create = false, may_export = false;
    Reach read = Reach::kNone, update = Reach::kNone, remove = Reach::kNone;
    Expr where;
};
struct FieldRight {
    std::string entity, field;
    bool read = true, write = true;
};
struct Role {
    std::string id;  // "sales.manager"
    Text label;
    bool administrator = false;
    std::vector<Right> rights;
    std::vector<FieldRight> fields;
};

struct Reminder {
    std::string id;
    Text label;
    const Entity* entity = nullptr;
    std::string date_field;
    std::string offset;  // ISO 8601 duration, may be negative
    std::string at;      // "09:00", local time of the company
    Expr when;
    std::vector<flow::Who> to;
    Template text;
};

struct Report {
    struct Group {
        std::string id;
        std::string by;      // stored field
        std::string period;  // of dates: day, week, month, quarter, year; or empty
        Text label;
    };
    struct Measure {
        std::string id;
        Text label;
        Rollup::Function function = Rollup::Function::kCount;
        std::string field;
    };
    struct Parameter {
        std::string id;
        Text label;
        std::string type;  // integer, decimal, text, date, boolean
        Expr fallback;
    };
    std::string id;
    Text label;
    std::string type;
    const Entity* entity = nullptr;
    Expr filter;  // over the record's fields and the parameters
    std::vector<Group> groups;
    std::vector<Measure> measures;
    std::vector<Parameter> parameters;
    json::Value chart;  // as written
};

struct Program;

// A form, view or page: drawn by the client as written (checked for references); kept as JSON with qualified ids.
struct Layout {
    std::string id;      // "sales.contracts"
    std::string kind;    // "form", "view", "page"
    std::string entity;  // form, view
    json::Value json;
    std::vector<std::pair<std::string, Expr>> conditions;  // of a form: sections that are shown only when this holds
};

// A decision model, ready to run.
struct DecisionEntry {
    std::string id;    // "sales.discount"
    std::string path;  // of its file within the pack, "decisions/discount.json"
    Text label;
    std::shared_ptr<const decision::DecisionModel> model;
    std::size_t result = 0;          // the element that is its answer
    std::vector<std::string> roles;  // who may evaluate it over HTTP, qualified; empty: everybody who is signed in
};

struct CalendarEntry {
    std::string id;  // "base.office"
    Text label;
    flow::WorkingCalendar calendar;
};

struct PackInfo {
    std::string id, version;
    Text label;
    std::vector<std::string> requires_packs;
};

struct Program {
    std::vector<PackInfo> packs;
    std::vector<std::unique_ptr<Entity>> entities;
    std::vector<std::unique_ptr<flow::Flow>> flows;
    std::vector<Role> roles;
    std::vector<Reminder> reminders;
    std::vector<std::unique_ptr<automation::Automation>> automations;  // in the order of their ids
    std::vector<Report> reports;
    std::vector<Layout> layouts;
    std::vector<DecisionEntry> decisions;
    std::vector<CalendarEntry> calendars;
    std::vector<model::PackSource> sources;  // what it was made from
    Diagnostics warnings;

    // By qualified id, or by plain id where only one model has it. Null if there is none.
    [[nodiscard]] const Entity* entity(std::string_view id) const;
    [[nodiscard]] const flow::Flow* flow(std::string_view id) const;
    [[nodiscard]] const Role* role(std::string_view id) const;
    [[nodiscard]] const Report* report(std::string_view id) const;
    [[nodiscard]] const automation::Automation* automation(std::string_view id) const;  // qualified
    [[nodiscard]] const DecisionEntry* decision(std::string_view id) const;
    [[nodiscard]] const CalendarEntry* calendar(std::string_view id) const;
    [[nodiscard]] std::vector<const flow::Flow*> flows_of(const Entity& entity) const;  // started on this entity
};

// Checks and compiles all packs together (in any order; `requires` decides). Every mistake of every pack is reported.
[[nodiscard]] Result<std::shared_ptr<const Program>> compile(const std::vector<model::Pack>& packs,
                                                             const feel::Functions& functions);

// read_pack + compile with the standard descriptors.
[[nodiscard]] Result<std::shared_ptr<const Program>> compile_sources(const std::vector<model::PackSource>& sources,
                                                                     const feel::Functions& functions);

// Every kind of element Formwork knows, with field types and node kinds.
[[nodiscard]] const model::Descriptors& standard_descriptors();

}  // namespace fw::compile
