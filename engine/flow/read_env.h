// How a flow's surroundings are asked for while it is read. Each question adds its own diagnostics, with the place of
// `value` and `element` ("flow:sales.contract_approval/nodes/big").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/type.h"
#include "engine/json/value.h"
#include "engine/model/expr.h"

namespace fw::flow {

class ReadEnv {
  public:
    // What an expression sees, by slot (parts.h, Scope), with types; no name stands twice.
    using Names = std::vector<std::pair<std::string, feel::Type>>;
    virtual ~ReadEnv() = default;
    [[nodiscard]] virtual model::Expr expression(const json::Value& value, const std::string& element,
                                                 const Names& names, const feel::Type& expected,
                                                 Diagnostics& out) const = 0;
    // In the scope of the entity instead: its fields by name, `record`, `user`.
    [[nodiscard]] virtual model::Expr entity_expression(const json::Value& value, const std::string& element,
                                                        std::string_view entity, const feel::Type& expected,
                                                        Diagnostics& out) const = 0;
    [[nodiscard]] virtual model::Template text(const json::Value& value, const std::string& element, const Names& names,
                                               Diagnostics& out) const = 0;
    // The qualified id, or "" (and a diagnostic) where there is no such model.
    [[nodiscard]] virtual std::string entity(const json::Value& id, const std::string& element,
                                             Diagnostics& out) const = 0;
    [[nodiscard]] virtual std::string role(const json::Value& id, const std::string& element,
                                           Diagnostics& out) const = 0;
    // As `entity`, for any kind of model ("flow", "decision", "calendar"); here: the id as it is written.
    [[nodiscard]] virtual std::string model(std::string_view kind, const json::Value& id, const std::string& element,
                                            Diagnostics& out) const;
    // Whether the entity has the field or state (`value` is its id); adds a diagnostic with a suggestion where not.
    virtual bool field(std::string_view entity, const json::Value& id, const std::string& element,
                       Diagnostics& out) const = 0;
    // The same, and the field names a person. Here: every field does.
    virtual bool person_field(std::string_view entity, const json::Value& id, const std::string& element,
                              Diagnostics& out) const;
    virtual bool state(std::string_view entity, const json::Value& id, const std::string& element,
                       Diagnostics& out) const = 0;
    // The type of the values that may be written into a field of the entity's records; nothing, and a diagnostic, where
    // it is not written. Then what is known of one such value: diagnostics where the field does not take it. Here:
    // any value goes into any field.
    [[nodiscard]] virtual std::optional<feel::Type> written(std::string_view entity, const json::Value& id,
                                                            const std::string& element, Diagnostics& out) const;
    virtual void written_value(std::string_view entity, std::string_view field, const model::Expr& value, Range range,
                               const std::string& element, Diagnostics& out) const;
    // The FEEL types of a record of the entity (any for "") and of a person.
    [[nodiscard]] virtual feel::Type record_type(std::string_view entity) const = 0;
    [[nodiscard]] virtual feel::Type person_type() const = 0;
    [[nodiscard]] virtual std::string pack() const = 0;  // of the flow being read
    // The place of a range of the document being read.
    [[nodiscard]] virtual Place place(Range range, const std::string& element) const = 0;
};

}  // namespace fw::flow
