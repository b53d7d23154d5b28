#!/usr/bin/env bash
# json.sh FOLDER - puts the headers of nlohmann/json into FOLDER/include/nlohmann.
#
# Taken from /usr/include when they are installed, else from Debian's nlohmann-json3-dev, downloaded and unpacked without
# installing it (no root). A FOLDER that is complete is left alone.
set -euo pipefail
export LC_ALL=C
case ${1:---help} in -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

FOLDER=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
die() { echo "json: $*" >&2; exit 1; }
. "$here/private-apt.sh"

if [ -f "$FOLDER/complete" ]; then exit 0; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

root=/
if [ ! -f /usr/include/nlohmann/json.hpp ]; then
  echo "json: fetching nlohmann-json3-dev" >&2
  private_apt "$work/apt" "$(. /etc/os-release && echo "$VERSION_CODENAME")" deb
  (cd "$work" && "${APT[@]}" download nlohmann-json3-dev >&2) || die "apt could not download nlohmann-json3-dev"
  root=$work/root
  dpkg-deb -x "$work"/nlohmann-json3-dev_*.deb "$root"
fi
mkdir -p "$FOLDER/include"
cp -rL "$root/usr/include/nlohmann" "$FOLDER/include/"
touch "$FOLDER/complete"
