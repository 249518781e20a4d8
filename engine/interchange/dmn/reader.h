// Reads one DMN document; read.cpp has the model's elements, read_logic.cpp the boxed expressions. Only for this
// folder.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision/definitions.h"
#include "engine/interchange/dmn/names.h"
#include "engine/interchange/xml/document.h"
#include "engine/interchange/xml/namespaces.h"

namespace fw::dmn {

class Reader {
  public:
    Reader(const xml::Document& document, Diagnostics& errors, Diagnostics& warnings)
        : document_(document), errors_(errors), warnings_(warnings) {}
    [[nodiscard]] decision::Definitions run();

  private:
    using Element = xml::Element;
    // Handles one DMN child element; false: not known here, so it is kept as foreign.
    using Child = std::function<bool(const Element&, std::string_view)>;

    // read.cpp
    void common(const Element& e, decision::Common& out, std::initializer_list<std::string_view> attributes,
                const Child& child);
    void keep(const Element& e, decision::Foreign& out) const;
    void error(const Element& e, const char* code, Text text, Text hint = {});
    void warn(const Element& e, const char* code, Text text, Text hint = {});
    void warn_at(Range range, const char* code, Text text, Text hint);
    void misplaced(const Element& e, std::string_view parent);
    void unknown_elements(const Element& e);
    // What DMN has there but running does not need; the rest is said to be misplaced, and kept, too.
    void keep_in(const Element& parent, const Element& e, decision::Foreign& out);
    [[nodiscard]] std::string required(const Element& e, std::string_view attribute);
    [[nodiscard]] std::string type_name(const Element& e, std::string_view written) const;
    [[nodiscard]] std::string type_of(const Element& e) const { return type_name(e, e.value_or("typeRef")); }
    [[nodiscard]] decision::Written written(const Element& e) const;     // its text
    [[nodiscard]] decision::Written written_in(const Element& e) const;  // of its child <text>
    [[nodiscard]] decision::Reference reference(const Element& e);
    decision::InformationItem item(const Element& e);
    decision::Import import(const Element& e);
    decision::ItemDefinition type(const Element& e);
    decision::FunctionItem function_item(const Element& e);
    decision::Requirement requirement(const Element& e, decision::Needs needs);
    decision::InputData input(const Element& e);
    decision::Decision decision(const Element& e);
    decision::Knowledge knowledge(const Element& e);
    decision::Service service(const Element& e);
    void diagram(const Element& e, decision::Definitions& out) const;
    void prefixes(decision::Definitions& out);

    // read_logic.cpp
    [[nodiscard]] static bool is_logic(std::string_view local);
    decision::Boxed logic(const Element& e);
    void literal(const Element& e, decision::Boxed& out);
    void context(const Element& e, decision::Boxed& out);
    void relation(const Element& e, decision::Boxed& out);
    void invocation(const Element& e, decision::Boxed& out);
    void function(const Element& e, decision::Boxed& out);
    void parts(const Element& e, decision::Boxed& out, std::initializer_list<std::string_view> names);
    void table(const Element& e, decision::Boxed& out);
    decision::TableInput table_input(const Element& e);
    decision::TableOutput table_output(const Element& e);
    decision::TableRule table_rule(const Element& e);

    const xml::Document& document_;
    Diagnostics& errors_;
    Diagnostics& warnings_;
    xml::Namespaces scope_;
    std::string path_;
    std::vector<decision::Import> imports_;
    std::string uri_;
};

}  // namespace fw::dmn
