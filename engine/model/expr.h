// A FEEL text of a model with what it compiled to, and templates with FEEL in braces.
#pragma once

#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/feel/feel.h"

namespace fw::model {

struct Expr {
    std::string text;
    feel::Expression code;
    std::string element;  // where it stands: "entity:sales.contract/fields/total"
    explicit operator bool() const { return !text.empty(); }
};

// A template text: literal pieces and FEEL pieces, for each language.
struct Template {
    struct Piece {
        std::string literal;
        Expr expression;  // empty for a literal piece
    };
    std::vector<Piece> en, zh;
    [[nodiscard]] const std::vector<Piece>& in(Language language) const {
        if (language == Language::kZh) return zh.empty() ? en : zh;
        return en.empty() ? zh : en;
    }
};

}  // namespace fw::model
