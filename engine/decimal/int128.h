// 128-bit integers, which both compilers have and -Wpedantic does not like to be named.
#pragma once

namespace fw {
__extension__ typedef unsigned __int128 U128;  // NOLINT
__extension__ typedef __int128 I128;           // NOLINT
}  // namespace fw
