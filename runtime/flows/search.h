// Which instances a list, or a command on many, is about.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/json/value.h"
#include "runtime/flows/view.h"

namespace fw::flows {

// Walks the instances that match, newest first unless the request says otherwise. What tables cannot say (nodes,
// variables, titles) is looked at one by one, so such a search is bounded by kMostLooked instances a call.
class InstanceSearch {
  public:
    static constexpr std::int64_t kMostLooked = 200'000;
    static constexpr std::int64_t kMostCounted = 100'000;

    // FLOW-422 where the request is wrong.
    [[nodiscard]] static Result<InstanceSearch> make(const View& view, const InstanceRequest& request);

    struct Page {
        std::vector<Id> ids;
        Id next = 0;             // go on behind this one; 0: there are no more
        std::int64_t count = 0;  // where it was asked for: of all that match behind `after`, at most kMostCounted
    };
    // At most `most` behind `after`.
    [[nodiscard]] Result<Page> find(Id after, std::size_t most, bool count = false) const;
    [[nodiscard]] Id first() const { return first_; }  // where the request begins
    [[nodiscard]] Id beginning() const { return oldest_first_ ? 0 : INT64_MAX; }

  private:
    struct Variable {
        std::string name, operation;
        json::Value value;
    };
    explicit InstanceSearch(const View& view) : view_(&view) {}
    [[nodiscard]] bool residual() const { return !node_.empty() || !variables_.empty() || !search_.empty(); }
    [[nodiscard]] Result<std::int64_t> counted() const;
    [[nodiscard]] bool matches(std::string_view snapshot) const;
    // The snapshot of a large instance may be behind its last step.
    [[nodiscard]] bool matches(Id id, std::int64_t version, std::string_view snapshot) const;
    [[nodiscard]] static bool holds(const Variable& wanted, const json::Value* found);
    void where(std::string condition);
    void where(std::string condition, storage::Value parameter);
    [[nodiscard]] Result<void> add_moment(std::string_view column, std::string_view operation, const std::string& text,
                                          const char* name);

    const View* view_;
    std::string where_;
    std::vector<storage::Value> params_;
    std::string node_, search_;
    std::vector<Variable> variables_;
    std::vector<std::string> signs_;  // each stands in the text of every snapshot that matches
    bool oldest_first_ = false;
    Id first_ = 0;
};

}  // namespace fw::flows
