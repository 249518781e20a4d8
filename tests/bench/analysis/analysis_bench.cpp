// analyse_1000x6: everything the analysis says about decision tables of 1,000 rules and 6 columns, against a second.
// Three tables: one that partitions the inputs (nothing to find, everything to prove), one with random boxes (overlaps
// and gaps everywhere), and a FIRST table in which many rules hide others.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>

#include "engine/base/check.h"
#include "engine/decision/analysis/analysis.h"
#include "tests/support/decision/tables.h"

namespace {

using namespace fw::decision;
using fw::test::ColumnText;
using fw::test::MadeTable;
using Rules = std::vector<std::vector<std::string>>;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::vector<ColumnText> columns() {
    return {{"amount", "number", "[0..100)"},
            {"score", "number", "[0..100)"},
            {"day", "date", ""},
            {"region", "string", "\"north\", \"south\", \"east\", \"west\", \"centre\""},
            {"vip", "boolean", ""},
            {"weight", "number", "[0..100)"}};
}

std::string piece(int i, int of) {
    const int width = 100 / of;
    return "[" + std::to_string(i * width) + ".." + std::to_string((i + 1) * width) + ")";
}

// 10 × 5 × 10 × 2 = 1,000 boxes without gap or overlap.
Rules partition() {
    static const char* const kRegions[] = {"\"north\"", "\"south\"", "\"east\"", "\"west\"", "\"centre\""};
    Rules out;
    for (int a = 0; a < 10; ++a) {
        for (const char* region : kRegions) {
            for (int w = 0; w < 10; ++w) {
                for (const char* vip : {"true", "false"})
                    out.push_back({piece(a, 10), "-", "-", region, vip, piece(w, 10), "1"});
            }
        }
    }
    return out;
}

Rules boxes(std::mt19937& random, int span) {
    const auto pick = [&](int below) { return std::uniform_int_distribution<int>(0, below - 1)(random); };
    const auto range = [&] {
        const int low = pick(100);
        return "[" + std::to_string(low) + ".." + std::to_string(std::min(100, low + 1 + pick(span))) + "]";
    };
    static const char* const kRegions[] = {"\"north\"", "\"south\", \"east\"", "\"west\"", "-", "not(\"centre\")"};
    static const char* const kDays[] = {"-", "< @\"2026-06-01\"", ">= @\"2026-06-01\"",
                                        "[@\"2026-01-01\"..@\"2026-12-31\"]"};
    static const char* const kVips[] = {"true", "false", "-"};
    Rules out;
    for (int r = 0; r < 1000; ++r) {
        out.push_back(
            {range(), range(), kDays[pick(4)], kRegions[pick(5)], kVips[pick(3)], range(), std::to_string(r)});
    }
    return out;
}

double measure(const char* name, const MadeTable& table, const Analysis& expected) {
    double best = 1e9;
    for (int round = 0; round < 3; ++round) {
        const double begin = cpu_seconds();
        const Analysis found = analyse(table.compiled);
        best = std::min(best, cpu_seconds() - begin);
        FW_CHECK(found.unconfirmed == 0 && found.findings.size() == expected.findings.size());
    }
    std::fprintf(stderr, "  %s: %.3f s, %zu findings\n", name, best, expected.findings.size());
    return best;
}

}  // namespace

int main() {
    std::mt19937 random(7);
    const std::vector<ColumnText> result = {{"r", "number", ""}};
    const MadeTable whole = make_table("U", columns(), result, partition());
    const MadeTable loose = make_table("U", columns(), result, boxes(random, 30));
    const MadeTable hidden = make_table("F", columns(), result, boxes(random, 100));
    const Analysis nothing = analyse(whole.compiled);
    FW_CHECK(nothing.findings.empty());
    double worst = measure("partition", whole, nothing);
    worst = std::max(worst, measure("random boxes", loose, analyse(loose.compiled)));
    worst = std::max(worst, measure("first of wide boxes", hidden, analyse(hidden.compiled)));
    std::printf("analyse_1000x6 ours=%.3f s limit=1.000 ratio=%.3f\n", worst, worst);
    return 0;
}
