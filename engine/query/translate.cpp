#include "engine/query/translate.h"

#include "engine/query/translator.h"

namespace fw::query {

Result<Condition> translate(const feel::CheckedExpr& expression, const feel::Scope& scope, std::span<const Slot> slots,
                            const Catalogue& catalogue, const Options& options) {
    Translator translator(expression.checked(), scope, slots, catalogue, options);
    Term term = translator.condition(translator.ast().root, false);
    if (translator.problem()) return fail(*translator.problem());
    return Condition{std::move(term.sql), std::move(term.parameters)};
}

}  // namespace fw::query
