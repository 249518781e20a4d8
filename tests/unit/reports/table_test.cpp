#include "runtime/reports/table.h"

#include <gtest/gtest.h>

namespace fw::reports {
namespace {

Key text(std::string id) { return {Key::Kind::kText, std::move(id), {}}; }
Partial money(std::int64_t count, const char* sum) {
    const Decimal value = Decimal::parse(sum).value();
    return {count, value, value};
}
std::string show(const Table& table) {
    const auto values = [](const std::vector<std::optional<Decimal>>& all) {
        std::string out;
        for (const auto& value : all) out += " " + (value ? value->to_string() : "-");
        return out;
    };
    std::string out;
    for (const Row& row : table.rows) {
        for (const Key& key : row.keys) out += (key.kind == Key::Kind::kEmpty ? "(empty)" : key.id) + "/";
        out += values(row.values) + "\n";
    }
    return out + "total" + values(table.totals) + "\n";
}

TEST(ReportTable, SubtotalsStandBeforeTheirDetailsAndAddUp) {
    const std::vector<Leaf> leaves = {{{text("2026-01"), text("li")}, {money(2, "0.10"), money(2, "0.10")}},
                                      {{text("2026-01"), text("wang")}, {money(1, "0.20"), money(1, "0.20")}},
                                      {{text("2026-02"), text("li")}, {money(1, "1000.00"), money(1, "1000.00")}}};
    EXPECT_EQ(show(build_table(leaves, 2, {{Function::kCount, 0}, {Function::kSum, 2}})),
              "2026-01/ 3 0.30\n"
              "2026-01/li/ 2 0.10\n"
              "2026-01/wang/ 1 0.20\n"
              "2026-02/ 1 1000.00\n"
              "2026-02/li/ 1 1000.00\n"
              "total 4 1000.30\n");
}

TEST(ReportTable, AveragesAreTakenOverRecordsNotOverGroups) {
    const std::vector<Leaf> leaves = {{{text("a")}, {money(3, "30")}}, {{Key{}}, {money(1, "70")}}};
    EXPECT_EQ(show(build_table(leaves, 1, {{Function::kAvg, 2}})), "a/ 10\n(empty)/ 70\ntotal 25\n");
}

TEST(ReportTable, ExtremesIgnoreGroupsWithoutValues) {
    std::vector<Leaf> leaves = {{{text("a")}, {Partial{}, Partial{}}}, {{text("b")}, {money(1, "-5"), money(1, "-5")}}};
    EXPECT_EQ(show(build_table(leaves, 1, {{Function::kMin, 0}, {Function::kMax, 0}})),
              "a/ - -\nb/ -5 -5\ntotal -5 -5\n");
}

TEST(ReportTable, WithoutRecordsThereAreOnlyTotals) {
    EXPECT_EQ(show(build_table({}, 2, {{Function::kCount, 0}, {Function::kSum, 2}, {Function::kAvg, 2}})),
              "total 0 0.00 -\n");
}

TEST(ReportTable, WithoutGroupsTheTotalsAreAll) {
    EXPECT_EQ(show(build_table({{{}, {money(2, "7")}}}, 0, {{Function::kSum, 0}})), "total 7\n");
}

}  // namespace
}  // namespace fw::reports
