// A decision model (DMN 1.5, chapters 6, 7 and 10.2) as its author wrote it, whether it came as DMN XML or as our JSON:
// names, references and texts with their places, nothing resolved. decision_model.h makes it run.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/decision/common.h"
#include "engine/decision/table.h"
#include "engine/decision/written.h"
#include "engine/json/value.h"

namespace fw::decision {

struct InformationItem : Common {
    std::string name;
    std::string type;  // a type name, of an imported model with its prefix: "loans.tLoan"; empty: not said
};

enum class BoxedKind : std::uint8_t {
    kLiteral,      // text
    kContext,      // entries; the one without a name is the result
    kList,         // parts
    kRelation,     // columns; parts: rows, each a kList
    kInvocation,   // parts[0]: the function; entries: its arguments by parameter name
    kFunction,     // parameters; parts[0]: the body; function_kind
    kTable,        // table
    kConditional,  // parts: if, then, else
    kFilter,       // parts: in, match
    kFor,          // variable; parts: in, return
    kSome,
    kEvery  // variable; parts: in, satisfies
};

enum class FunctionKind : std::uint8_t { kFeel, kJava, kPmml };

struct BoxedEntry;

// A boxed expression (10.2.2).
struct Boxed : Common {
    BoxedKind kind = BoxedKind::kLiteral;
    std::string type;
    Written text;
    std::string language;  // of a literal that is not FEEL
    std::vector<BoxedEntry> entries;
    std::vector<InformationItem> columns;  // of relations; parameters of functions
    std::vector<Boxed> parts;
    std::vector<Common> frames;  // of parts that stand in an element of their own ("if", "in"); may be shorter
    FunctionKind function_kind = FunctionKind::kFeel;
    std::string variable;       // of loops
    std::string variable_type;  // of loops: what runs over the list "in"
    std::vector<Table> table;   // exactly one if kTable
};

struct BoxedEntry : Common {
    InformationItem variable;  // without a name: the result of the context
    std::vector<Boxed> value;  // none: null
};

struct FunctionItem : Common {
    std::vector<InformationItem> parameters;
    std::string result;
};

struct ItemDefinition : Common {
    std::string name;
    std::string type;  // of the value, or of each element
    bool collection = false;
    Written allowed;     // unary tests over the value, or over each element
    Written constraint;  // unary tests over the whole value
    std::vector<ItemDefinition> components;
    std::vector<FunctionItem> function;  // at most one
};

struct Import : Common {
    std::string name;  // empty: its names are seen as they are
    std::string uri;
    std::string location;
    std::string type;
};

// Another element: by id (or, in our JSON, name) in the model of that namespace; no uri: this model.
struct Reference {
    std::string uri;
    std::string id;
    Place place;
};

enum class Needs : std::uint8_t { kInput, kDecision, kKnowledge, kAny };

struct Requirement : Common {
    Needs needs = Needs::kInput;
    Reference target;
};

struct InputData : Common {
    std::string name;
    InformationItem variable;
    bool has_variable = false;
};

struct Decision : Common {
    std::string name;
    InformationItem variable;
    bool has_variable = false;
    std::vector<Requirement> requires_;
    std::vector<Boxed> logic;  // at most one
};

struct Knowledge : Common {
    std::string name;
    InformationItem variable;
    bool has_variable = false;
    std::vector<Requirement> requires_;
    std::vector<Boxed> logic;  // at most one: a kFunction
};

struct Service : Common {
    std::string name;
    InformationItem variable;
    bool has_variable = false;
    std::vector<Reference> outputs, encapsulated, input_decisions, input_data;
};

// Inputs and the result they must give, inside a model.
struct Test : Common {
    std::string decision;  // whose result is expected; empty: the model's own
    json::Value given;     // an object: inputs by name
    json::Value expect;
    Range range;
};

struct Definitions : Common {
    std::string file;  // shown in diagnostics
    std::string name;
    std::string uri;  // its namespace
    std::string expression_language, type_language;
    std::string exporter, exporter_version;
    std::vector<std::pair<std::string, std::string>> prefixes;  // namespaces declared on the root
    std::vector<Import> imports;
    std::vector<ItemDefinition> types;
    std::vector<InputData> inputs;
    std::vector<Decision> decisions;
    std::vector<Knowledge> knowledge;
    std::vector<Service> services;
    std::vector<std::pair<char, std::size_t>> order;  // of the four above as written: 'i', 'd', 'k', 's', 'x' (foreign)
    std::vector<Test> tests;
    std::string result;  // the decision that is the model's answer; empty: the last one
    std::map<std::string, std::pair<double, double>> positions;  // by id: where its shape stands
    std::string diagram;                                         // DMNDI as XML, complete; empty: none
    bool strict = false;                                         // mistakes in expressions are errors, not warnings
};

}  // namespace fw::decision
