#!/bin/sh
# Writes one file that holds every file of a folder:  embed_folder.sh OUT FOLDER
# For each file a line "PATH BYTES" and then its bytes; read by runtime/web/web.cpp.
set -eu
out=$1 folder=$2
: >"$out.new"
(cd "$folder" && find . -type f | sed 's|^\./||' | LC_ALL=C sort) | while read -r path; do
    printf '%s %s\n' "$path" "$(wc -c <"$folder/$path" | tr -d ' ')" >>"$out.new"
    cat "$folder/$path" >>"$out.new"
done
mv "$out.new" "$out"
