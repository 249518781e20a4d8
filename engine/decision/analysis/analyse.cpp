#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/decision/analysis/analysis.h"
#include "engine/decision/analysis/columns.h"
#include "engine/decision/analysis/cover.h"

namespace fw::decision {

namespace {

using analysis::CellState;
using analysis::Column;
using analysis::Cover;
using analysis::Run;
using analysis::Runs;
using feel::Value;

class Analyser {
  public:
    Analyser(const CompiledTable& table, const AnalysisOptions& options)
        : table_(table), options_(options), columns_(analysis::cut(table)), steps_(options.steps) {}

    Analysis run() {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const Column& column = columns_[i];
            full_.push_back(column.size() > 0 ? Runs{{0, column.size()}} : Runs{});
        }
        states();
        beyond();
        empty_rules();
        pairs();
        masked();
        gaps();
        return std::move(out_);
    }

  private:
    [[nodiscard]] HitPolicy policy() const { return table_.source->hit_policy; }

    // The worst state of a rule's cells.
    void states() {
        for (std::size_t rule = 0; rule < table_.rules; ++rule) {
            CellState worst = CellState::kExact;
            for (const Column& column : columns_) worst = std::max(worst, column.states[rule]);
            states_.push_back(worst);
            empty_.push_back(false);
        }
    }

    void add(Finding finding) {
        const auto kind = static_cast<std::size_t>(finding.kind);
        if (count_[kind]++ < options_.findings) {
            out_.findings.push_back(std::move(finding));
        } else {
            ++out_.omitted[kind];
        }
    }

    [[nodiscard]] bool room_for(FindingKind kind) const {
        return count_[static_cast<std::size_t>(kind)] < options_.findings;
    }

    void undecided(Text what) {
        Finding finding;
        finding.kind = FindingKind::kUndecided;
        finding.what = std::move(what);
        add(std::move(finding));
    }

    // The pieces a rule may match in a column: all where its cell is beyond the analysis.
    [[nodiscard]] const Runs& reach(std::size_t rule, std::size_t column) const {
        return columns_[column].states[rule] == CellState::kExact ? columns_[column].cells[rule] : full_[column];
    }

    // ---- evaluation confirms

    [[nodiscard]] bool matches(std::size_t rule, std::span<const Value> inputs) const {
        std::vector<Value> frame(table_.slots + 1);
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const Cell& cell = table_.cell(rule, i);
            if (cell.set.kind == CellSet::Kind::kAny) continue;
            frame[table_.slots] = inputs[i];
            if (!cell.program || !feel::evaluate(cell.program, frame).is_true()) return false;
        }
        return true;
    }

