// Places where a test can end the process as kill -9 does: FORMWORK_KILL_AT=name:n ends it when that place is reached
// for the nth time. Without the variable a place costs one comparison.
#pragma once

#include <string_view>

namespace fw::storage {

void kill_point(std::string_view name);

}  // namespace fw::storage
