// Properties that several field types share, worded once.
#pragma once

#include "engine/form/field_type.h"
#include "engine/model/property.h"

namespace fw::form {

[[nodiscard]] model::Property max_length(int fallback);
[[nodiscard]] model::Property scale(int fallback);
[[nodiscard]] model::Property precision();
[[nodiscard]] model::Property least(model::Shape shape);     // "min"
[[nodiscard]] model::Property greatest(model::Shape shape);  // "max"
[[nodiscard]] model::Property currency_of_figure();          // of a result that may be money
[[nodiscard]] model::Property options();
[[nodiscard]] model::Property on_delete();
[[nodiscard]] model::Property target_filter();

}  // namespace fw::form