    [[nodiscard]] bool allowed(std::span<const Value> inputs) const {
        std::vector<Value> frame(table_.slots + 1);
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (!table_.inputs[i].allowed_program) continue;
            frame[table_.slots] = inputs[i];
            if (!feel::evaluate(table_.inputs[i].allowed_program, frame).is_true()) return false;
        }
        return true;
    }

    [[nodiscard]] std::vector<Value> witness_of(std::span<const Run> box) const {
        std::vector<Value> out;
        for (std::size_t i = 0; i < columns_.size(); ++i) out.push_back(columns_[i].pieces[box[i].begin].witness);
        return out;
    }

    [[nodiscard]] std::vector<std::string> describe(std::span<const Run> box) const {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < columns_.size(); ++i) out.push_back(columns_[i].describe(box[i]));
        return out;
    }

    // ---- cells that are beyond, and those that match nothing

    void beyond() {
        for (std::size_t rule = 0; rule < table_.rules; ++rule) {
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                if (columns_[i].states[rule] == CellState::kExact) continue;
                add({FindingKind::kBeyond, {rule}, {}, {}, i, {}});
            }
            if (policy() != HitPolicy::kAny && policy() != HitPolicy::kPriority) continue;
            for (std::size_t o = 0; o < table_.outputs.size(); ++o) {
                if (table_.result(rule, o).constant || !table_.result(rule, o).program) continue;
                add({FindingKind::kBeyond, {rule}, {}, {}, columns_.size() + o, {}});
            }
        }
    }

    void empty_rules() {
        for (std::size_t rule = 0; rule < table_.rules; ++rule) {
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                if (columns_[i].states[rule] != CellState::kExact || !columns_[i].cells[rule].empty()) continue;
                if (!table_.cell(rule, i).parsed) continue;  // a mistake that is reported elsewhere
                add({FindingKind::kEmptyRule, {rule}, {}, {}, i, {}});
                empty_[rule] = true;
                break;
            }
        }
    }

    // ---- two rules

    [[nodiscard]] bool meet(std::size_t a, std::size_t b) const {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (!analysis::intersect(reach(a, i), reach(b, i))) return false;
        }
        return true;
    }

    [[nodiscard]] bool same_conditions(std::size_t a, std::size_t b) const {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const Column& column = columns_[i];
            if (column.states[a] != column.states[b]) return false;
            if (column.states[a] == CellState::kExact
                    ? column.cells[a] != column.cells[b]
                    : !same_text(table_.cell(a, i).program, table_.cell(b, i).program))
                return false;
        }
        return true;
    }

    [[nodiscard]] static bool same_text(const feel::Expression& a, const feel::Expression& b) {
        return a && b && a.text() == b.text();
    }

    // Nothing where the outputs depend on other values.
    [[nodiscard]] std::optional<bool> same_outputs(std::size_t a, std::size_t b) const {
        std::optional<bool> same = true;
        for (std::size_t o = 0; o < table_.outputs.size(); ++o) {
            const ResultCell& x = table_.result(a, o);
            const ResultCell& y = table_.result(b, o);
            if (x.constant && y.constant) {
                if (!(*x.constant == *y.constant)) return false;
            } else if (!same_text(x.program, y.program)) {
                same = std::nullopt;
            }
        }
        return same;
    }

    void pairs() {
        std::size_t left = options_.pairs;
        for (std::size_t b = 1; b < table_.rules; ++b) {
            if (empty_[b]) continue;
            for (std::size_t a = 0; a < b; ++a) {
                if (left-- == 0) {
                    undecided(format_text({"which of the rules from {0} on overlap", "从第 {0} 条起的规则是否重叠"},
                                          {std::to_string(b + 1)}));
                    return;
                }
                if (!empty_[a] && meet(a, b)) pair(a, b);
            }
        }
    }

    void pair(std::size_t a, std::size_t b) {
        const bool same_if = same_conditions(a, b);
        const std::optional<bool> same_then = same_outputs(a, b);
        const bool collects =
            policy() == HitPolicy::kCollect || policy() == HitPolicy::kRuleOrder || policy() == HitPolicy::kOutputOrder;
        FindingKind kind = FindingKind::kOverlap;
        if (same_if && same_then == true) {
            kind = FindingKind::kDuplicate;
        } else if (collects || (policy() == HitPolicy::kPriority && !same_if)) {
            return;
        } else if (policy() == HitPolicy::kUnique) {
            kind = same_if && same_then == false ? FindingKind::kContradiction : FindingKind::kOverlap;
        } else if (policy() == HitPolicy::kAny) {
            if (same_then != false) return;
            kind = FindingKind::kContradiction;
        } else if (policy() == HitPolicy::kFirst && same_if && same_then == false) {
            kind = FindingKind::kContradiction;
        } else {
            return;
        }
        if (same_if) repeated_.push_back(b);
        // Cells that look at other values have no witness; but the same text is the same rule.
        if (states_[a] == CellState::kOpen || states_[b] == CellState::kOpen) {
            if (same_if) add({kind, {a, b}, {}, describe(common_box(a, b)), 0, {}});
            return;
        }
        std::vector<Run> box;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const std::uint32_t at = analysis::common_piece(columns_[i], reach(a, i), reach(b, i));
            box.push_back({at, at + 1});
        }
        std::vector<Value> witness = witness_of(box);
        if (!allowed(witness) || !matches(a, witness) || !matches(b, witness)) {
            if (states_[a] == CellState::kExact && states_[b] == CellState::kExact && allowed(witness))
                ++out_.unconfirmed;
            if (kind != FindingKind::kDuplicate) return;
            witness.clear();  // the same text is the same rule, whatever it depends on
        }
        add({kind, {a, b}, std::move(witness), describe(common_box(a, b)), 0, {}});
    }

    [[nodiscard]] std::vector<Run> common_box(std::size_t a, std::size_t b) const {
        std::vector<Run> box;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const Runs& x = reach(a, i);
            const Runs& y = reach(b, i);
            const std::uint32_t at = analysis::common_piece(columns_[i], x, y);
            Run run{at, at + 1};
            for (const Run p : x) {
                for (const Run q : y) {
                    if (at >= p.begin && at < p.end && at >= q.begin && at < q.end)
                        run = {std::max(p.begin, q.begin), std::min(p.end, q.end)};
                }
            }
            box.push_back(run);
        }
        return box;
    }

    // ---- rules that never decide

    // The place of a rule's outputs in the order of priority; nothing if it is not known.
    [[nodiscard]] std::optional<std::vector<std::size_t>> rank(std::size_t rule) const {
        std::vector<std::size_t> out;
        for (std::size_t o = 0; o < table_.outputs.size(); ++o) {
            const auto& value = table_.result(rule, o).constant;
            const auto& order = table_.outputs[o].order;
            if (!value || order.empty()) return std::nullopt;
            const auto at = std::find(order.begin(), order.end(), *value);
            if (at == order.end()) return std::nullopt;
            out.push_back(static_cast<std::size_t>(at - order.begin()));
        }
        return out;
    }

    // The rules that decide before `rule` does wherever they match.
    [[nodiscard]] std::vector<std::uint32_t> stronger(std::size_t rule) const {
        std::vector<std::uint32_t> out;
        const auto own = policy() == HitPolicy::kPriority ? ranks_[rule] : std::nullopt;
        if (policy() == HitPolicy::kPriority && !own) return out;
        const std::size_t end = policy() == HitPolicy::kFirst ? rule : table_.rules;
        for (std::size_t other = 0; other < end; ++other) {
            if (states_[other] != CellState::kExact || empty_[other]) continue;
            if (policy() == HitPolicy::kPriority && !(ranks_[other] && *ranks_[other] < *own)) continue;
            if (meet(other, rule)) out.push_back(static_cast<std::uint32_t>(other));
        }
        return out;
    }

    void masked() {
        if (policy() != HitPolicy::kFirst && policy() != HitPolicy::kPriority) return;
        for (std::size_t rule = 0; rule < table_.rules; ++rule) {
            ranks_.push_back(policy() == HitPolicy::kPriority ? rank(rule) : std::nullopt);
        }
        for (std::size_t rule = 0; rule < table_.rules; ++rule) {
            const bool repeated = std::find(repeated_.begin(), repeated_.end(), rule) != repeated_.end();
            if (empty_[rule] || repeated) continue;
            std::vector<std::uint32_t> before = stronger(rule);
            if (before.empty()) continue;
            if (!mask(rule, std::move(before))) {
                undecided(
                    format_text({"whether the rules from {0} on can ever fire", "从第 {0} 条起的规则是否可能命中"},
                                {std::to_string(rule + 1)}));
                return;
            }
        }
    }

    // False: the steps are used up.
    bool mask(std::size_t rule, std::vector<std::uint32_t> before) {
        std::vector<Runs> box;
        for (std::size_t i = 0; i < columns_.size(); ++i) box.push_back(reach(rule, i));
        bool fires = false;
        bool fires_on_value = false;
        const auto hole = [&](std::span<const Run> run) {
            fires = true;
            fires_on_value = true;
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                fires_on_value = fires_on_value && columns_[i].has_named(run[i].begin, run[i].end);
            }
            return !fires_on_value;
        };
        // First without nulls, which is the question authors have in mind.
        bool named_hole = false;
        const auto first = [&](std::span<const Run>) {
            named_hole = true;
            return false;
        };
        if (!Cover(columns_, box, false, steps_).search(before, first)) return named_hole;
        if (named_hole) return true;
        if (!Cover(columns_, box, true, steps_).search(before, hole) && !fires) return false;
        if (before.size() <= kShortened) shorten(before, box, !fires);
        report_masked(rule, before, fires, box);
        return true;
    }

    // Leaves out rules that are not needed to take all of the box.
    void shorten(std::vector<std::uint32_t>& rules, const std::vector<Runs>& box, bool with_null) {
        for (std::size_t i = rules.size(); i-- > 0 && rules.size() > 1;) {
            std::vector<std::uint32_t> fewer = rules;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            bool open = false;
            const auto hole = [&](std::span<const Run>) {
                open = true;
                return false;
            };
            if (Cover(columns_, box, with_null, steps_).search(fewer, hole) && !open) rules = std::move(fewer);
        }
    }

    void report_masked(std::size_t rule, const std::vector<std::uint32_t>& before, bool fires,
                       const std::vector<Runs>& box) {
        std::vector<Run> at;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const std::uint32_t piece = analysis::common_piece(columns_[i], box[i], full_[i]);
            at.push_back({piece, piece + 1});
        }
        std::vector<Value> witness = witness_of(at);
        Finding finding{fires ? FindingKind::kNullOnly : FindingKind::kMasked, {rule}, {}, describe(at), 0, {}};
        bool taken = false;
        for (const std::uint32_t other : before) {
            const bool whole = contains(other, box);
            taken = taken || matches(other, witness);
            if (whole) {  // one rule is enough: name it alone
                finding.rules = {rule, other};
                break;
            }
            if (finding.rules.size() < 12) finding.rules.push_back(other);
        }
        taken = taken || matches(finding.rules.back(), witness);
        const bool values = std::none_of(witness.begin(), witness.end(), [](const Value& v) { return v.is_null(); });
        if (states_[rule] == CellState::kExact && values && allowed(witness)) {
            if (!taken || !matches(rule, witness)) {
                ++out_.unconfirmed;
                return;
            }
            finding.witness = std::move(witness);
        }
        add(std::move(finding));
    }

    [[nodiscard]] bool contains(std::size_t rule, const std::vector<Runs>& box) const {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            for (const Run part : box[i]) {
                const Runs& own = columns_[i].cells[rule];
                const bool inside = std::any_of(
                    own.begin(), own.end(), [&](Run run) { return run.begin <= part.begin && run.end >= part.end; });
                if (!inside) return false;
            }
        }
        return true;
    }

    // ---- inputs without a rule

    void gaps() {
        const bool answered = std::any_of(table_.outputs.begin(), table_.outputs.end(),
                                          [](const OutputColumn& o) { return static_cast<bool>(o.fallback); });
        if (answered) return;
        std::vector<std::uint32_t> exact;
        std::vector<std::size_t> others;
        for (std::size_t rule = 0; rule < table_.rules; ++rule) {
            if (states_[rule] == CellState::kExact) {
                exact.push_back(static_cast<std::uint32_t>(rule));
            } else {
                others.push_back(rule);
            }
        }
        std::size_t looked_at = 0;
        bool unsure = false;
        constexpr std::size_t kHoles = 2000;  // that are looked at
        const auto hole = [&](std::span<const Run> box) {
            if (++looked_at > kHoles) return false;
            const std::vector<Value> witness = witness_of(box);
            if (!allowed(witness)) return true;
            if (std::any_of(others.begin(), others.end(), [&](std::size_t r) { return may_match(r, box, witness); })) {
                unsure = true;
                return true;
            }
            if (!matching_rules(table_, witness).empty()) {
                ++out_.unconfirmed;
                return true;
            }
            add({FindingKind::kGap, {}, witness, describe(box), 0, {}});
            return room_for(FindingKind::kGap);
        };
        const bool whole = Cover(columns_, full_, false, steps_).search(exact, hole);
        if (!whole && room_for(FindingKind::kGap)) {
            undecided({"whether every input has a rule", "是否每种输入都有规则"});
        } else if (unsure && count_[static_cast<std::size_t>(FindingKind::kGap)] == 0) {
            undecided({"whether every input has a rule: that depends on cells beyond the analysis",
                       "是否每种输入都有规则：取决于分析范围之外的单元格"});
        }
    }

    // Whether a rule with cells beyond the analysis may match there, as far as can be seen.
    [[nodiscard]] bool may_match(std::size_t rule, std::span<const Run> box, std::span<const Value> witness) const {
        if (states_[rule] == CellState::kLocal) return matches(rule, witness);
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (!analysis::intersect(reach(rule, i), {box[i]})) return false;
        }
        return true;
    }

    static constexpr std::size_t kShortened = 16;  // rules a message is made shorter for
    const CompiledTable& table_;
    const AnalysisOptions& options_;
    std::vector<Column> columns_;
    std::vector<Runs> full_;  // by column: everything
    std::uint64_t steps_;
    std::vector<CellState> states_;  // by rule
    std::vector<bool> empty_;        // by rule
    std::vector<std::size_t> repeated_;
    std::vector<std::optional<std::vector<std::size_t>>> ranks_;
    std::size_t count_[kFindingKinds] = {};
    Analysis out_;
};

}  // namespace

bool Analysis::has(FindingKind kind) const {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.kind == kind; });
}

Analysis analyse(const CompiledTable& table, const AnalysisOptions& options) {
    if (table.source == nullptr || table.inputs.empty() || table.rules == 0) return {};
    return Analyser(table, options).run();
}

}  // namespace fw::decision
