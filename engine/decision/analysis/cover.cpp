#include "engine/decision/analysis/cover.h"

#include <algorithm>
#include <numeric>

namespace fw::decision::analysis {

namespace {

struct Event {
    std::uint32_t at;
    std::uint32_t rule;
    bool begins;
};

std::uint64_t hash_of(std::size_t level, const std::vector<std::uint32_t>& rules) {
    std::uint64_t h = 0x9E3779B97F4A7C15U * (level + 1);
    for (const std::uint32_t rule : rules) {
        h ^= rule + 0x9E3779B97F4A7C15U + (h << 6U) + (h >> 2U);
        h *= 0xFF51AFD7ED558CCDU;
        h ^= h >> 33U;
    }
    return h;
}

}  // namespace

Cover::Cover(std::span<const Column> columns, std::span<const Runs> box, bool with_null, std::uint64_t& steps)
    : columns_(columns),
      box_(box),
      with_null_(with_null),
      steps_(steps),
      order_(columns.size()),
      chosen_(columns.size()) {
    std::iota(order_.begin(), order_.end(), 0U);
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::size_t a, std::size_t b) { return columns_[a].size() < columns_[b].size(); });
}

bool Cover::counts(std::size_t column, Run run) const {
    return run.begin < run.end && (with_null_ || columns_[column].has_named(run.begin, run.end));
}

bool Cover::search(std::vector<std::uint32_t> rules, const std::function<bool(std::span<const Run>)>& hole) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        const bool some = std::any_of(box_[c].begin(), box_[c].end(), [&](Run run) { return counts(c, run); });
        if (!some) return true;  // the box holds nothing
    }
    hole_ = &hole;
    (void)visit(0, rules);
    return !exhausted_;
}

// True: covered.
bool Cover::visit(std::size_t level, const std::vector<std::uint32_t>& active) {
    if (active.empty()) return report(level);
    if (level == order_.size()) return true;
    const std::uint64_t cost = 8 + 4 * active.size();
    if (steps_ < cost) {
        exhausted_ = stopped_ = true;
        return false;
    }
    steps_ -= cost;
    for (const std::uint32_t rule : active) {
        if (covers_rest(rule, level)) return true;
    }
    const std::uint64_t key = hash_of(level, active);
    if (covered_.contains(key)) return true;
    const bool covered = sweep(level, active);
    if (covered && !stopped_) covered_.insert(key);
    return covered;
}

bool Cover::covers_rest(std::uint32_t rule, std::size_t level) const {
    for (std::size_t i = level; i < order_.size(); ++i) {
        const Column& column = columns_[order_[i]];
        if (!column.is_full(column.cells[rule])) return false;
    }
    return true;
}

bool Cover::sweep(std::size_t level, const std::vector<std::uint32_t>& active) {
    const std::size_t c = order_[level];
    const Column& column = columns_[c];
    std::vector<Event> events;
    std::vector<std::uint32_t> cuts;
    for (const std::uint32_t rule : active) {
        for (const Run run : column.cells[rule]) {
            events.push_back({run.begin, rule, true});
            events.push_back({run.end, rule, false});
        }
    }
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.at < b.at; });
    for (const Event& event : events) {
        if (cuts.empty() || cuts.back() != event.at) cuts.push_back(event.at);
    }
    bool covered = true;
    for (const Run part : box_[c]) {
        std::vector<std::uint32_t> now;
        std::size_t next = 0;
        std::uint32_t at = part.begin;
        auto cut = std::upper_bound(cuts.begin(), cuts.end(), at);
        while (at < part.end && !stopped_) {
            for (; next < events.size() && events[next].at <= at; ++next) {
                const auto place = std::lower_bound(now.begin(), now.end(), events[next].rule);
                if (events[next].begins) {
                    if (place == now.end() || *place != events[next].rule) now.insert(place, events[next].rule);
                } else if (place != now.end() && *place == events[next].rule) {
                    now.erase(place);
                }
            }
            const std::uint32_t end = cut == cuts.end() ? part.end : std::min(*cut, part.end);
            if (counts(c, {at, end})) {
                chosen_[c] = {at, end};
                covered = visit(level + 1, now) && covered;
            }
            at = end;
            if (cut != cuts.end()) ++cut;
        }
    }
    return covered;
}

bool Cover::report(std::size_t level) {
    std::vector<Run> hole(columns_.size());
    for (std::size_t i = 0; i < order_.size(); ++i) {
        const std::size_t c = order_[i];
        if (i < level) {
            hole[c] = chosen_[c];
            continue;
        }
        for (const Run run : box_[c]) {
            if (!counts(c, run)) continue;
            hole[c] = run;
            break;
        }
    }
    if (!(*hole_)(hole)) stopped_ = true;
    return false;
}

}  // namespace fw::decision::analysis
