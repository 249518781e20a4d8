// The law: on small random tables the analysis says what trying every value says.
#include <random>

#include <gtest/gtest.h>

#include "engine/decision/analysis/analysis.h"
#include "tests/support/decision/tables.h"

namespace {

using fw::decision::Analysis;
using fw::decision::FindingKind;
using fw::feel::Value;
using fw::test::ColumnText;
using fw::test::MadeTable;

// A kind of column: cells to choose from and values that meet every piece between their ends.
struct ColumnKind {
    ColumnText text;
    std::vector<std::string> cells;
    std::vector<std::string> values;
};

const std::vector<ColumnKind> kKinds = {
    {{"n", "number", ""},
     {"-", "1", "2", "< 2", "<= 1", "> 1", ">= 3", "[1..3]", "(1..3)", "[1..2)", "not(2)", "1, 3", "null", "< 1, > 2",
      "not(< 2)", "5", "= 2", "!= 2", "[1..2], [3..5]"},
     {"0", "1", "1.5", "2", "2.5", "3", "4", "5", "6"}},
    {{"m", "number", "[0..10]"},
     {"-", "< 5", ">= 5", "[0..10]", "> 10", "0", "10", "not(0)"},
     {"0", "3", "5", "7", "10"}},
    {{"s", "string", ""},
     {"-", "\"a\"", "\"b\"", "\"a\", \"b\"", "not(\"a\")", "< \"b\"", ">= \"b\""},
     {"\"\"", "\"a\"", "\"aa\"", "\"b\"", "\"c\""}},
    {{"e", "string", "\"x\", \"y\", \"z\""},
     {"-", "\"x\"", "\"y\"", "\"x\", \"z\"", "not(\"x\")", "\"q\""},
     {"\"x\"", "\"y\"", "\"z\""}},
    {{"b", "boolean", ""}, {"-", "true", "false", "not(true)", "true, false"}, {"true", "false"}},
    {{"d", "date", ""},
     {"-", "< @\"2026-01-02\"", ">= @\"2026-01-02\"", "@\"2026-01-01\"", "[@\"2026-01-01\"..@\"2026-01-03\")",
      "(@\"2026-01-01\"..@\"2026-01-02\")", "> @\"2026-01-03\""},
     {"@\"2025-12-31\"", "@\"2026-01-01\"", "@\"2026-01-02\"", "@\"2026-01-03\"", "@\"2026-01-04\""}},
    {{"t", "time", ""},
     {"-", "< @\"12:00:00\"", ">= @\"12:00:00\"", "@\"12:00:00\"", "(@\"12:00:00\"..@\"13:00:00\")"},
     {"@\"11:00:00\"", "@\"12:00:00\"", "@\"12:30:00\"", "@\"13:00:00\"", "@\"14:00:00\""}},
    {{"u", "days and time duration", ""},
     {"-", "< @\"P1D\"", ">= @\"P1D\"", "[@\"PT1H\"..@\"P2D\"]"},
     {"@\"PT0S\"", "@\"PT1H\"", "@\"PT2H\"", "@\"P1D\"", "@\"P2D\"", "@\"P3D\""}},
    {{"y", "years and months duration", ""},
     {"-", "< @\"P1Y\"", "> @\"P1Y\"", "[@\"P1Y\"..@\"P13M\"]", "(@\"P1Y\"..@\"P13M\")"},
     {"@\"P1M\"", "@\"P1Y\"", "@\"P13M\"", "@\"P2Y\""}}};

Value value_of(const std::string& text) {
    return fw::feel::evaluate(*fw::feel::compile_text(text, fw::feel::Scope()), {});
}

struct Tried {
    bool gap = false;
    bool overlap = false;
    std::vector<bool> decides;           // by rule: first to match somewhere
    std::vector<bool> decides_on_value;  // the same, without nulls
};

Tried try_all(const MadeTable& table, const std::vector<std::vector<Value>>& grid) {
    Tried out;
    out.decides.resize(table.compiled.rules);
    out.decides_on_value.resize(table.compiled.rules);
    std::vector<std::size_t> at(grid.size(), 0);
    for (bool more = true; more;) {
        std::vector<Value> inputs;
        bool null = false;
        for (std::size_t i = 0; i < grid.size(); ++i) {
            inputs.push_back(grid[i][at[i]]);
            null = null || inputs.back().is_null();
        }
        const auto rules = matching_rules(table.compiled, inputs);
        if (rules.empty() && !null) out.gap = true;
        if (rules.size() > 1) out.overlap = true;
        if (!rules.empty()) {
            out.decides[rules[0]] = true;
            if (!null) out.decides_on_value[rules[0]] = true;
        }
        more = false;
        for (std::size_t i = 0; i < grid.size() && !more; ++i) {
            more = ++at[i] < grid[i].size();
            if (!more) at[i] = 0;
        }
    }
    return out;
}

std::string print(const std::vector<ColumnText>& columns, const std::vector<std::vector<std::string>>& rules) {
    std::string out;
    for (const ColumnText& c : columns) out += c.expression + ": " + c.type + " " + c.allowed + " | ";
    for (const auto& rule : rules) {
        out += "\n";
        for (const auto& cell : rule) out += cell + " | ";
    }
    return out;
}

TEST(AnalysisLaw, SaysWhatTryingEveryValueSays) {
    std::mt19937 random(20261122);
    const auto pick = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
    };
    for (int round = 0; round < 1500; ++round) {
        std::vector<ColumnText> columns;
        std::vector<const ColumnKind*> kinds;
        std::vector<std::vector<Value>> grid;
        for (std::size_t c = 0, count = 1 + pick(3); c < count; ++c) {
            kinds.push_back(&kKinds[pick(kKinds.size())]);
            columns.push_back(kinds.back()->text);
            columns.back().expression += std::to_string(c);
            std::vector<Value> values;
            for (const std::string& text : kinds.back()->values) values.push_back(value_of(text));
            if (columns.back().allowed.empty()) values.emplace_back();
            grid.push_back(std::move(values));
        }
        std::vector<std::vector<std::string>> rules;
        for (std::size_t r = 0, count = 1 + pick(6); r < count; ++r) {
            std::vector<std::string> cells;
            for (const ColumnKind* kind : kinds) cells.push_back(kind->cells[pick(kind->cells.size())]);
            cells.push_back(std::to_string(r));
            rules.push_back(std::move(cells));
        }
        const bool first = round % 2 == 0;
        const MadeTable table = make_table(first ? "F" : "U", columns, {{"r", "number", ""}}, rules);
        const Analysis found = analyse(table.compiled);
        const Tried tried = try_all(table, grid);
        const std::string text = print(columns, rules);
        ASSERT_EQ(found.unconfirmed, 0U) << text;
        ASSERT_FALSE(found.has(FindingKind::kUndecided)) << text;
        ASSERT_FALSE(found.has(FindingKind::kBeyond)) << text;
        ASSERT_EQ(found.has(FindingKind::kGap), tried.gap) << text;
        if (!first) {
            ASSERT_EQ(found.has(FindingKind::kOverlap) || found.has(FindingKind::kContradiction), tried.overlap)
                << text;
            continue;
        }
        for (std::size_t rule = 0; rule < rules.size(); ++rule) {
            bool never = false;
            bool null_only = false;
            for (const auto& f : found.findings) {
                const bool hidden = f.kind == FindingKind::kEmptyRule || f.kind == FindingKind::kMasked;
                if (hidden && f.rules[0] == rule) never = true;
                if (f.kind == FindingKind::kContradiction && f.rules[1] == rule) never = true;
                if (f.kind == FindingKind::kNullOnly && f.rules[0] == rule) null_only = true;
            }
            ASSERT_EQ(never, !tried.decides[rule]) << "rule " << rule + 1 << "\n" << text;
            // A rule for null alone ("null") decides on nulls by itself and is no finding.
            if (!null_only) continue;
            ASSERT_FALSE(tried.decides_on_value[rule]) << "rule " << rule + 1 << "\n" << text;
        }
    }
}

}  // namespace
