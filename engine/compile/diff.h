// What a deployment would change, in the terms of the models: elements are recognised by id and `was`, so a renamed
// field is renamed and not removed and added. Positions in `diagram` never count, nor how a file is laid out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/model/pack.h"

namespace fw::compile {

struct Change {
    enum class Kind : std::uint8_t { kAdded, kChanged, kRemoved, kRenamed };
    Kind kind = Kind::kChanged;
    std::string model;     // "entity"
    std::string id;        // "sales.contract", as it is called afterwards (removed ones: before)
    std::string element;   // "fields/total"; empty: the model itself
    std::string property;  // of a changed element: "required"
    std::string before;    // renamed elements: the old id
    Text text;             // one sentence: "Field 'Total' in entity 'Contract': 'required' was false and is true"
};

[[nodiscard]] std::string_view change_name(Change::Kind kind);  // "added", "changed", "removed", "renamed"

// By model, then in the order of the documents. Files that cannot be read are left out: compile them first.
[[nodiscard]] std::vector<Change> diff(const std::vector<model::PackSource>& before,
                                       const std::vector<model::PackSource>& after,
                                       const model::Descriptors& descriptors);

}  // namespace fw::compile
