#include "engine/decision/table_index.h"

#include <algorithm>
#include <map>

namespace fw::decision {

using feel::Kind;
using feel::Value;

namespace {

bool is_zoned(const Value& value) {
    if (value.is(Kind::kTime)) return !value.as_time().zone.is_none();
    if (value.is(Kind::kDateTime)) return !value.as_date_time().zone.is_none();
    return false;
}

bool is_named(const Value& value) {
    if (value.is(Kind::kTime)) return value.as_time().zone.is_named();
    if (value.is(Kind::kDateTime)) return value.as_date_time().zone.is_named();
    return false;
}

int order(const Value& a, const Value& b) {
    if (a.is_boolean()) return static_cast<int>(a.as_boolean()) - static_cast<int>(b.as_boolean());
    return feel::compare(a, b).value_or(0);
}

// The first value of a set's ends; null if it has none.
Value sample(const CellSet& set) {
    for (const Interval& part : set.parts) {
        if (!part.low.is_null()) return part.low;
        if (!part.high.is_null()) return part.high;
    }
    return {};
}

}  // namespace

TableIndex::TableIndex(const CompiledTable& table)
    : columns_(table.inputs.size()), rules_(table.rules), words_((table.rules + 63) / 64) {
    for (std::size_t i = 0; i < columns_.size(); ++i) build(columns_[i], table, i);
}

void TableIndex::build(Column& column, const CompiledTable& table, std::size_t input) {
    // The kind most cells speak of; cells of others are run.
    std::map<std::pair<Kind, bool>, std::size_t> kinds;
    for (std::size_t rule = 0; rule < rules_; ++rule) {
        const CellSet& set = table.cell(rule, input).set;
        if (set.kind == CellSet::Kind::kValues && set.of != Kind::kNull) ++kinds[{set.of, is_zoned(sample(set))}];
    }
    std::size_t most = 0;
    for (const auto& [kind, count] : kinds) {
        if (count <= most) continue;
        most = count;
        column.kind = kind.first;
        column.zoned = kind.second;
    }
    column.beyond.assign(rules_, 0);
    for (std::size_t rule = 0; rule < rules_; ++rule) {
        const CellSet& set = table.cell(rule, input).set;
        const bool other = set.kind == CellSet::Kind::kValues && set.of != Kind::kNull &&
                           (set.of != column.kind || is_zoned(sample(set)) != column.zoned);
        if (set.kind == CellSet::Kind::kBeyond || other) {
            column.beyond[rule] = 1;
            column.any_beyond = true;
            continue;
        }
        for (const Interval& part : set.parts) {
            if (!part.low.is_null()) column.bounds.push_back(part.low);
            if (!part.high.is_null()) column.bounds.push_back(part.high);
        }
    }
    auto& bounds = column.bounds;
    std::sort(bounds.begin(), bounds.end(), [](const Value& a, const Value& b) { return order(a, b) < 0; });
    bounds.erase(
        std::unique(bounds.begin(), bounds.end(), [](const Value& a, const Value& b) { return order(a, b) == 0; }),
        bounds.end());
    const auto at = [&](const Value& value) {
        const auto found = std::lower_bound(bounds.begin(), bounds.end(), value,
                                            [](const Value& a, const Value& b) { return order(a, b) < 0; });
        return static_cast<std::uint32_t>(2 * (found - bounds.begin()) + 1);
    };
    const auto last = static_cast<std::uint32_t>(2 * bounds.size());
    column.regions = last + 2;
    for (std::size_t rule = 0; rule < rules_; ++rule) {
        const CellSet& set = table.cell(rule, input).set;
        column.span_at.push_back(static_cast<std::uint32_t>(column.spans.size()));
        if (column.beyond[rule] != 0 || set.kind == CellSet::Kind::kAny) {
            column.spans.push_back({0, last + 1});
            continue;
        }
        for (const Interval& part : set.parts) {
            Span span{0, last};
            if (!part.low.is_null()) span.first = at(part.low) + (part.low_closed ? 0 : 1);
            if (!part.high.is_null()) span.last = at(part.high) - (part.high_closed ? 0 : 1);
            column.spans.push_back(span);
        }
        if (set.null_matches) column.spans.push_back({last + 1, last + 1});
    }
    column.span_at.push_back(static_cast<std::uint32_t>(column.spans.size()));
    if (column.kind == Kind::kNumber) {
        for (const Value& bound : bounds) column.numbers.push_back(bound.as_number());
        bounds.clear();
    }
    store(column);
}

void TableIndex::store(Column& column) {
    constexpr std::size_t kMostBits = 4U << 20U;  // bytes of one column
    if (column.regions * words_ * 8 <= kMostBits) {
        column.bits.assign(column.regions * words_, 0);
        for (std::uint32_t rule = 0; rule < rules_; ++rule) {
            for (std::uint32_t i = column.span_at[rule]; i < column.span_at[rule + 1]; ++i) {
                for (std::uint32_t r = column.spans[i].first; r <= column.spans[i].last && r < column.regions; ++r)
                    column.bits[r * words_ + rule / 64] |= 1ULL << (rule % 64);
            }
        }
        return;
    }
    constexpr std::uint32_t kWide = 64;  // regions
    std::vector<std::vector<std::uint32_t>> lists(column.regions);
    for (std::uint32_t rule = 0; rule < rules_; ++rule) {
        std::uint32_t covered = 0;
        for (std::uint32_t i = column.span_at[rule]; i < column.span_at[rule + 1]; ++i)
            covered += column.spans[i].last + 1 - std::min(column.spans[i].first, column.spans[i].last + 1);
        if (covered > kWide) {
            column.wide.push_back(rule);
            continue;
        }
        for (std::uint32_t i = column.span_at[rule]; i < column.span_at[rule + 1]; ++i) {
            for (std::uint32_t r = column.spans[i].first; r <= column.spans[i].last && r < column.regions; ++r)
                lists[r].push_back(rule);
        }
    }
    for (const auto& list : lists) {
        column.list_at.push_back(static_cast<std::uint32_t>(column.listed.size()));
        column.listed.insert(column.listed.end(), list.begin(), list.end());
    }
    column.list_at.push_back(static_cast<std::uint32_t>(column.listed.size()));
}

std::uint32_t TableIndex::region_of(const Column& column, const Value& value) const {
    if (value.is_null()) return column.regions - 1;
    if (value.kind() != column.kind) return kAsk;
    if (column.kind == Kind::kNumber) {
        const Decimal number = value.as_number();
        std::size_t low = 0;
        std::size_t high = column.numbers.size();
        while (low < high) {
            const std::size_t middle = (low + high) / 2;
            const int o = compare(column.numbers[middle], number);
            if (o == 0) return static_cast<std::uint32_t>(2 * middle + 1);
            if (o < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return static_cast<std::uint32_t>(2 * low);
    }
    if (is_zoned(value) != column.zoned || is_named(value)) return kAsk;
    std::size_t low = 0;
    std::size_t high = column.bounds.size();
    const bool text = column.kind == Kind::kString;
    const std::string_view mine = text ? value.as_string() : std::string_view();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        const Value& bound = column.bounds[middle];
        const int o = text ? bound.as_string().compare(mine) : order(bound, value);
        if (o == 0) return static_cast<std::uint32_t>(2 * middle + 1);
        if (o < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return static_cast<std::uint32_t>(2 * low);
}

std::size_t TableIndex::candidates(const Column& column, std::uint32_t region) const {
    constexpr std::size_t kShort = 64;  // beyond this, bits are as good
    if (!column.bits.empty() || region == kAsk) return static_cast<std::size_t>(-1);
    const std::size_t count = column.list_at[region + 1] - column.list_at[region] + column.wide.size();
    return count <= std::max(kShort, rules_ / 32) ? count : static_cast<std::size_t>(-1);
}

bool TableIndex::asks(std::size_t rule, std::size_t at, const Value& value) const {
    const Column& column = columns_[at];
    return column.beyond[rule] != 0 || region_of(column, value) == kAsk;
}

bool TableIndex::asks(std::span<const Value> inputs) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Column& column = columns_[i];
        if (column.any_beyond) return true;
        if (!inputs[i].is_null() &&
            (inputs[i].kind() != column.kind || (column.kind != Kind::kNumber && region_of(column, inputs[i]) == kAsk)))
            return true;
    }
    return false;
}

}  // namespace fw::decision
