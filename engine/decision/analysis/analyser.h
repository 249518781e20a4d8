// The analysis at work: what analyse.cpp and masked.cpp share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/decision/analysis/analysis.h"
#include "engine/decision/analysis/columns.h"
#include "engine/decision/analysis/cover.h"

namespace fw::decision::analysis {

using feel::Value;

class Analyser {
  public:
    Analyser(const CompiledTable& table, const AnalysisOptions& options)
        : table_(table), options_(options), columns_(analysis::cut(table)), steps_(options.steps) {}
    Analysis run();

  private:
    [[nodiscard]] HitPolicy policy() const { return table_.source->hit_policy; }

    // The worst state of a rule's cells.
    void states();

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
            for (const Limit& limit : table_.inputs[i].limits) {
                if (!inputs[i].is_null() && !feel::evaluate(limit.program, inputs.subspan(i, 1)).is_true())
                    return false;
            }
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

    void beyond();

    void empty_rules();

    // ---- two rules

    [[nodiscard]] bool meet(std::size_t a, std::size_t b) const {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (!analysis::intersect(reach(a, i), reach(b, i))) return false;
        }
        return true;
    }

    [[nodiscard]] bool same_conditions(std::size_t a, std::size_t b) const;

    [[nodiscard]] static bool same_text(const feel::Expression& a, const feel::Expression& b) {
        return a && b && a.text() == b.text();
    }

    // Nothing where the outputs depend on other values.
    [[nodiscard]] std::optional<bool> same_outputs(std::size_t a, std::size_t b) const;

    void pairs();

    void pair(std::size_t a, std::size_t b);

    [[nodiscard]] std::vector<Run> common_box(std::size_t a, std::size_t b) const;

    // ---- rules that never decide

    // The place of a rule's outputs in the order of priority; nothing if it is not known.
    [[nodiscard]] std::optional<std::vector<std::size_t>> rank(std::size_t rule) const;

    // The rules that decide before `rule` does wherever they match.
    [[nodiscard]] std::vector<std::uint32_t> stronger(std::size_t rule) const;

    void masked();

    // False: the steps are used up.
    bool mask(std::size_t rule, std::vector<std::uint32_t> before);

    // Leaves out rules that are not needed to take all of the box.
    void shorten(std::vector<std::uint32_t>& rules, const std::vector<Runs>& box, bool with_null);

    void report_masked(std::size_t rule, const std::vector<std::uint32_t>& before, bool fires,
                       const std::vector<Runs>& box);

    [[nodiscard]] bool contains(std::size_t rule, const std::vector<Runs>& box) const;

    // ---- inputs without a rule

    void gaps();

    // Whether a rule with cells beyond the analysis may match there, as far as can be seen.
    [[nodiscard]] bool may_match(std::size_t rule, std::span<const Run> box, std::span<const Value> witness) const;

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

}  // namespace fw::decision::analysis
