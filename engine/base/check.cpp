#include "engine/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace fw {

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "formwork: internal error: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

}  // namespace fw
