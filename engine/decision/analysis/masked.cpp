// Rules that never decide, because others take all they match.
#include "engine/decision/analysis/analyser.h"

namespace fw::decision::analysis {

std::optional<std::vector<std::size_t>> Analyser::rank(std::size_t rule) const {
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

std::vector<std::uint32_t> Analyser::stronger(std::size_t rule) const {
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

void Analyser::masked() {
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
            undecided(format_text({"whether the rules from {0} on can ever fire", "从第 {0} 条起的规则是否可能命中"},
                                  {std::to_string(rule + 1)}));
            return;
        }
    }
}

bool Analyser::mask(std::size_t rule, std::vector<std::uint32_t> before) {
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

void Analyser::shorten(std::vector<std::uint32_t>& rules, const std::vector<Runs>& box, bool with_null) {
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

void Analyser::report_masked(std::size_t rule, const std::vector<std::uint32_t>& before, bool fires,
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

bool Analyser::contains(std::size_t rule, const std::vector<Runs>& box) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        for (const Run part : box[i]) {
            const Runs& own = columns_[i].cells[rule];
            const bool inside = std::any_of(own.begin(), own.end(),
                                            [&](Run run) { return run.begin <= part.begin && run.end >= part.end; });
            if (!inside) return false;
        }
    }
    return true;
}

}  // namespace fw::decision::analysis
