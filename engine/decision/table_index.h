// Finds the rules of a table that may match without looking at each: every column's values are cut into regions at the
// ends of its intervals, and each region knows its rules. Immutable, shared between threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/decision/compiled_table.h"

namespace fw::decision {

class TableIndex {
  public:
    TableIndex() = default;
    explicit TableIndex(const CompiledTable& table);

    // Calls `found(rule)` for each rule that matches as far as sets of constants say, in order, until it gives false.
    // Cells that need running (`asks`) are not looked at: the caller does.
    template <class Found>
    void match(std::span<const feel::Value> inputs, Found found) const;

    // Whether a cell must be run for this value, because it is beyond constants or the value is of another kind.
    [[nodiscard]] bool asks(std::size_t rule, std::size_t column, const feel::Value& value) const;
    // Whether any cell must be run for these values at all.
    [[nodiscard]] bool asks(std::span<const feel::Value> inputs) const;

  private:
    static constexpr std::uint32_t kAsk = 0xFFFFFFFFU;  // a value of another kind: every rule may match
    static constexpr std::size_t kColumnsInline = 16;

    struct Span {
        std::uint32_t first, last;  // regions
    };
    struct Column {
        feel::Kind kind = feel::Kind::kNull;
        bool zoned = false;
        bool any_beyond = false;
        std::vector<Decimal> numbers;        // ends, sorted: of number columns
        std::vector<feel::Value> bounds;     // of others
        std::uint32_t regions = 0;           // 2 i: below end i, 2 i + 1: end i itself; the last: null
        std::vector<std::uint8_t> beyond;    // by rule
        std::vector<Span> spans;             // of all rules
        std::vector<std::uint32_t> span_at;  // by rule, and the end
        std::vector<std::uint64_t> bits;     // by region: rules; empty where that takes too much memory
        std::vector<std::uint32_t> listed;   // else: by region its rules, but for `wide` ones
        std::vector<std::uint32_t> list_at;
        std::vector<std::uint32_t> wide;
    };

    void build(Column& column, const CompiledTable& table, std::size_t input);
    void store(Column& column);
    [[nodiscard]] std::uint32_t region_of(const Column& column, const feel::Value& value) const;
    [[nodiscard]] bool holds(const Column& column, std::uint32_t rule, std::uint32_t region) const;
    [[nodiscard]] std::size_t candidates(const Column& column, std::uint32_t region) const;

    std::vector<Column> columns_;
    std::size_t rules_ = 0;
    std::size_t words_ = 0;
};

inline bool TableIndex::holds(const Column& column, std::uint32_t rule, std::uint32_t region) const {
    if (region == kAsk) return true;
    if (!column.bits.empty()) return ((column.bits[region * words_ + rule / 64] >> (rule % 64)) & 1U) != 0;
    for (std::uint32_t i = column.span_at[rule]; i < column.span_at[rule + 1]; ++i) {
        if (column.spans[i].first <= region && region <= column.spans[i].last) return true;
    }
    return false;
}

template <class Found>
void TableIndex::match(std::span<const feel::Value> inputs, Found found) const {
    std::uint32_t few[kColumnsInline];
    std::vector<std::uint32_t> many;
    std::uint32_t* regions = few;
    if (columns_.size() > kColumnsInline) {
        many.resize(columns_.size());
        regions = many.data();
    }
    const Column* best = nullptr;
    std::size_t best_count = rules_;
    std::size_t best_at = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        regions[i] = region_of(columns_[i], inputs[i]);
        const std::size_t count = candidates(columns_[i], regions[i]);
        if (count >= best_count) continue;
        best = &columns_[i];
        best_count = count;
        best_at = i;
    }
    const auto fits = [&](std::uint32_t rule, bool lists_only) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (lists_only && !columns_[i].bits.empty()) continue;
            if (!holds(columns_[i], rule, regions[i])) return false;
        }
        return true;
    };
    if (best != nullptr) {  // a short list: its rules one by one
        const std::uint32_t* a = best->listed.data() + best->list_at[regions[best_at]];
        const std::uint32_t* const a_end = best->listed.data() + best->list_at[regions[best_at] + 1];
        const std::uint32_t* b = best->wide.data();
        const std::uint32_t* const b_end = b + best->wide.size();
        while (a != a_end || b != b_end) {
            const std::uint32_t rule = b == b_end || (a != a_end && *a < *b) ? *a++ : *b++;
            if (fits(rule, false) && !found(rule)) return;
        }
        return;
    }
    for (std::size_t w = 0; w < words_; ++w) {
        std::uint64_t word = w + 1 < words_ || rules_ % 64 == 0 ? ~0ULL : (1ULL << (rules_ % 64)) - 1;
        for (std::size_t i = 0; i < columns_.size() && word != 0; ++i) {
            if (regions[i] != kAsk && !columns_[i].bits.empty()) word &= columns_[i].bits[regions[i] * words_ + w];
        }
        for (; word != 0; word &= word - 1) {
            const auto rule = static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(__builtin_ctzll(word)));
            if (fits(rule, true) && !found(rule)) return;
        }
    }
}

}  // namespace fw::decision
