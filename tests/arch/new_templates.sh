#!/usr/bin/env bash
# What `./do new` writes compiles as it stands, for every kind. Works on a copy of the sources.
# Usage: new_templates.sh SOURCES BUILD COMPILER
set -euo pipefail
sources=$1 build=$2 compiler=$3
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/docs" "$copy/tests"
cp -r "$sources/cmake" "$sources/engine" "$sources/designer" "$sources/runtime" "$copy/"
declare -A made=([builtin]=engine/feel/builtins [field]=engine/form/field_types [node]=engine/flow/kinds
    [check]=engine/compile/checks [command]=designer/core/commands)
for kind in "${!made[@]}"; do
    "$copy/cmake/new.sh" "$kind" "brand_new_$kind" >/dev/null
    file=${made[$kind]}/brand_new_$kind.cpp
    "$compiler" -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror \
        -I "$copy" -I "$build/generated" "$copy/$file"
    echo "$kind: $file compiles"
done
# A kind of report is refused with a sentence as long as there is no folder of them.
if [ ! -d "$sources/engine/report/kinds" ]; then
    ! "$copy/cmake/new.sh" report brand_new 2>/dev/null
fi
! "$copy/cmake/new.sh" builtin 'Bad-Name' 2>/dev/null
