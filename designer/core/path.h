// Where a value stands inside a document: keys and elements separated by slashes, "nodes/big/label/en". Elements of a
// list are named by their id or key (edges "from-to"), everything else by position.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/json/value.h"

namespace fw::designer {

// One element of one document: what diagnostics name, selections hold and commands touch.
struct Address {
    std::string document;  // path of the file inside its pack: "flows/contract_approval.json"
    std::string path;      // inside the document; empty for the model itself
    bool operator==(const Address&) const = default;
    auto operator<=>(const Address&) const = default;
};

[[nodiscard]] std::vector<std::string> split_path(std::string_view path);
[[nodiscard]] std::string join_path(std::string_view parent, std::string_view step);
[[nodiscard]] std::string parent_path(std::string_view path);
[[nodiscard]] std::string last_step(std::string_view path);
// Whether `path` is `element` or stands inside it.
[[nodiscard]] bool path_inside(std::string_view path, std::string_view element);

// The value at a path, or null pointer.
[[nodiscard]] const json::Value* find(const json::Value& root, std::string_view path);

// The name of a list's element in paths: its id, or its key ("from-to"; the second of that name "from-to#2"), or its
// position.
[[nodiscard]] std::string element_key(const json::Value& list, std::size_t index);
// The position of the element a step names; nothing if there is none.
[[nodiscard]] std::optional<std::size_t> element_index(const json::Value& list, std::string_view step);

// An id not yet taken in the list: "approval", "approval_2" …
[[nodiscard]] std::string free_id(const json::Value* list, std::string_view wanted);
// Whether `id` is a technical name: [a-z][a-z0-9_]*
[[nodiscard]] bool is_technical_name(std::string_view id);

}  // namespace fw::designer
