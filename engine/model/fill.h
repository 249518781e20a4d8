// A template as a person reads it.
#pragma once

#include <string>

#include "engine/model/expr.h"

namespace fw::model {

// `evaluate`: feel::Value(const Expr&), called for each FEEL piece in order; null leaves nothing.
template <class Evaluate>
[[nodiscard]] std::string fill(const Template& text, Language language, Evaluate evaluate) {
    std::string out;
    for (const Template::Piece& piece : text.in(language)) {
        if (!piece.expression) {
            out += piece.literal;
            continue;
        }
        const feel::Value value = evaluate(piece.expression);
        if (!value.is_null()) out += value.to_text();
    }
    return out;
}

}  // namespace fw::model
