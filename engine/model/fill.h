// A template as a person reads it.
#pragma once

#include <string>

#include "engine/model/expr.h"
#include "engine/model/money.h"

namespace fw::model {

// `evaluate`: feel::Value(const Expr&), called for each FEEL piece in order; null leaves nothing. Amounts are written
// as money.
template <class Evaluate>
[[nodiscard]] std::string fill(const Template& text, Language language, Evaluate evaluate) {
    std::string out;
    for (const Template::Piece& piece : text.in(language)) {
        if (!piece.expression) {
            out += piece.literal;
            continue;
        }
        const feel::Value value = evaluate(piece.expression);
        if (value.is_null()) continue;
        out += value.is_number() && !piece.literal.empty() ? styled_money(value.as_number(), piece.literal)
                                                           : value.to_text();
    }
    return out;
}

}  // namespace fw::model
