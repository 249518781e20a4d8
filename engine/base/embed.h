// A file as part of the program: FW_EMBED(name, "path") at file scope defines a function `name()` that gives its bytes.
// The path is a string literal, usually a compile definition; the source depends on it by OBJECT_DEPENDS in CMake.
#pragma once

#include <cstddef>
#include <string_view>

// clang-format off
#define FW_EMBED(name, path)                                                                  \
    __asm__(".section .rodata\n"                                                              \
            ".balign 16\n"                                                                    \
            ".global fw_embedded_" #name "_begin\n"                                           \
            "fw_embedded_" #name "_begin:\n"                                                  \
            ".incbin \"" path "\"\n"                                                          \
            ".global fw_embedded_" #name "_end\n"                                             \
            "fw_embedded_" #name "_end:\n"                                                    \
            ".byte 0\n"                                                                       \
            ".previous\n");                                                                   \
    extern "C" const char fw_embedded_##name##_begin[];                                       \
    extern "C" const char fw_embedded_##name##_end[];                                         \
    static std::string_view name() {                                                          \
        return {fw_embedded_##name##_begin,                                                   \
                static_cast<std::size_t>(fw_embedded_##name##_end - fw_embedded_##name##_begin)}; \
    }
// clang-format on
