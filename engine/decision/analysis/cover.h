// Which part of a box no rule covers: a sweep over one column after the other. Rules that begin and end at the same
// places lead to the same question again; each question is asked once.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_set>
#include <vector>

#include "engine/decision/analysis/columns.h"

namespace fw::decision::analysis {

class Cover {
  public:
    // `box` has runs for each column; `with_null`: null values need an answer too. `steps` is counted down.
    Cover(std::span<const Column> columns, std::span<const Runs> box, bool with_null, std::uint64_t& steps);

    // Calls `hole` with one run for each column for each hole, until it returns false. Every cell of the rules must be
    // kExact. False: the steps are used up, so there may be more holes.
    [[nodiscard]] bool search(std::vector<std::uint32_t> rules, const std::function<bool(std::span<const Run>)>& hole);

  private:
    [[nodiscard]] bool visit(std::size_t level, const std::vector<std::uint32_t>& active);
    [[nodiscard]] bool sweep(std::size_t level, const std::vector<std::uint32_t>& active);
    [[nodiscard]] bool report(std::size_t level);
    [[nodiscard]] bool counts(std::size_t column, Run run) const;
    [[nodiscard]] bool covers_rest(std::uint32_t rule, std::size_t level) const;

    std::span<const Column> columns_;
    std::span<const Runs> box_;
    bool with_null_;
    std::uint64_t& steps_;
    std::vector<std::size_t> order_;  // of columns: few pieces first
    std::vector<Run> chosen_;         // by column
    const std::function<bool(std::span<const Run>)>* hole_ = nullptr;
    std::unordered_set<std::uint64_t> covered_;  // hashes of (level, rules) without a hole
    bool exhausted_ = false;
    bool stopped_ = false;
};

}  // namespace fw::decision::analysis
