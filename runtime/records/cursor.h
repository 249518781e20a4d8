// Where a page of a list ended: opaque to clients, base64url of JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/json/value.h"
#include "runtime/storage/ids.h"

namespace fw::records {

struct Cursor {
    std::vector<json::Value> values;  // of the sort terms
    storage::Id id = 0;
};

// `values` is a JSON array.
[[nodiscard]] std::string encode_cursor(std::string_view sort, std::string_view values, storage::Id id);
// Nothing for what is no cursor of a list with this sort and so many terms.
[[nodiscard]] std::optional<Cursor> decode_cursor(std::string_view cursor, std::string_view sort, std::size_t terms);

}  // namespace fw::records
