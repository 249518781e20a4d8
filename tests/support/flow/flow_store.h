// Flows without records over a real database, for tests and measurements: a program of one flow, two people.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/flows/flows.h"
#include "runtime/storage/database.h"

namespace fw::test {

class FlowStore {
  public:
    // `model`: the JSON of a flow. People: "li" (2, manager wang), "wang" (3), "zhao" (4); "admin" (1) is an
    // administrator. Each is the only member of the role of his name.
    FlowStore(storage::Database& database, std::string_view model);

    [[nodiscard]] const flow::Flow& flow() const { return *program_->flows.front(); }
    [[nodiscard]] const flows::Flows& flows() const { return flows_; }
    [[nodiscard]] const std::shared_ptr<const compile::Program>& program() const { return program_; }
    [[nodiscard]] const std::shared_ptr<const identity::Directory>& directory() const { return directory_; }
    [[nodiscard]] const access::Caller& caller(std::int64_t person) const {
        return *callers_.at(static_cast<std::size_t>(person));
    }
    [[nodiscard]] storage::IdSource& ids() { return ids_; }
    [[nodiscard]] storage::Database& database() { return database_; }
    void set_now(storage::DateTime now) { now_ = now; }
    [[nodiscard]] storage::DateTime now() const { return now_.micros == 0 ? storage::now() : now_; }

    // In a transaction of its own.
    [[nodiscard]] Result<void> act(std::int64_t person, const std::function<Result<void>(access::Act&)>& work);
    [[nodiscard]] Result<flows::Outcome> start(std::int64_t person);
    [[nodiscard]] Result<flows::Outcome> task(std::int64_t person, storage::Id task, std::string_view action,
                                              std::string_view body = "{}");
    // The open task of a person on an instance; 0 if there is none.
    [[nodiscard]] storage::Id open_task(storage::Id instance, std::int64_t person);

  private:
    storage::Database& database_;
    std::shared_ptr<const compile::Program> program_;
    std::shared_ptr<const identity::Directory> directory_;
    std::vector<std::shared_ptr<const access::Caller>> callers_;
    flows::Flows flows_;
    storage::IdSource ids_;
    storage::DateTime now_{0};
};

}  // namespace fw::test
