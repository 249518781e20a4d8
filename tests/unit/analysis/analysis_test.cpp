// What the analysis of decision tables finds, by kind of finding and by kind of column.
#include "engine/decision/analysis/analysis.h"

#include <gtest/gtest.h>

#include "tests/support/decision/tables.h"

namespace {

using fw::Severity;
using fw::decision::analyse;
using fw::decision::Analysis;
using fw::decision::AnalysisOptions;
using fw::decision::Finding;
using fw::decision::FindingKind;
using fw::test::ColumnText;
using fw::test::MadeTable;
using fw::test::make_table;

using Rules = std::vector<std::vector<std::string>>;

const ColumnText kAmount{"amount", "number", ""};
const ColumnText kResult{"result", "string", ""};

std::vector<Finding> of(const Analysis& analysis, FindingKind kind) {
    std::vector<Finding> out;
    for (const Finding& f : analysis.findings) {
        if (f.kind == kind) out.push_back(f);
    }
    return out;
}

std::string text_of(const MadeTable& table) {
    fw::Place place;
    place.element = "t";
    std::string out;
    for (const auto& d : diagnostics_of(table.compiled, analyse(table.compiled), place)) {
        out += d.code + " " + d.text.en + (d.hint.en.empty() ? "" : " (" + d.hint.en + ")") + "\n";
        EXPECT_FALSE(d.text.zh.empty());
    }
    return out;
}

// Analyses and checks that evaluation confirmed everything.
Analysis look(const MadeTable& table) {
    for (const auto& d : table.diagnostics) EXPECT_NE(d.severity, Severity::kError) << d.text.en;
    Analysis out = analyse(table.compiled);
    EXPECT_EQ(out.unconfirmed, 0U);
    return out;
}

MadeTable one_column(const std::string& mark, const ColumnText& column, const std::vector<std::string>& cells) {
    Rules rules;
    for (std::size_t i = 0; i < cells.size(); ++i) rules.push_back({cells[i], "\"" + std::to_string(i) + "\""});
    return make_table(mark, {column}, {kResult}, rules);
}

TEST(Analysis, FindsNothingInAWholeTable) {
    EXPECT_EQ(text_of(one_column("U", kAmount, {"< 10", "[10..20)", ">= 20"})), "");
    EXPECT_EQ(text_of(one_column("F", kAmount, {"< 10", "-"})), "");
    EXPECT_EQ(text_of(one_column("U", {"vip", "boolean", ""}, {"true", "false"})), "");
    EXPECT_EQ(text_of(one_column("U", {"level", "string", "\"gold\", \"silver\""}, {"\"gold\"", "\"silver\""})), "");
    EXPECT_EQ(text_of(one_column("U", {"day", "date", ""}, {"<= @\"2026-01-31\"", ">= @\"2026-02-01\""})), "");
    EXPECT_EQ(text_of(one_column("U", {"d", "years and months duration", ""}, {"<= @\"P1Y\"", ">= @\"P13M\""})), "");
}

TEST(Analysis, FindsGaps) {
    EXPECT_EQ(text_of(one_column("U", kAmount, {"< 10", "> 10", "5"})),
              "DMN-102 Rules 1 and 3 both match amount = 5, which the hit policy UNIQUE forbids "
              "(for instance amount = 5)\n"
              "DMN-101 No rule matches amount = 10 (for instance amount = 10)\n");
    const auto gap = [](const ColumnText& column, const std::vector<std::string>& cells) {
        const auto found = of(look(one_column("U", column, cells)), FindingKind::kGap);
        return found.size() == 1 ? found[0].where[0] + " | " + found[0].witness[0].print()
                                 : std::to_string(found.size()) + " gaps";
    };
    EXPECT_EQ(gap(kAmount, {"<= 10", ">= 20"}), "(10..20) | 11");
    EXPECT_EQ(gap(kAmount, {"<= 10", "> 10.5"}), "(10..10.5] | 10.25");
    EXPECT_EQ(gap({"amount", "number", "[0..100]"}, {"<= 50"}), "(50..100] | 51");
    EXPECT_EQ(gap({"s", "string", ""}, {"\"a\"", "< \"a\""}), "> \"a\" | \"other\"");
    EXPECT_EQ(gap({"s", "string", "\"x\", \"y\", \"z\""}, {"\"x\"", "\"z\""}), "\"y\" | \"y\"");
    EXPECT_EQ(gap({"b", "boolean", ""}, {"true"}), "false | false");
    EXPECT_EQ(gap({"d", "date", ""}, {"< @\"2026-01-01\"", "> @\"2026-01-02\""}),
              "[@\"2026-01-01\"..@\"2026-01-02\"] | @\"2026-01-01\"");
    EXPECT_EQ(gap({"t", "time", ""}, {"< @\"08:00:00\"", ">= @\"08:00:01\""}),
              "[@\"08:00:00\"..@\"08:00:01\") | @\"08:00:00\"");
    EXPECT_EQ(gap({"t", "date and time", ""}, {"<= @\"2026-01-01T08:00:00Z\"", "> @\"2026-01-01T08:00:02Z\""}),
              "(@\"2026-01-01T08:00:00Z\"..@\"2026-01-01T08:00:02Z\"] | @\"2026-01-01T08:00:01Z\"");
    EXPECT_EQ(gap({"d", "days and time duration", ""}, {"< @\"P1D\"", "> @\"P1D\""}), "@\"P1D\" | @\"P1D\"");
    EXPECT_EQ(gap({"d", "years and months duration", ""}, {"< @\"P1Y\"", "> @\"P1Y\""}), "@\"P1Y\" | @\"P1Y\"");
    EXPECT_EQ(gap({"x", "", ""}, {"< 3", "> 3"}), "3 | 3");
    EXPECT_EQ(gap(kAmount, {"not(5)"}), "5 | 5");
}

TEST(Analysis, FindsGapsOverSeveralColumns) {
    const MadeTable table =
        make_table("U", {kAmount, {"region", "string", "\"north\", \"south\""}, {"vip", "boolean", ""}}, {kResult},
                   {{"< 100", "\"north\"", "-", "1"}, {"< 100", "\"south\"", "true", "2"}, {">= 100", "-", "-", "3"}});
    const auto gaps = of(look(table), FindingKind::kGap);
    ASSERT_EQ(gaps.size(), 1U);
    EXPECT_EQ(gaps[0].where, (std::vector<std::string>{"< 100", "\"south\"", "false"}));
    EXPECT_TRUE(matching_rules(table.compiled, gaps[0].witness).empty());
}

TEST(Analysis, LeavesGapsToTheDefault) {
    MadeTable table = one_column("U", kAmount, {"< 10"});
    table.compiled.outputs[0].fallback = table.compiled.results[0].program;
    EXPECT_FALSE(analyse(table.compiled).has(FindingKind::kGap));
}

TEST(Analysis, AllowsOverlapsByHitPolicy) {
    const std::vector<std::string> cells = {"< 10", "< 20", ">= 5"};
    EXPECT_EQ(of(look(one_column("U", kAmount, cells)), FindingKind::kOverlap).size(), 3U);
    for (const char* mark : {"F", "C", "R", "O"}) {
        const Analysis found = look(one_column(mark, kAmount, cells));
        EXPECT_TRUE(found.findings.empty()) << mark;
    }
    EXPECT_EQ(of(look(one_column("A", kAmount, cells)), FindingKind::kContradiction).size(), 3U);
    const MadeTable agree =
        make_table("A", {kAmount}, {kResult}, {{"< 10", "\"x\""}, {"< 20", "\"x\""}, {">= 15", "\"x\""}});
    EXPECT_TRUE(look(agree).findings.empty());
}

TEST(Analysis, FindsRulesThatNeverDecide) {
    EXPECT_EQ(text_of(one_column("F", kAmount, {"< 10", "[1..5]", ">= 10", "[0..20]"})),
              "DMN-104 Rule 2 can never decide: all it matches is taken by rule 1 (for instance amount = 1)\n"
              "DMN-104 Rule 4 can never decide: all it matches is taken by rule 1, 3 (for instance amount = 0)\n");
    EXPECT_EQ(text_of(one_column("F", kAmount, {"< 10", ">= 10", "-"})),
              "DMN-109 Rule 3 decides only where an input is null: all else is taken by rule 1, 2\n");
    // By priority: "high" comes before "low".
    const MadeTable priority = make_table("P", {kAmount}, {{"r", "string", "\"high\", \"low\""}},
                                          {{"[1..5]", "\"low\""}, {"< 10", "\"high\""}, {">= 10", "\"low\""}});
    const auto masked = of(look(priority), FindingKind::kMasked);
    ASSERT_EQ(masked.size(), 1U);
    EXPECT_EQ(masked[0].rules, (std::vector<std::size_t>{0, 1}));
}

TEST(Analysis, FindsEmptyRules) {
    const Analysis found =
        look(one_column("F", {"level", "string", "\"gold\", \"silver\""}, {"\"gold\"", "\"bronze\"", "\"silver\""}));
    ASSERT_EQ(of(found, FindingKind::kEmptyRule).size(), 1U);
    EXPECT_EQ(of(found, FindingKind::kEmptyRule)[0].rules, std::vector<std::size_t>{1});
    EXPECT_TRUE(look(one_column("F", kAmount, {"[5..1]", "-"})).has(FindingKind::kEmptyRule));
    EXPECT_TRUE(look(one_column("F", {"day", "date", ""}, {"(@\"2026-01-01\"..@\"2026-01-02\")", "-"}))
                    .has(FindingKind::kEmptyRule));
}

TEST(Analysis, FindsRulesThatRepeatOrContradict) {
    const MadeTable same = make_table("F", {kAmount}, {kResult}, {{"< 10", "1"}, {"<10", "1"}, {">= 10", "2"}});
    EXPECT_EQ(of(look(same), FindingKind::kDuplicate).size(), 1U);
    const MadeTable other = make_table("U", {kAmount}, {kResult}, {{"< 10", "1"}, {"<10", "2"}, {">= 10", "2"}});
    const auto found = of(look(other), FindingKind::kContradiction);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rules, (std::vector<std::size_t>{0, 1}));
    EXPECT_FALSE(look(other).has(FindingKind::kOverlap));
}

