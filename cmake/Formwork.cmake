# What every target of Formwork shares: language level, warnings, output folders, sanitizers, and three helpers
#   fw_add_library(<name> <folder-local sources...>)   a static library whose headers are included from the project root
#   fw_add_kinds(<target> <folder> <registry type> <header>)   every .cpp of a folder is one kind (STYLE.md A3)
#   fw_add_tests(<name> SOURCES ... LIBS ...)           one GoogleTest program, each test known to ctest

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

find_package(Threads REQUIRED)
find_program(FW_CCACHE ccache)
if(FW_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${FW_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${FW_CCACHE})
endif()
find_program(FW_MOLD mold)
if(FW_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(fw_options INTERFACE)
target_compile_options(fw_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wconversion;-Wnon-virtual-dtor;-Woverloaded-virtual;-Werror>)
# Optimised builds with g++ 12 see ghosts: string + string "may overlap" (GCC bug 105651), empty optionals and strings
# "may be used uninitialized" (105562). clang and the sanitizer builds look for the real ones.
target_compile_options(fw_options INTERFACE
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict;-Wno-maybe-uninitialized>)
target_include_directories(fw_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)

set(FW_SANITIZE "" CACHE STRING "address,undefined or thread")
if(FW_SANITIZE)
  add_compile_options(-fsanitize=${FW_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${FW_SANITIZE})
  # GCC's sanitizer instrumentation makes several flow warnings unreliable; clang does not know them.
  add_compile_options("$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-stringop-overflow>")
endif()

# Tests spend their time in the libraries: optimising them fully costs a minute of every clean build.
set(FW_TEST_OPTIMISATION $<$<CONFIG:Release>:-O1>)

# Precompiled standard headers save a third of a file's compile time, but ccache cannot share them between checkouts: on
# where everything is compiled once (release, sanitizers), off where people work (debug).
option(FW_PCH "Precompile the standard headers" OFF)
if(FW_PCH)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-pthread>)  # RE2 asks for it; one set of flags for everybody
  add_library(fw_pch_library STATIC ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
  add_executable(fw_pch_program ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
  foreach(kind library program)  # position independent for libraries is not the same as for programs
    target_link_libraries(fw_pch_${kind} PRIVATE fw_options)
    target_precompile_headers(fw_pch_${kind} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.h)
  endforeach()
  if(FW_TESTS)
    find_package(GTest REQUIRED)
    add_executable(fw_pch_test ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
    target_link_libraries(fw_pch_test PRIVATE fw_options GTest::gtest GTest::gmock)
    target_compile_options(fw_pch_test PRIVATE ${FW_TEST_OPTIMISATION})
    target_precompile_headers(fw_pch_test PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.h <gmock/gmock.h> <gtest/gtest.h>)
  endif()
endif()

# When all targets are known: those without precompiled headers of their own use the common ones.
function(fw_share_pch kind name)
  get_target_property(own ${name} PRECOMPILE_HEADERS)
  if(FW_PCH AND NOT own)
    target_precompile_headers(${name} REUSE_FROM fw_pch_${kind})
  endif()
endfunction()

function(fw_add_library name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PUBLIC fw_options)
  cmake_language(EVAL CODE "cmake_language(DEFER CALL fw_share_pch library ${name})")
endfunction()

# Each <folder>/<kind>.cpp defines  void add_<kind>(<registry>&)  in namespace <ns>; this writes the one function that calls
# them all:  void add_all_<folder name>(<registry>&).
function(fw_add_kinds target folder ns registry header)
  file(GLOB kinds CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/${folder} ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  list(SORT kinds)
  get_filename_component(folder_name ${folder} NAME)
  set(declared "")
  set(called "")
  foreach(file ${kinds})
    get_filename_component(kind ${file} NAME_WE)
    string(APPEND declared "void add_${kind}(${registry}& registry);\n")
    string(APPEND called "    add_${kind}(registry);\n")
    target_sources(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/${file})
  endforeach()
  set(out ${CMAKE_CURRENT_BINARY_DIR}/add_all_${folder_name}.cpp)
  file(CONFIGURE OUTPUT ${out} CONTENT
"// Written by CMake (fw_add_kinds): one call for each file in ${folder}.
#include \"${header}\"
namespace ${ns} {
${declared}void add_all_${folder_name}(${registry}& registry);
void add_all_${folder_name}(${registry}& registry) {
${called}}
}  // namespace ${ns}
")
  target_sources(${target} PRIVATE ${out})
endfunction()

# g++ 12's optimiser invents these about std::string + literal (GCC bug 105651), mostly in tests.
function(fw_quiet_string_warnings target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-stringop-overflow)
  endif()
endfunction()

function(fw_add_tests name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBS" ${ARGN})
  if(NOT FW_TESTS)
    return()
  endif()
  find_package(GTest REQUIRED)
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} GTest::gtest GTest::gmock GTest::gtest_main fw_options)
  target_compile_definitions(${name} PRIVATE FW_SOURCE_DIR="${CMAKE_SOURCE_DIR}" FW_BINARY_DIR="${CMAKE_BINARY_DIR}")
  target_compile_options(${name} PRIVATE ${FW_TEST_OPTIMISATION})
  fw_quiet_string_warnings(${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  cmake_language(EVAL CODE "cmake_language(DEFER CALL fw_share_pch test ${name})")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT})
endfunction()
