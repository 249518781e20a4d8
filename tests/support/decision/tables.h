// Decision tables from a few strings, for tests and benchmarks of the analysis.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "engine/decision/compiled_table.h"
#include "engine/decision/table.h"

namespace fw::test {

struct ColumnText {
    std::string expression;
    std::string type;
    std::string allowed;
};

// A table and what it compiled to; the compiled table points into the source.
struct MadeTable {
    std::unique_ptr<decision::Table> source;
    decision::CompiledTable compiled;
    Diagnostics diagnostics;
};

// Each rule: a cell for each input, then one for each output. `mark`: "U", "F", "P", "A", "C", "C+", "R", "O".
[[nodiscard]] MadeTable make_table(const std::string& mark, const std::vector<ColumnText>& inputs,
                                   const std::vector<ColumnText>& outputs,
                                   const std::vector<std::vector<std::string>>& rules);

}  // namespace fw::test
