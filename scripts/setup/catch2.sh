#!/usr/bin/env bash
# catch2.sh FOLDER - puts Catch2's amalgamated sources (catch_amalgamated.hpp/.cpp) into FOLDER.
#
# They come from the source package of a newer Debian suite, over this machine's own apt mirrors, and are held to the sum in
# pins.txt. No root. A FOLDER that is complete is left alone.
set -euo pipefail
export LC_ALL=C
case ${1:---help} in -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

VERSION=3.7.1
SUITE=trixie
FOLDER=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
die() { echo "catch2: $*" >&2; exit 1; }
. "$here/private-apt.sh"
. "$here/pins.sh"

if [ "$(cat "$FOLDER/.version" 2>/dev/null)" = "$VERSION" ]; then exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "catch2: fetching the sources of $VERSION" >&2
private_apt "$work/apt" "$SUITE" deb-src
(cd "$work" && "${APT[@]}" source --download-only catch2 >&2) || die "the source package could not be downloaded"
archive=$(ls "$work"/catch2_"$VERSION"*.orig.tar.* 2>/dev/null) || die "$SUITE has another version than $VERSION"
check_pin catch2 "$VERSION" "$(sha256_of "$archive")" "$SUITE"
tar -x -f "$archive" -C "$work" --strip-components=1 --wildcards '*/extras/catch_amalgamated.*'
mkdir -p "$FOLDER"
cp "$work"/extras/catch_amalgamated.{hpp,cpp} "$FOLDER/"
echo "$VERSION" >"$FOLDER/.version"
