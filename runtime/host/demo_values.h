// What stands in demo files, made into what a record is written with (docs/models.md, demo data).
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "engine/feel/temporal.h"
#include "engine/json/value.h"
#include "runtime/storage/ids.h"

namespace fw::host {

struct MarkedRecord {
    const compile::Entity* entity = nullptr;
    storage::Id id = 0;
};

// "acc1" → the record that was made for it, over all files of one load.
using Marks = std::map<std::string, MarkedRecord, std::less<>>;

// "@today", "@today-30d", "@today+7d"; nothing for other texts.
[[nodiscard]] std::optional<feel::Date> relative_date(std::string_view text, feel::Date today);

// The record without "@" and `state`: marks of reference, user and unit fields become ids, relative dates of date and
// date-time fields dates; rows of child tables likewise. REC-090: an unknown mark or a text that is no date.
[[nodiscard]] Result<json::Value> demo_fields(const compile::Entity& entity, const json::Value& record,
                                              const Marks& marks, feel::Date today);

}  // namespace fw::host
