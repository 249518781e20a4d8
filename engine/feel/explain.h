// Why an expression has its value: the value of every part of it, as a tree.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/feel/feel.h"

namespace fw::feel {

struct Explained {
    Range range;                // in the expression's text
    std::string text;           // of the part
    std::uint32_t depth = 0;    // 0: the whole expression
    std::vector<Value> values;  // one for each time it was evaluated; empty: it was not needed
};

struct Explanation {
    Value value;
    std::vector<Warning> warnings;
    bool limit_reached = false;
    std::vector<Explained> parts;  // each before its own parts; literals are left out
};

[[nodiscard]] Explanation explain(const CheckedExpr& checked, std::span<const Value> inputs,
                                  const EvalOptions& options = {});

}  // namespace fw::feel
