// FW_CHECK: our own mistakes, never reachable from user input (STYLE.md B8). Aborts with the place.
#pragma once

namespace fw {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}

#define FW_CHECK(condition) \
    (static_cast<bool>(condition) ? void(0) : ::fw::check_failed(#condition, __FILE__, __LINE__))
