// Auto-numbers: "CT-{yyyy}-{0000}" gives CT-2026-0001, CT-2026-0002 … without gaps: the counter is a row of fw_sequence
// in the record's own transaction.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/feel/temporal.h"
#include "runtime/storage/database.h"

namespace fw::records {

// {yyyy} {yy} {mm} {dd} are those of `now`; {000} is the counter with at least so many digits (a pattern without one
// ends with the counter). The counter starts again with each new year, month or day that the pattern names.
[[nodiscard]] Result<std::string> next_number(storage::Transaction& tx, std::string_view sequence,
                                              std::string_view pattern, const feel::DateTime& now);

// The same without the database.
[[nodiscard]] std::string number_period(std::string_view pattern, const feel::DateTime& now);
[[nodiscard]] std::string format_number(std::string_view pattern, const feel::DateTime& now, std::int64_t counter);

}  // namespace fw::records
