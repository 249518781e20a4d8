#include "engine/decision/analysis/columns.h"

#include <algorithm>
#include <optional>

#include "engine/feel/code/program.h"

namespace fw::decision::analysis {

namespace {

using feel::Kind;
using feel::Value;

bool is_scalar(Kind kind) {
    return kind == Kind::kBoolean || kind == Kind::kNumber || kind == Kind::kString || kind == Kind::kDate ||
           kind == Kind::kTime || kind == Kind::kDateTime || kind == Kind::kDaysDuration ||
           kind == Kind::kYearsDuration;
}

// The kind of the column's values, if its type says so.
std::optional<Kind> kind_of(const feel::Type& type) {
    if (type.is_any() || type.is(feel::TypeKind::kNull)) return std::nullopt;
    const auto kind = static_cast<Kind>(static_cast<int>(type.kind()) - 1);
    return is_scalar(kind) ? std::optional(kind) : std::nullopt;
}

// Whether a time has a zone: those with and those without have no common order. Named zones never get here.
bool has_zone(const Value& value) {
    if (value.is(Kind::kTime)) return !value.as_time().zone.is_none();
    return value.is(Kind::kDateTime) && !value.as_date_time().zone.is_none();
}

std::optional<bool> zone_use(const CellSet& set) {
    for (const Interval& part : set.parts) {
        if (!part.low.is_null()) return has_zone(part.low);
        if (!part.high.is_null()) return has_zone(part.high);
    }
    return std::nullopt;
}

// Whether a program looks at nothing but the value under test.
bool reads_only_input(const feel::Expression& program) {
    for (const auto& path : program.reads()) {
        if (path.empty() || path[0] != "?") return false;
    }
    return std::all_of(program.program().calls.begin(), program.program().calls.end(),
                       [](const feel::code::CallSite& call) { return call.function->pure; });
}

class Cutter {
  public:
    Cutter(const CompiledTable& table, std::size_t input) : table_(table), column_(table.inputs[input]), input_(input) {
        // Allowed values that are more than a set do not cut; witnesses are asked of their program.
        if (column_.allowed && column_.allowed->kind == CellSet::Kind::kValues) domain_.push_back(&*column_.allowed);
        null_ = domain_.empty() || domain_[0]->null_matches;
        for (const Limit& limit : column_.limits) {
            if (limit.set.kind == CellSet::Kind::kValues) domain_.push_back(&limit.set);
        }
    }

    Column run() {
        find_kind();
        find_ends();
        make_pieces();
        for (std::size_t rule = 0; rule < table_.rules; ++rule) add_cell(table_.cell(rule, input_));
        return std::move(out_);
    }

  private:
    void find_kind() {
        kind_ = kind_of(column_.type);
        for (const CellSet* set : domain_) {
            if (!kind_ && set->of != Kind::kNull) kind_ = set->of;
        }
        for (std::size_t rule = 0; rule < table_.rules && !kind_; ++rule) {
            const CellSet& set = table_.cell(rule, input_).set;
            if (set.kind == CellSet::Kind::kValues && set.of != Kind::kNull) kind_ = set.of;
        }
        for (const CellSet* set : domain_) {
            if (!zoned_ && set->of == kind_) zoned_ = zone_use(*set);
        }
        for (std::size_t rule = 0; rule < table_.rules && !zoned_; ++rule) {
            const CellSet& set = table_.cell(rule, input_).set;
            if (set.kind == CellSet::Kind::kValues && set.of == kind_) zoned_ = zone_use(set);
        }
    }

    // The parts of a set are of the column's kind and comparable with the others.
    [[nodiscard]] bool fits(const CellSet& set) const {
        return set.of == kind_ && (!zone_use(set) || zone_use(set) == zoned_);
    }

