// Reads flows without entities around them: records are of any type, every entity, role, field and state exists.
#pragma once

#include <string>
#include <string_view>

#include "engine/flow/flow.h"

namespace fw::test {

class LooseEnv final : public flow::ReadEnv {
  public:
    [[nodiscard]] model::Expr expression(const json::Value& value, const std::string& element, const Names& names,
                                         const feel::Type& expected, Diagnostics& out) const override;
    [[nodiscard]] model::Expr entity_expression(const json::Value& value, const std::string& element,
                                                std::string_view entity, const feel::Type& expected,
                                                Diagnostics& out) const override;
    [[nodiscard]] model::Template text(const json::Value& value, const std::string& element, const Names& names,
                                       Diagnostics& out) const override;
    [[nodiscard]] std::string entity(const json::Value& id, const std::string& element,
                                     Diagnostics& out) const override;
    [[nodiscard]] std::string role(const json::Value& id, const std::string& element, Diagnostics& out) const override;
    bool field(std::string_view entity, const json::Value& id, const std::string& element,
               Diagnostics& out) const override;
    bool state(std::string_view entity, const json::Value& id, const std::string& element,
               Diagnostics& out) const override;
    [[nodiscard]] feel::Type record_type(std::string_view entity) const override;
    [[nodiscard]] feel::Type person_type() const override;
    [[nodiscard]] std::string pack() const override;
    [[nodiscard]] Place place(Range range, const std::string& element) const override;
};

// A flow from the text of its model; `diagnostics` gets the mistakes where it cannot be read.
[[nodiscard]] Result<flow::Flow> read_flow_text(std::string_view text, Diagnostics* warnings = nullptr);
[[nodiscard]] Result<flow::Flow> read_flow_value(const json::Value& root, Diagnostics* warnings = nullptr);

}  // namespace fw::test
