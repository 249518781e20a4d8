// JSON of flows, tasks and trails for one reader (docs/http.md).
#pragma once

#include <string>
#include <vector>

#include "engine/json/value.h"
#include "runtime/flows/store.h"

namespace fw::flows {

// Whether it stands for the whole of a repeated activity, whose instances have tokens of their own.
[[nodiscard]] bool stands_for_all(const flow::Instance& state, const flow::Token& token);
// Which instance of a repeated activity it is, or is in, from 1; 0: of none.
[[nodiscard]] std::uint32_t repeated_instance(const flow::Instance& state, const flow::Token& token);

class View {
  public:
    View(const Flows& flows, Reader& reader, const Caller& caller, DateTime now, Language language)
        : flows_(flows),
          reader_(reader),
          caller_(caller),
          now_(now),
          language_(language),
          finder_(flows.program_, flows.options_) {}

    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] const FlowFinder& finder() const { return finder_; }
    [[nodiscard]] json::Value text(const Text& text) const { return json::Value::string(text.in(language_)); }
    [[nodiscard]] json::Value person(flow::Person person) const;  // {"id", "name"} or null
    [[nodiscard]] static json::Value id(Id id) {
        return id == 0 ? json::Value::null() : json::Value::string(storage::id_text(id));
    }
    [[nodiscard]] static json::Value moment(std::optional<DateTime> at);
    [[nodiscard]] static json::Value moment(flow::Instant at) {
        return at == 0 ? json::Value::null() : moment(std::optional(DateTime{at}));
    }

    [[nodiscard]] Result<json::Value> record(const compile::Entity* entity, std::string_view entity_id,
                                             Id id) const;  // {"entity", "id", "title"}
    // A line of a box. `loaded`: the task's instance.
    [[nodiscard]] Result<json::Value> task(const TaskRow& task, const Loaded& loaded) const;
    [[nodiscard]] Result<json::Value> whole_task(const TaskRow& task) const;
    // An instance that was returned, as a line of the box "todo" of its initiator.
    [[nodiscard]] Result<json::Value> to_resubmit(Id instance) const;
    [[nodiscard]] Result<json::Value> instance(const Loaded& loaded, bool whole) const;
    [[nodiscard]] Result<json::Value> trail(const Loaded& loaded) const;
    // What docs/operations-flows.md adds to an instance.
    [[nodiscard]] Result<void> add_operations(const Loaded& loaded, bool whole, json::Value& made) const;
    [[nodiscard]] json::Value tokens(const Loaded& loaded) const;
    // An instance at one moment of its life.
    [[nodiscard]] json::Value state(const Loaded& loaded, std::int64_t steps, std::optional<DateTime> at) const;
    [[nodiscard]] json::Value timers(const flow::Instance& state, const flow::Flow& flow) const;
    [[nodiscard]] json::Value waits(const flow::Instance& state, const flow::Flow& flow, Id instance) const;

    [[nodiscard]] const compile::Program& program() const { return *flows_.program_; }
    [[nodiscard]] const records::Records* records() const { return flows_.records_; }
    [[nodiscard]] const Caller& caller() const { return caller_; }
    [[nodiscard]] Reader& reader() const { return reader_; }
    [[nodiscard]] Result<bool> may_see(const Loaded& loaded) const;
    [[nodiscard]] json::Value file(const files::File& file) const;

  private:
    [[nodiscard]] Result<json::Value> key_fields(const compile::Entity& entity, Id id) const;
    [[nodiscard]] Result<json::Value> may_begin(const Loaded& loaded) const;
    [[nodiscard]] bool acts_for(const TaskRow& task) const;
    [[nodiscard]] flow::Command command_on(const TaskRow& task) const;
    // What the person may do with the task now; nothing else is taken from him.
    [[nodiscard]] Result<json::Value> actions(const Loaded& loaded, const TaskRow& task) const;
    [[nodiscard]] json::Value removable(const Loaded& loaded, const TaskRow& task) const;
    [[nodiscard]] json::Value waits_for(const Loaded& loaded, const TaskRow& task) const;
    [[nodiscard]] bool may_migrate(const Loaded& loaded) const;
    [[nodiscard]] Result<bool> may_take_back(const Loaded& loaded, const TaskRow& task) const;
    [[nodiscard]] json::Value return_target(const Loaded& loaded, const TaskRow& task,
                                            const flow::ReturnTarget& target) const;

    const Flows& flows_;
    Reader& reader_;
    const Caller& caller_;
    DateTime now_;
    Language language_;
    FlowFinder finder_;
};

}  // namespace fw::flows
