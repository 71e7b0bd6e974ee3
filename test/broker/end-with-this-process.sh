#!/bin/sh
# Reads "+ PID" and "- PID" from its parent. When the parent is gone, however it went, kills what was added and not taken away.
held=""
while read -r sign pid; do
  case "$sign" in
    +) held="$held $pid " ;;
    -) held=$(printf '%s' "$held" | sed "s/ $pid / /") ;;
  esac
done
for pid in $held; do kill -9 "$pid" 2>/dev/null; done
