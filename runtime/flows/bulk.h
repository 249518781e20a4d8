// One command on many instances: fixed when it is given, durable, each instance once in a transaction of its own.
#pragma once

#include "runtime/flows/operations.h"

namespace fw::flows {

class Bulk {
  public:
    explicit Bulk(const Flows& flows) : flows_(flows) {}

    // {"action", "select", "arguments"?, "comment"?, "dry_run"?} of docs/operations-flows.md. {"id", "total"}.
    [[nodiscard]] Result<std::string> create(Act& act, const json::Value& body, Language language) const;
    [[nodiscard]] Result<void> control(Act& act, Id bulk, std::string_view action) const;  // stop, continue

    [[nodiscard]] Result<std::string> list(Reader& reader, const Caller& caller) const;
    [[nodiscard]] Result<std::string> show(Reader& reader, const Caller& caller, Id bulk) const;
    [[nodiscard]] Result<std::string> items(Reader& reader, Id bulk, std::string_view result, int limit,
                                            std::string_view after, Language language) const;

    // --- for the jobs
    struct Item {
        Id bulk = 0, instance = 0;
        std::int64_t by = 0;
    };
    struct Batch {
        std::vector<Item> items;
        std::vector<Id> finished;  // running commands that have nothing left to do
    };
    // What is to be done next, of all running commands.
    [[nodiscard]] static Result<Batch> next(Reader& reader, int most);
    // Does one in the caller's transaction; one that is done already is no failure.
    [[nodiscard]] Result<void> perform(Act& act, const Item& item) const;
    // Notes why it could not be done.
    [[nodiscard]] static Result<void> note_failure(Act& act, const Item& item, const Diagnostics& why);
    // Progress after a batch; at the end it is counted exactly.
    [[nodiscard]] static Result<void> note_progress(Act& act, Id bulk, std::int64_t done, std::int64_t failed);
    [[nodiscard]] static Result<void> finish(Act& act, Id bulk);

  private:
    const Flows& flows_;
};

}  // namespace fw::flows
