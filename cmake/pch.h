// What nearly every file of ours includes, compiled once (release builds; see FW_PCH in cmake/Formwork.cmake). Files
// still include what they use: debug builds have no such help and would not compile otherwise.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <tl/expected.hpp>
