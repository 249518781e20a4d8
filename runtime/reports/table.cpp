#include "runtime/reports/table.h"

#include <algorithm>

namespace fw::reports {

namespace {

void add(Partial& into, const Partial& more, Function function) {
    into.count += more.count;
    into.sum = into.sum + more.sum;
    if (!more.extreme) return;
    const bool better =
        !into.extreme || (function == Function::kMin ? *more.extreme < *into.extreme : *more.extreme > *into.extreme);
    if (better) into.extreme = more.extreme;
}

std::optional<Decimal> value_of(const Partial& partial, const Measure& measure) {
    constexpr int kExtraDigitsOfAverages = 2;
    switch (measure.function) {
        case Function::kCount:
            return Decimal(partial.count);
        case Function::kSum:
            return partial.sum.round(measure.scale);
        case Function::kMin:
        case Function::kMax:
            return partial.extreme;
        case Function::kAvg:
            break;
    }
    if (partial.count == 0) return std::nullopt;
    return (partial.sum / Decimal(partial.count)).round(measure.scale + kExtraDigitsOfAverages).normalized();
}

// The sums of one open group of each level; level 0 is the whole report.
class Builder {
  public:
    Builder(std::size_t groups, const std::vector<Measure>& measures)
        : measures_(measures), open_(groups + 1, std::vector<Partial>(measures.size())), rows_of_(groups + 1, 0) {}

    void add_leaf(const Leaf& leaf, const std::vector<Key>* previous) {
        const std::size_t groups = open_.size() - 1;
        std::size_t same = 0;
        while (previous != nullptr && same < groups && leaf.keys[same] == (*previous)[same]) ++same;
        if (previous != nullptr) close_below(same);
        for (std::size_t level = same + 1; level <= groups; ++level) {
            rows_of_[level] = table_.rows.size();
            table_.rows.push_back({{leaf.keys.begin(), leaf.keys.begin() + static_cast<std::ptrdiff_t>(level)}, {}});
        }
        for (std::vector<Partial>& sums : open_) {
            for (std::size_t m = 0; m < measures_.size(); ++m) add(sums[m], leaf.measures[m], measures_[m].function);
        }
    }

    Table finish(bool any) {
        if (any) close_below(0);
        table_.totals = values(open_[0]);
        return std::move(table_);
    }

  private:
    // Ends every open group deeper than `level`.
    void close_below(std::size_t level) {
        for (std::size_t deeper = level + 1; deeper < open_.size(); ++deeper) {
            table_.rows[rows_of_[deeper]].values = values(open_[deeper]);
            std::fill(open_[deeper].begin(), open_[deeper].end(), Partial{});
        }
    }
    [[nodiscard]] std::vector<std::optional<Decimal>> values(const std::vector<Partial>& partials) const {
        std::vector<std::optional<Decimal>> out;
        for (std::size_t m = 0; m < measures_.size(); ++m) out.push_back(value_of(partials[m], measures_[m]));
        return out;
    }

    const std::vector<Measure>& measures_;
    Table table_;
    std::vector<std::vector<Partial>> open_;
    std::vector<std::size_t> rows_of_;
};

}  // namespace

Table build_table(const std::vector<Leaf>& leaves, std::size_t groups, const std::vector<Measure>& measures) {
    Builder builder(groups, measures);
    const std::vector<Key>* previous = nullptr;
    for (const Leaf& leaf : leaves) {
        builder.add_leaf(leaf, previous);
        previous = &leaf.keys;
    }
    return builder.finish(previous != nullptr);
}

}  // namespace fw::reports
