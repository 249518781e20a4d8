// What a node kind reads its own properties with. Shapes have been checked against the descriptor before.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/flow/flow.h"
#include "engine/model/property.h"

namespace fw::flow {

class NodeReader {
  public:
    NodeReader(const Flow& flow, const json::Value& node, std::string element, const ReadEnv::Names& names,
               const ReadEnv& env, Diagnostics& out)
        : flow_(flow), node_(node), element_(std::move(element)), names_(names), env_(env), out_(out) {}

    [[nodiscard]] const json::Value* find(std::string_view property) const { return node_.find(property); }
    [[nodiscard]] std::string_view text(std::string_view property) const { return node_.string_or(property); }
    [[nodiscard]] model::Expr expression(std::string_view property, const feel::Type& expected);
    [[nodiscard]] model::Expr expression(const json::Value& value, const std::string& element,
                                         const feel::Type& expected);
    [[nodiscard]] model::Template message(std::string_view property);
    [[nodiscard]] std::vector<Who> who(std::string_view property);
    [[nodiscard]] std::unique_ptr<Human> human();  // the properties of human_properties()
    // FLOW-020 where it does not read as an ISO 8601 duration, or is not positive.
    [[nodiscard]] std::optional<Span> span(const json::Value& value, const std::string& element);

    [[nodiscard]] const Flow& flow() const { return flow_; }
    [[nodiscard]] const std::string& element() const { return element_; }
    [[nodiscard]] const ReadEnv& env() const { return env_; }
    [[nodiscard]] Diagnostics& out() { return out_; }
    void mistake(std::string code, Text text, const json::Value* at = nullptr, Text hint = {});

  private:
    void timeout(Human& human);
    void empty(Human& human);

    const Flow& flow_;
    const json::Value& node_;
    std::string element_;
    const ReadEnv::Names& names_;
    const ReadEnv& env_;
    Diagnostics& out_;
};

[[nodiscard]] std::optional<Span> parse_span(std::string_view text);

// Shared by approvals and user tasks: who, then the kind's own, then edit, empty, if_initiator, timeout.
[[nodiscard]] std::vector<model::Property> human_properties(std::vector<model::Property> own);

}  // namespace fw::flow