TEST(Analysis, NamesWhatItCannotDecide) {
    const MadeTable table = make_table(
        "U", {kAmount, {"region", "string", ""}}, {kResult},
        {{"? < string length(region)", "-", "1"}, {"-", "starts with(?, \"n\")", "2"}, {"> 5", "\"s\"", "3"}});
    const Analysis found = analyse(table.compiled);
    EXPECT_EQ(found.unconfirmed, 0U);
    const auto beyond = of(found, FindingKind::kBeyond);
    ASSERT_EQ(beyond.size(), 2U);
    EXPECT_EQ(beyond[0].rules[0] * 10 + beyond[0].column, 0U);
    EXPECT_EQ(beyond[1].rules[0] * 10 + beyond[1].column, 11U);
    // A rule that may match anything leaves no gap that could be claimed.
    EXPECT_FALSE(found.has(FindingKind::kGap));
    EXPECT_TRUE(found.has(FindingKind::kUndecided));
    // A cell that looks at nothing but its value is asked.
    const MadeTable local = make_table("U", {{"region", "string", ""}}, {kResult}, {{"starts with(?, \"n\")", "1"}});
    const auto gaps = of(look(local), FindingKind::kGap);
    ASSERT_EQ(gaps.size(), 1U);
}

TEST(Analysis, SaysWhenItGivesUp) {
    Rules rules;
    for (int i = 0; i < 60; ++i) {
        std::vector<std::string> cells;
        for (int c = 0; c < 6; ++c) {
            const int low = (i * 7 + c * 13) % 50;
            cells.push_back("[" + std::to_string(low) + ".." + std::to_string(low + 45) + "]");
        }
        cells.push_back("1");
        rules.push_back(cells);
    }
    std::vector<ColumnText> columns;
    for (int c = 0; c < 6; ++c) columns.push_back({"c" + std::to_string(c), "number", "[40..45]"});
    const MadeTable table = make_table("C", columns, {kResult}, rules);
    AnalysisOptions options;
    options.steps = 50;
    EXPECT_TRUE(analyse(table.compiled, options).has(FindingKind::kUndecided));
}

TEST(Analysis, CountsWhatItDoesNotShow) {
    std::vector<std::string> cells;
    for (int i = 0; i < 50; ++i) cells.push_back(std::to_string(i));
    const Analysis found = look(one_column("U", kAmount, cells));
    EXPECT_EQ(of(found, FindingKind::kGap).size(), 20U);
    EXPECT_NE(text_of(one_column("U", kAmount, {"5", "5", "> 3", "< 8", "-", "-", "-", "-", "-"})).find("DMN-102"),
              std::string::npos);
}

}  // namespace
