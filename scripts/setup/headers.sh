#!/usr/bin/env bash
# headers.sh FOLDER NAME PACKAGE HEADERS - puts the headers of a Debian package into FOLDER/include, in a folder of their own.
#
# HEADERS is their folder below /usr/include, as a pattern. Taken from there when they are installed, else from PACKAGE, downloaded and
# unpacked without installing it (no root), and held to the sums that pins.txt has of NAME. A FOLDER that is complete and unchanged is
# left alone.
set -euo pipefail
export LC_ALL=C
case ${1:---help} in -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

FOLDER=$1 NAME=$2 PACKAGE=$3 HEADERS=$4
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
die() { echo "$NAME: $*" >&2; exit 1; }
. "$here/private-apt.sh"
. "$here/pins.sh"

# The folder of the headers below $1, empty when there is none.
headers_in() { for each in "$1"/usr/include/$HEADERS; do if [ -d "$each" ]; then echo "$each"; fi; done | head -n 1; }

# "VERSION SHA256" of what was put there; empty in a folder that an older set-up made.
if [ -f "$FOLDER/complete" ]; then
  read -r version sha <"$FOLDER/complete" || true
  now=$(sha256_of_folder "$FOLDER/include/${HEADERS##*/}")
  if [ -z "${version:-}" ] && grep -q "^$NAME .* $now$" "$here/pins.txt"; then exit 0; fi
  if [ "$now" = "${sha:-}" ]; then exit 0; fi
  echo "$NAME: the headers in $FOLDER are not as they were fetched; fetching them again" >&2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

headers=$(headers_in "")
version=$(dpkg-query -W -f '${Version}' "$PACKAGE" 2>/dev/null || echo "of /usr/include")
if [ -z "$headers" ]; then
  echo "$NAME: fetching $PACKAGE" >&2
  private_apt "$work/apt" "$(. /etc/os-release && echo "$VERSION_CODENAME")" deb
  (cd "$work" && "${APT[@]}" download "$PACKAGE" >&2) || die "apt could not download $PACKAGE"
  version=$(dpkg-deb -f "$work/$PACKAGE"_*.deb Version)
  dpkg-deb -x "$work/$PACKAGE"_*.deb "$work/root"
  headers=$(headers_in "$work/root")
  if [ -z "$headers" ]; then die "$PACKAGE $version has no $HEADERS"; fi
fi
sha=$(sha256_of_folder "$headers")
check_pin "$NAME" "$version" "$sha"
tell_unpinned
rm -rf "$FOLDER/include"
mkdir -p "$FOLDER/include"
cp -rL "$headers" "$FOLDER/include/"
echo "$version $sha" >"$FOLDER/complete"
