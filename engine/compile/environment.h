// Answers what a flow or reminder asks about its surroundings while it is read.
#pragma once

#include <string>
#include <string_view>

#include "engine/compile/build.h"
#include "engine/flow/flow.h"

namespace fw::compile {

// Lives as long as the reading of one document.
class Environment final : public flow::ReadEnv {
  public:
    Environment(Build& build, const Source& source) : build_(build), source_(source) {}

    [[nodiscard]] Expr expression(const json::Value& value, const std::string& element, const Names& names,
                                  const feel::Type& expected, Diagnostics& out) const override;
    [[nodiscard]] Expr entity_expression(const json::Value& value, const std::string& element, std::string_view entity,
                                         const feel::Type& expected, Diagnostics& out) const override;
    [[nodiscard]] Template text(const json::Value& value, const std::string& element, const Names& names,
                                Diagnostics& out) const override;
    [[nodiscard]] std::string entity(const json::Value& id, const std::string& element,
                                     Diagnostics& out) const override;
    [[nodiscard]] std::string role(const json::Value& id, const std::string& element, Diagnostics& out) const override;
    [[nodiscard]] std::string model(std::string_view kind, const json::Value& id, const std::string& element,
                                    Diagnostics& out) const override;
    bool field(std::string_view entity, const json::Value& id, const std::string& element,
               Diagnostics& out) const override;
    bool person_field(std::string_view entity, const json::Value& id, const std::string& element,
                      Diagnostics& out) const override;
    bool state(std::string_view entity, const json::Value& id, const std::string& element,
               Diagnostics& out) const override;
    [[nodiscard]] std::optional<feel::Type> written(std::string_view entity, const json::Value& id,
                                                    const std::string& element, Diagnostics& out) const override;
    void written_value(std::string_view entity, std::string_view field, const Expr& value, Range range,
                       const std::string& element, Diagnostics& out) const override;
    [[nodiscard]] feel::Type record_type(std::string_view entity) const override;
    [[nodiscard]] feel::Type person_type() const override;
    [[nodiscard]] std::string pack() const override { return source_.pack->id; }
    [[nodiscard]] Place place(Range range, const std::string& element) const override {
        return model::place_in(*source_.pack, *source_.document, range, element);
    }

  private:
    [[nodiscard]] feel::Scope scope_of(const Names& names) const;

    Build& build_;
    const Source& source_;
};

}  // namespace fw::compile
