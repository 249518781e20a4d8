#!/bin/sh
# Runs a program on a display of its own (Xvfb + a small window manager, which keyboard focus needs).
# usage: with_display.sh PROGRAM [ARGUMENTS…]
set -u
work=$(mktemp -d)
mkdir -p "$work/gtk-3.0"
printf '[Settings]\ngtk-font-name=Noto Sans CJK SC 10\ngtk-cursor-blink=0\ngtk-enable-animations=0\n' > "$work/gtk-3.0/settings.ini"
mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3> "$work/display" > "$work/xvfb.log" 2>&1 &
xvfb=$!
# Blocks until the display is there; an end of file says that it never will be.
if ! read -r number < "$work/display"; then
    cat "$work/xvfb.log" >&2
    rm -rf "$work"
    exit 1
fi
DISPLAY=":$number"
XDG_CONFIG_HOME="$work"
GDK_BACKEND=x11
NO_AT_BRIDGE=1
export DISPLAY XDG_CONFIG_HOME GDK_BACKEND NO_AT_BRIDGE
openbox > "$work/openbox.log" 2>&1 &
wm=$!
"$@"
code=$?
kill $wm $xvfb 2> /dev/null
wait $wm $xvfb 2> /dev/null
rm -rf "$work"
exit $code
