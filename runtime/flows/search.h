// Which instances a list, or a command on many, is about.
#pragma once

#include <string>
#include <vector>

#include "engine/json/value.h"
#include "runtime/flows/view.h"

namespace fw::flows {

// Walks the instances that match, newest first. What tables cannot say (nodes, variables) is read from the snapshots,
// so a search without flow or state is bounded by kMostLooked instances a call.
class InstanceSearch {
  public:
    static constexpr std::int64_t kMostLooked = 200'000;

    // FLOW-422 where the request is wrong.
    [[nodiscard]] static Result<InstanceSearch> make(const View& view, const InstanceRequest& request);

    struct Page {
        std::vector<Id> ids;
        Id next = 0;  // go on below this one; 0: there are no more
    };
    // At most `most` below `before`.
    [[nodiscard]] Result<Page> find(Id before, std::size_t most) const;
    [[nodiscard]] Id first() const { return before_; }

  private:
    struct Variable {
        std::string name, operation;
        json::Value value;
    };
    explicit InstanceSearch(const View& view) : view_(&view) {}
    [[nodiscard]] bool residual() const { return !node_.empty() || !variables_.empty() || !search_.empty(); }
    [[nodiscard]] bool matches(const json::Value& snapshot) const;
    [[nodiscard]] static bool holds(const Variable& wanted, const json::Value* found);
    void where(std::string condition, storage::Value parameter);
    [[nodiscard]] Result<void> add_moment(std::string_view column, std::string_view operation, const std::string& text,
                                          const char* name);

    const View* view_;
    std::string where_;
    std::vector<storage::Value> params_;
    std::string node_, search_;
    std::vector<Variable> variables_;
    Id before_ = 0;
};

}  // namespace fw::flows
