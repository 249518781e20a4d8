// Reads flows for their control flow alone: entities, roles and fields are taken as written, conditions are kept as
// text. For files that are looked at without the pack they belong to.
#pragma once

#include <string>
#include <string_view>

#include "engine/flow/flow.h"

namespace fw::flow {

class PlainEnv final : public ReadEnv {
  public:
    // `text`: of the file, for lines and columns. `pack`: whose roles are meant, may be empty. All must live as long as
    // this.
    PlainEnv(std::string_view file, std::string_view text, std::string_view pack)
        : file_(file), text_(text), pack_(pack) {}

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

  private:
    std::string_view file_, text_, pack_;
};

// The flow of one model, without the checks that need its pack. Fails where it cannot be read as a flow at all.
[[nodiscard]] Result<Flow> read_plain_flow(const json::Value& root, std::string_view file, std::string_view text,
                                           std::string_view pack = {});

}  // namespace fw::flow