    void add_ends(const CellSet& set) {
        if (set.kind != CellSet::Kind::kValues || !fits(set)) return;
        for (const Interval& part : set.parts) {
            if (!part.low.is_null()) ends_.push_back(part.low);
            if (!part.high.is_null()) ends_.push_back(part.high);
        }
    }

    void find_ends() {
        if (kind_ == Kind::kBoolean) {
            ends_ = {Value::boolean(false), Value::boolean(true)};
            return;
        }
        for (const CellSet* set : domain_) add_ends(*set);
        for (std::size_t rule = 0; rule < table_.rules; ++rule) add_ends(table_.cell(rule, input_).set);
        std::sort(ends_.begin(), ends_.end(), [](const Value& a, const Value& b) { return order_of(a, b) < 0; });
        ends_.erase(
            std::unique(ends_.begin(), ends_.end(), [](const Value& a, const Value& b) { return order_of(a, b) == 0; }),
            ends_.end());
    }

    // Raw places: 2i lies before ends_[i], 2i + 1 is ends_[i]; 2n lies behind them all.
    void make_pieces() {
        first_at_.push_back(0);
        const std::size_t raw = 2 * ends_.size() + 1;
        for (std::size_t at = 0; at < raw; ++at) {
            Interval part;
            if (at % 2 == 1) {
                part = {ends_[at / 2], ends_[at / 2], true, true};
            } else {
                if (at > 0) part.low = ends_[at / 2 - 1];
                if (at / 2 < ends_.size()) part.high = ends_[at / 2];
            }
            const Value witness = at % 2 == 1 ? part.low : between(kind_.value_or(Kind::kNull), part.low, part.high);
            add_piece(part, witness);
            first_at_.push_back(out_.size());
        }
        if (out_.pieces.empty() && !kind_) out_.pieces.push_back({{}, plain_value(), false});
        if (null_) {
            out_.has_null = true;
            out_.pieces.push_back({{}, Value(), false});
        }
        out_.named.assign(1, 0);
        for (std::uint32_t i = 0; i < out_.size(); ++i) {
            out_.named.push_back(i + 1 - (out_.has_null && i + 1 == out_.size() ? 1 : 0));
        }
    }

    void add_piece(const Interval& part, const Value& witness) {
        if (witness.is_null() || (kind_ == Kind::kBoolean && !part.is_point())) return;
        if (std::any_of(domain_.begin(), domain_.end(),
                        [&](const CellSet* set) { return fits(*set) && !set->contains(witness); })) {
            joined_ = false;
            return;
        }
        out_.pieces.push_back({part, witness, joined_ && !out_.pieces.empty()});
        joined_ = true;
    }

    // Any value but null, where the column's values have no order.
    [[nodiscard]] Value plain_value() const {
        if (column_.type.is(feel::TypeKind::kList)) return Value::list({});
        if (column_.type.is(feel::TypeKind::kContext)) return Value::context({});
        if (column_.type.is(feel::TypeKind::kRange))
            return Value::range(Value::number(0), true, Value::number(1), true);
        return Value::number(0);
    }

    [[nodiscard]] std::size_t raw_of(const Value& end) const {
        const auto at = std::lower_bound(ends_.begin(), ends_.end(), end,
                                         [](const Value& a, const Value& b) { return order_of(a, b) < 0; });
        return 2 * static_cast<std::size_t>(at - ends_.begin()) + 1;
    }

    [[nodiscard]] Run run_of(const Interval& part) const {
        const std::size_t begin = part.low.is_null() ? 0 : raw_of(part.low) + (part.low_closed ? 0 : 1);
        const std::size_t end =
            part.high.is_null() ? first_at_.size() - 1 : raw_of(part.high) + (part.high_closed ? 1 : 0);
        return {first_at_[begin], begin < end ? first_at_[end] : first_at_[begin]};
    }

