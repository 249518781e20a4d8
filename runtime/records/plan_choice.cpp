#include "runtime/records/plan_choice.h"

#include <vector>

namespace fw::records {
namespace {

constexpr std::int64_t kFew = 2000;  // collecting and sorting these takes about as long as walking past the others
constexpr std::chrono::seconds kRemembered{20};
constexpr std::size_t kMostRemembered = 4000;

// Nothing if SQLite cannot run the statement.
std::optional<std::string> plan(storage::Reader& reader, const std::string& sql, storage::Params parameters) {
    std::string out;
    const auto done = reader.query("EXPLAIN QUERY PLAN " + sql, parameters, [&](const storage::Row& row) {
        out += row.text(3);
        out += '\n';
    });
    if (!done) return std::nullopt;
    return out;
}

std::string key_of(const std::string& sql, storage::Params parameters) {
    std::string out = sql;
    for (const storage::Param& p : parameters) {
        out += '\0';
        out += p.text().data() != nullptr ? std::string(p.text()) : std::to_string(p.number());
    }
    return out;
}

}  // namespace

Result<bool> PlanChoice::both_ways(storage::Reader& reader, const Question& question) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = both_ways_.find(question.plain); found != both_ways_.end()) return found->second;
    }
    constexpr std::string_view kSorts = "USE TEMP B-TREE FOR ORDER BY";
    const auto plain = plan(reader, question.plain, question.parameters);
    bool both = plain && plain->find(kSorts) != std::string::npos && plain->find("SEARCH r USING") != std::string::npos;
    if (both) {
        const auto walking = plan(reader, question.walking, question.parameters);
        both = walking && walking->find(kSorts) == std::string::npos;
    }
    const std::lock_guard lock(mutex_);
    if (both_ways_.size() >= kMostRemembered) both_ways_.clear();
    both_ways_.emplace(question.plain, both);
    return both;
}

Result<bool> PlanChoice::walks(storage::Reader& reader, const Question& question) {
    auto both = both_ways(reader, question);
    if (!both || !*both) return both;
    const std::string key = key_of(question.matches, question.match_parameters);
    const Clock::time_point now = Clock::now();
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = many_.find(key); found != many_.end() && found->second.until > now)
            return found->second.many;
    }
    std::vector<storage::Param> parameters(question.match_parameters.begin(), question.match_parameters.end());
    parameters.emplace_back(kFew);
    auto count = reader.query_integer(question.matches, parameters);
    if (!count) return tl::unexpected(count.error());
    const bool many = count->value_or(0) >= kFew;
    const std::lock_guard lock(mutex_);
    if (many_.size() >= kMostRemembered) many_.clear();
    many_[key] = {many, now + kRemembered};
    return many;
}

}  // namespace fw::records
