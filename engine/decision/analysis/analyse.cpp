#include "engine/decision/analysis/analyser.h"

namespace fw::decision::analysis {

Analysis Analyser::run() {
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

void Analyser::states() {
    for (std::size_t rule = 0; rule < table_.rules; ++rule) {
        CellState worst = CellState::kExact;
        for (const Column& column : columns_) worst = std::max(worst, column.states[rule]);
        states_.push_back(worst);
        empty_.push_back(false);
    }
}

void Analyser::beyond() {
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

void Analyser::empty_rules() {
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

bool Analyser::same_conditions(std::size_t a, std::size_t b) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Column& column = columns_[i];
        if (column.states[a] != column.states[b]) return false;
        if (column.states[a] == CellState::kExact ? column.cells[a] != column.cells[b]
                                                  : !same_text(table_.cell(a, i).program, table_.cell(b, i).program))
            return false;
    }
    return true;
}

std::optional<bool> Analyser::same_outputs(std::size_t a, std::size_t b) const {
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

void Analyser::pairs() {
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

void Analyser::pair(std::size_t a, std::size_t b) {
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
        if (states_[a] == CellState::kExact && states_[b] == CellState::kExact && allowed(witness)) ++out_.unconfirmed;
        if (kind != FindingKind::kDuplicate) return;
        witness.clear();  // the same text is the same rule, whatever it depends on
    }
    add({kind, {a, b}, std::move(witness), describe(common_box(a, b)), 0, {}});
}

std::vector<Run> Analyser::common_box(std::size_t a, std::size_t b) const {
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

void Analyser::gaps() {
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
    bool outside = false;                 // a part has values that are not allowed, and perhaps others
    constexpr std::size_t kHoles = 2000;  // that are looked at
    const auto hole = [&](std::span<const Run> box) {
        if (++looked_at > kHoles) return false;
        const std::vector<Value> witness = witness_of(box);
        if (!allowed(witness)) {
            outside = true;
            return true;
        }
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
    } else if (outside && count_[static_cast<std::size_t>(FindingKind::kGap)] == 0) {
        undecided({"whether every input has a rule: which values are allowed is beyond the analysis",
                   "是否每种输入都有规则：允许哪些取值超出分析范围"});
    }
}

bool Analyser::may_match(std::size_t rule, std::span<const Run> box, std::span<const Value> witness) const {
    if (states_[rule] == CellState::kLocal) return matches(rule, witness);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (!analysis::intersect(reach(rule, i), {box[i]})) return false;
    }
    return true;
}

}  // namespace fw::decision::analysis

namespace fw::decision {

bool Analysis::has(FindingKind kind) const {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.kind == kind; });
}

Analysis analyse(const CompiledTable& table, const AnalysisOptions& options) {
    if (table.source == nullptr || table.inputs.empty() || table.rules == 0) return {};
    return analysis::Analyser(table, options).run();
}

}  // namespace fw::decision