    void add_cell(const Cell& cell) {
        Runs runs;
        CellState state = CellState::kExact;
        const CellSet& set = cell.set;
        if (set.kind == CellSet::Kind::kAny) {
            if (out_.size() > 0) runs.push_back({0, out_.size()});
        } else if (set.kind == CellSet::Kind::kBeyond || (set.of != Kind::kNull && !fits(set) && !other_kind(set))) {
            state = cell.program && reads_only_input(cell.program) ? CellState::kLocal : CellState::kOpen;
        } else {
            if (fits(set)) add_parts(set, runs);
            if (set.null_matches && out_.has_null) append(runs, {out_.size() - 1, out_.size()});
        }
        out_.cells.push_back(std::move(runs));
        out_.states.push_back(state);
    }

    // A set of values of another kind than the column's type has: it matches none of them.
    [[nodiscard]] bool other_kind(const CellSet& set) const { return kind_of(column_.type) && set.of != kind_; }

    void add_parts(const CellSet& set, Runs& runs) const {
        for (const Interval& part : set.parts) append(runs, run_of(part));
    }

    static void append(Runs& runs, Run run) {
        if (run.begin >= run.end) return;
        if (!runs.empty() && runs.back().end == run.begin) {
            runs.back().end = run.end;
        } else {
            runs.push_back(run);
        }
    }

    const CompiledTable& table_;
    const InputColumn& column_;
    std::size_t input_;
    std::vector<const CellSet*> domain_;  // a value is in all of them
    bool null_ = true;                    // the column may be null
    std::optional<Kind> kind_;
    std::optional<bool> zoned_;
    std::vector<Value> ends_;
    std::vector<std::uint32_t> first_at_;  // by raw place: the first piece at or behind it
    bool joined_ = false;
    Column out_;
};

std::string part_text(const Interval& first, const Interval& last) {
    if (first.is_point() && last.is_point() && order_of(first.low, last.low) == 0) return first.low.print();
    if (first.low.is_null() && last.high.is_null()) return "-";
    if (first.low.is_null()) return (last.high_closed ? "<= " : "< ") + last.high.print();
    if (last.high.is_null()) return (first.low_closed ? ">= " : "> ") + first.low.print();
    return (first.low_closed ? "[" : "(") + first.low.print() + ".." + last.high.print() +
           (last.high_closed ? "]" : ")");
}

}  // namespace

std::vector<Column> cut(const CompiledTable& table) {
    std::vector<Column> out;
    for (std::size_t i = 0; i < table.inputs.size(); ++i) out.push_back(Cutter(table, i).run());
    return out;
}

std::string Column::describe(Run run) const {
    const std::uint32_t end = has_null && run.end == size() ? run.end - 1 : run.end;
    const std::uint32_t all = has_null ? size() - 1 : size();
    if (run.begin == 0 && end == all) return "-";
    std::string out;
    constexpr std::uint32_t kShown = 6;
    std::uint32_t shown = 0;
    for (std::uint32_t i = run.begin; i < end;) {
        std::uint32_t last = i;
        while (last + 1 < end && pieces[last + 1].joined) ++last;
        if (++shown > kShown) return out + ", …";
        if (!out.empty()) out += ", ";
        out += part_text(pieces[i].part, pieces[last].part);
        i = last + 1;
    }
    return out.empty() ? "null" : out;
}

bool intersect(const Runs& a, const Runs& b) {
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i].begin < b[j].end && b[j].begin < a[i].end) return true;
        a[i].end <= b[j].begin ? ++i : ++j;
    }
    return false;
}

std::uint32_t common_piece(const Column& column, const Runs& a, const Runs& b) {
    std::uint32_t null_piece = column.size();
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const std::uint32_t begin = std::max(a[i].begin, b[j].begin);
        const std::uint32_t end = std::min(a[i].end, b[j].end);
        if (begin < end) {
            if (column.has_named(begin, end)) return begin;
            null_piece = begin;
        }
        a[i].end <= b[j].end ? ++i : ++j;
    }
    return null_piece;
}

}  // namespace fw::decision::analysis
