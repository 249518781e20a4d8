// What the parts of the importer share while one process is read.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/interchange/bpmn/expression.h"
#include "engine/interchange/bpmn/names.h"
#include "engine/interchange/bpmn/source.h"
#include "engine/interchange/xml/document.h"
#include "engine/json/value.h"

namespace fw::bpmn {

struct Reading {
    Reading(const Source& all, const xml::Element& one, Diagnostics& out);

    const Source& source;
    const xml::Element& process;
    Diagnostics& notes;
    Names nodes;                              // BPMN id → node id
    Names variables;                          // variable → variable id
    std::set<std::string, std::less<>> used;  // variables that something reads or writes
    // Names that mean something else inside the activity that is being read: items and counters of loops.
    std::vector<std::map<std::string, std::string, std::less<>>> inner_names;
    std::set<std::string> edges;               // ids and pairs of nodes that are taken
    std::set<std::string, std::less<>> noted;  // what is said once a process

    // Why something does not run as it is drawn; `code` has a page in docs/diagnostics.
    void note(const char* code, const xml::Element& at, Text text, Text hint = {},
              Severity severity = Severity::kWarning);

    // The variable's name in FEEL, as it is seen here. `own`: it is one of the flow's names already.
    [[nodiscard]] std::string variable(std::string_view name, bool own = false);
    // An expression in FEEL. What has no translation stays as it is (the flow is then refused when it is checked) and
    // is noted. `language` is the expression's own, if it says one.
    [[nodiscard]] std::string expression(std::string_view text, const xml::Element& at, std::string_view language = {});
    // The same over what a called flow brings: its names are members of `result`.
    [[nodiscard]] std::string expression_of_result(std::string_view text, const xml::Element& at);
    // The same of a child element: conditionExpression, loopCardinality … Empty if missing or empty.
    [[nodiscard]] std::string child_expression(const xml::Element& parent, std::string_view local);

  private:
    std::string translated(std::string_view text, const xml::Element& at, Dialect dialect, const Rename& rename);
};

// --- the parts
// Nodes, edges and positions of a process or sub-process into `into`.
void read_body(Reading& r, const xml::Element& scope, json::Value& into, json::Value& diagram);
// One flow node; null where it is none.
[[nodiscard]] json::Value read_node(Reading& r, const xml::Element& element, json::Value& diagram);
// What an event waits for or throws.
void read_event(Reading& r, const xml::Element& element, json::Value& into);
// Tasks and calls: who, what, with which values.
void read_activity(Reading& r, const xml::Element& element, json::Value& into);
// Loops and multi-instance; opens a level of Reading::inner_names.
void read_repeat(Reading& r, const xml::Element& element, json::Value& into);
// Everything around the processes that does not run is named.
void note_rest(const Source& source, Diagnostics& notes);

// A process as a flow, without its kept document.
[[nodiscard]] json::Value read_process(const Source& source, const xml::Element& process, Diagnostics& notes);

// A name as people read it: white space in one piece.
[[nodiscard]] std::string label_of(const xml::Element& element);
void set_text(json::Value& into, std::string_view key, std::string_view text);  // unless it is empty

}  // namespace fw::bpmn
