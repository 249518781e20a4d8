// What a node kind reads its own properties with. Shapes have been checked against the descriptor before.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/flow/flow.h"
#include "engine/model/property.h"

namespace fw::flow {

class NodeReader {
  public:
    // `names` are what the node's own expressions see, `outside` (fewer) what is seen around it.
    NodeReader(const Flow& flow, const json::Value& node, std::string element, const ReadEnv::Names& names,
               const ReadEnv::Names& outside, const ReadEnv& env, Diagnostics& out)
        : flow_(flow),
          node_(node),
          element_(std::move(element)),
          names_(names),
          outside_(outside),
          env_(env),
          out_(out) {}

    [[nodiscard]] const json::Value* find(std::string_view property) const { return node_.find(property); }
    [[nodiscard]] std::string_view text(std::string_view property) const { return node_.string_or(property); }
    [[nodiscard]] bool flag(std::string_view property, bool fallback = false) const;
    [[nodiscard]] model::Expr expression(std::string_view property, const feel::Type& expected);
    [[nodiscard]] model::Expr expression(const json::Value& value, const std::string& element,
                                         const feel::Type& expected);
    [[nodiscard]] model::Template message(std::string_view property);
    [[nodiscard]] std::vector<Who> who(std::string_view property, bool may_choose = false);
    [[nodiscard]] std::unique_ptr<Human> human();  // the properties of human_properties()
    // FLOW-020 where it does not read as an ISO 8601 duration, or is not positive.
    [[nodiscard]] std::optional<Span> span(const json::Value& value, const std::string& element);
    // after, at, every, working; FLOW-024 unless one of the first three is there.
    [[nodiscard]] TimerRule timer();
    // The properties of event_properties(); `trigger` where no "event" chooses it.
    [[nodiscard]] std::unique_ptr<EventDefinition> event(Trigger trigger);
    [[nodiscard]] std::unique_ptr<EventDefinition> event();
    // {"limit": FEEL, "record.total": FEEL}; keys must be variables seen from outside (FLOW-023), with `free` they are
    // only names.
    [[nodiscard]] std::vector<Assignment> assignments(std::string_view property, bool free = false);
    // One key of those; nothing after a diagnostic.
    [[nodiscard]] std::optional<Assignment> target(std::string_view name, Range range, const std::string& element);

    [[nodiscard]] const Flow& flow() const { return flow_; }
    [[nodiscard]] const std::string& element() const { return element_; }
    [[nodiscard]] const ReadEnv::Names& outside() const { return outside_; }
    [[nodiscard]] const ReadEnv& env() const { return env_; }
    [[nodiscard]] Diagnostics& out() { return out_; }
    void mistake(std::string code, Text text, const json::Value* at = nullptr, Text hint = {});

  private:
    void timeout(Human& human);
    void fields(std::string_view property, std::vector<std::string>& into);
    void empty(Human& human);
    void name(EventDefinition& event, std::string_view property, bool required);

    const Flow& flow_;
    const json::Value& node_;
    std::string element_;
    const ReadEnv::Names& names_;
    const ReadEnv::Names& outside_;
    const ReadEnv& env_;
    Diagnostics& out_;
};

[[nodiscard]] Trigger trigger_of(const json::Value& node);  // by its "event"

// Shared by approvals and user tasks: who, then the kind's own, then edit, empty, if_initiator, timeout.
[[nodiscard]] std::vector<model::Property> human_properties(std::vector<model::Property> own);

// "event" with these choices, and what each of them needs.
[[nodiscard]] std::vector<model::Property> event_properties(std::initializer_list<Trigger> triggers, bool thrown);
[[nodiscard]] std::vector<model::Property> timer_properties();
[[nodiscard]] std::vector<model::Property> message_properties(bool thrown);
// The kind's own, then in, out, for_each, loop, for_compensation.
[[nodiscard]] std::vector<model::Property> activity_properties(std::vector<model::Property> own);
// The kind's own, then variables, nodes, edges.
[[nodiscard]] std::vector<model::Property> container_properties(std::vector<model::Property> own);
// As NodeKind::payload, for those that choose by "event".
[[nodiscard]] std::string_view event_payload(const json::Value& node);

// --- the parts of read_flow
struct Reading {
    const ReadEnv& env;
    Flow flow{};
    Diagnostics out{};
    std::string element{};  // "flow:sales.contract_approval"

    void mistake(std::string code, Text text, Range range, const std::string& at, Text hint = {},
                 Severity severity = Severity::kError);
};
[[nodiscard]] Text read_text(const json::Value* value, std::string_view fallback);
[[nodiscard]] std::vector<Variable> read_variables(Reading& r, const json::Value& owner, const std::string& element,
                                                   ReadEnv::Names& names);
void add_local(ReadEnv::Names& names, const std::string& name, const feel::Type& type);
// The nodes and edges of an object with "nodes" and "edges".
BodyIndex read_body(Reading& r, const json::Value& owner, const std::string& element, const ReadEnv::Names& names,
                    NodeIndex owner_node, BodyIndex parent);
// Local values of a node: adds their names, fills locals, repeat, out_mapping.
void read_locals(Reading& r, const json::Value& json, const std::string& element, ReadEnv::Names& names,
                 const ReadEnv::Names& outside, Node& node);
void read_mappings(NodeReader& reader, Node& node);

}  // namespace fw::flow
