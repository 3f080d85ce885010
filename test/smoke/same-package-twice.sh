#!/usr/bin/env bash
# Builds the committed state once more in another directory: the package must be the same, bit by bit.
#
#   test/smoke/same-package-twice.sh dist/ocpp201_…_amd64.deb
set -euo pipefail
first=$(readlink -f "$1")
repository=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

git clone --quiet "$repository" "$directory/a second place"
cd "$directory/a second place"
# The runtime as npm has it need not be fetched twice.
mkdir dist
cp -r "$repository/dist/npm-x86_64" dist/
umask 077
./build.sh --layout runtime --target x86_64 --package deb
second=dist/$(basename "$first")
cmp "$first" "$second"
cmp "${first%.deb}.cdx.json" "${second%.deb}.cdx.json"
echo "two builds are the same: $(sha256sum < "$second")"
