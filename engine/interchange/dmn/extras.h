// What our JSON says of a decision model and DMN has no place for: tests, the result, labels in several languages,
// notes. It travels in an extension element of the file, so that a model comes back as it went. Only for this folder.
#pragma once

#include "engine/decision/definitions.h"
#include "engine/json/value.h"

namespace fw::dmn {

// An object; without members if DMN says it all.
[[nodiscard]] json::Value extras_of(const json::Value& decision);
void put_extras(decision::Definitions& to, const json::Value& extras);
// Takes the extension element away and gives what it holds; an empty object if there is none of ours.
[[nodiscard]] json::Value take_extras(decision::Definitions& from);
// Into a model made from the file. What was renamed there keeps its new name.
void restore_extras(json::Value& decision, const json::Value& extras);

}  // namespace fw::dmn
