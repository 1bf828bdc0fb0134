#!/usr/bin/env bash
# Runs every fuzz target for a while: scripts/fuzz.sh 30s
set -euo pipefail
time=${1:-30s}
found=0
while IFS=: read -r file name; do
  found=1
  echo "== $name (${file%/*}, $time)"
  go test "./${file%/*}" -run '^$' -fuzz "^$name\$" -fuzztime "$time"
done < <(grep -roH --include='*_test.go' -E '^func Fuzz[A-Za-z0-9_]*' . | sed -e 's/func //' -e 's|^\./||' | sort)
if [ "$found" = 0 ]; then echo "no fuzz target found"; fi
