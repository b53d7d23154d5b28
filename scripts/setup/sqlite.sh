#!/usr/bin/env bash
# sqlite.sh FOLDER - puts SQLite's amalgamation (sqlite3.c, sqlite3.h) into FOLDER/VERSION.
#
# It is taken out of the npm package better-sqlite3, whose own code is not used, by this machine's npm, and held to the sums in
# pins.txt. A folder that is complete is left alone.
set -euo pipefail
export LC_ALL=C
case ${1:---help} in -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

PACKAGE=better-sqlite3@13.2.0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
die() { echo "sqlite: $*" >&2; exit 1; }
. "$here/pins.sh"
VERSION=$(awk '$1 == "sqlite3.c" { print $2 }' "$PINS")
FOLDER=$1/$VERSION

if [ -f "$FOLDER/complete" ]; then exit 0; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "sqlite: fetching $PACKAGE for its sqlite3.c $VERSION" >&2
(cd "$work" && npm pack --silent --ignore-scripts "$PACKAGE" >/dev/null) || die "npm could not download $PACKAGE"
tar -xzf "$work"/*.tgz -C "$work" --strip-components=3 package/deps/sqlite3/sqlite3.c package/deps/sqlite3/sqlite3.h ||
  die "$PACKAGE has no amalgamation of SQLite any more"
mkdir -p "$FOLDER"
for file in sqlite3.c sqlite3.h; do
  check_pin "$file" "$VERSION" "$(sha256_of "$work/$file")" "$PACKAGE"
  cp "$work/$file" "$FOLDER/"
done
touch "$FOLDER/complete"
