// The analysis of decision tables on arbitrary tables: nothing may crash or hang, and what a finding claims about its
// witness must be so when the cells are run.
//
// The first byte chooses the hit policy; then lines: first the types of the columns ("number date"), then one line a
// rule with cells between "|".
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/utf8.h"
#include "engine/decision/analysis/analysis.h"
#include "tests/support/decision/tables.h"

namespace {

using namespace fw::decision;
using fw::test::ColumnText;

std::vector<std::string> split(std::string_view text, char by, std::size_t most) {
    std::vector<std::string> out;
    while (out.size() < most) {
        const std::size_t at = text.find(by);
        out.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos) break;
        text.remove_prefix(at + 1);
    }
    return out;
}

// "e" stands for an enumeration, "n" for numbers within bounds; other words are type names.
ColumnText column_of(const std::string& word, std::size_t number) {
    const std::string name = "c" + std::to_string(number);
    if (word == "e") return {name, "string", "\"a\", \"b\", \"c\""};
    if (word == "n") return {name, "number", "[0..10]"};
    if (word == "dt") return {name, "date and time", ""};
    if (word == "days") return {name, "days and time duration", ""};
    if (word == "years") return {name, "years and months duration", ""};
    return {name, word, ""};
}

void confirm(const CompiledTable& table, const Finding& finding) {
    if (finding.witness.empty()) return;
    const std::vector<std::size_t> rules = matching_rules(table, finding.witness);
    const auto matches = [&](std::size_t rule) { return std::find(rules.begin(), rules.end(), rule) != rules.end(); };
    if (finding.kind == FindingKind::kGap) {
        FW_CHECK(rules.empty());
    } else if (finding.kind == FindingKind::kMasked || finding.kind == FindingKind::kNullOnly) {
        FW_CHECK(matches(finding.rules[0]) && rules.size() > 1);
    } else {
        FW_CHECK(matches(finding.rules[0]) && matches(finding.rules[1]));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > 2000) return 0;
    static constexpr std::string_view kMarks = "UFPACRO";
    const std::string mark(1, kMarks[data[0] % kMarks.size()]);
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (!fw::utf8::valid(text)) return 0;
    const std::vector<std::string> lines = split(text, '\n', 25);
    std::vector<ColumnText> columns;
    for (const std::string& word : split(lines[0], ' ', 4)) columns.push_back(column_of(word, columns.size()));
    std::vector<std::vector<std::string>> rules;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        std::vector<std::string> cells = split(lines[i], '|', columns.size());
        cells.resize(columns.size(), "-");
        cells.push_back(i % 3 == 0 ? "1" : "2");
        rules.push_back(std::move(cells));
    }
    const fw::test::MadeTable table = make_table(mark, columns, {{"r", "number", "1, 2"}}, rules);
    AnalysisOptions options;
    options.steps = 200'000;
    const Analysis found = analyse(table.compiled, options);
    FW_CHECK(found.unconfirmed == 0);
    for (const Finding& finding : found.findings) confirm(table.compiled, finding);
    (void)diagnostics_of(table.compiled, found, {});
    return 0;
}
