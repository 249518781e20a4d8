// Which way SQLite goes for a page of a sorted, filtered list. It knows nothing of how many rows match a filter and
// always collects and sorts those of a filter's index, also where half of the table matches. So where both ways exist
// the rows that match are counted up to a bound: few are collected and sorted; of many the first page is found soon by
// walking the sorted column's index.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

#include "runtime/storage/database.h"

namespace fw::records {

// Thread-safe; remembers what it found out.
class PlanChoice {
  public:
    struct Question {
        const std::string& plain;          // the statement as it is
        const std::string& walking;        // the same, bound to the sorted column's index
        storage::Params parameters;        // of both
        const std::string& matches;        // counts matching rows up to its last parameter
        storage::Params match_parameters;  // without the bound
    };
    // Whether `walking` is the better one.
    [[nodiscard]] Result<bool> walks(storage::Reader& reader, const Question& question);

  private:
    using Clock = std::chrono::steady_clock;
    struct Seen {
        bool many = false;
        Clock::time_point until;
    };
    [[nodiscard]] Result<bool> both_ways(storage::Reader& reader, const Question& question);

    std::mutex mutex_;
    std::unordered_map<std::string, bool> both_ways_;  // by statement
    std::unordered_map<std::string, Seen> many_;       // by statement and parameters
};

}  // namespace fw::records
