#!/bin/sh
# Writes one file that holds every file of the built-in packs, models and demo data:
#   embed_packs.sh OUT FOLDER PACK...
# For each file a line "PACK PATH BYTES" and then its bytes; read by engine/packs/built_in.cpp.
set -eu
out=$1 folder=$2
shift 2
: >"$out.new"
for pack in "$@"; do
    (cd "$folder/$pack" && find . -name '*.json' | sed 's|^\./||' | LC_ALL=C sort) | while read -r path; do
        printf '%s %s %s\n' "$pack" "$path" "$(wc -c <"$folder/$pack/$path" | tr -d ' ')" >>"$out.new"
        cat "$folder/$pack/$path" >>"$out.new"
    done
done
mv "$out.new" "$out"
