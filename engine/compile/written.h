// What models write into fields of records: steps of automations, scripts and answers of flows.
#pragma once

#include <string>
#include <vector>

#include "engine/compile/build.h"

namespace fw::compile {

// The texts of a value, alone or of a list, that are none of the field's options; none for fields without options.
[[nodiscard]] std::vector<std::string> unknown_options(const Field& field, const feel::Value& value);

class Written {
  public:
    // `code` of what is found wrong: "AUTO-002", "FLOW-025".
    Written(Build& build, const Source& source, const char* code) : build_(build), source_(source), code_(code) {}

    // The field, or null after a diagnostic: there is none, it is computed, or the system gives its values.
    [[nodiscard]] const Field* field(const Entity& entity, const json::Value& name, const std::string& element) const;
    // Of its values: any for references, as a record and its id will do both.
    [[nodiscard]] static feel::Type type(const Field& field);
    // Tells of values known beforehand that the field does not take: a state or an option that there is not, a record
    // of another entity.
    void value(const Entity& entity, const Field& field, const Expr& value, Range range,
               const std::string& element) const;

  private:
    void error(Range range, const std::string& element, Text text, Text hint = {}) const;
    void state(const Entity& entity, const feel::Value& value, Range range, const std::string& element) const;

    Build& build_;
    const Source& source_;
    const char* code_;
};

}  // namespace fw::compile
