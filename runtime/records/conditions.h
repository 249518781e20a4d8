// FEEL conditions and rights as SQL conditions on tables.
#pragma once

#include <span>
#include <string_view>

#include "engine/feel/feel.h"
#include "engine/query/translate.h"
#include "runtime/access/access.h"
#include "runtime/records/model.h"

namespace fw::records {

struct Moment {
    storage::DateTime now;
    feel::Zone zone;
};

[[nodiscard]] feel::EvalOptions eval_options(const Moment& moment);
[[nodiscard]] access::Condition to_condition(query::Condition condition);

// A checked condition over `scope`, whose first slot is the row of `entity` under `alias`; `values` are those of the
// other slots, by slot.
[[nodiscard]] Result<access::Condition> scope_condition(const Model& model, const Entity& entity,
                                                        const feel::Scope& scope, const feel::CheckedExpr& checked,
                                                        std::span<const feel::Value> values, std::string_view alias,
                                                        const Moment& moment, const access::Caller* reader = nullptr);

// A text over the record scope; `values` are record (not used), user and parent (not used). What reads `parent` is
// refused. With a `reader`, who wrote the text: references to records that the reader may not read lead to nothing.
[[nodiscard]] Result<access::Condition> record_condition(const Model& model, const Entity& entity,
                                                         std::string_view text, std::span<const feel::Value> values,
                                                         std::string_view alias, const Moment& moment,
                                                         const access::Caller* reader = nullptr);

// Rows the caller may read; "" where that is all of them. Lines follow their parent.
[[nodiscard]] Result<access::Condition> readable_condition(const Model& model, const access::Caller& caller,
                                                           const Entity& entity, std::string_view alias,
                                                           const Moment& moment);

// The same for the titles of records that are referred to: the names of people and units are no secret.
[[nodiscard]] Result<access::Condition> titled_condition(const Model& model, const access::Caller& caller,
                                                         const Entity& entity, std::string_view alias,
                                                         const Moment& moment);

}  // namespace fw::records
