#!/usr/bin/env bash
# json.sh FOLDER - puts the headers of nlohmann/json into FOLDER/include/nlohmann.
#
# Taken from /usr/include when they are installed, else from Debian's nlohmann-json3-dev, downloaded and unpacked without
# installing it (no root), and held to the sums in pins.txt. A FOLDER that is complete and unchanged is left alone.
set -euo pipefail
export LC_ALL=C
case ${1:---help} in -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

FOLDER=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
die() { echo "json: $*" >&2; exit 1; }
. "$here/private-apt.sh"
. "$here/pins.sh"

# "VERSION SHA256" of what was put there; empty in a folder that an older set-up made.
if [ -f "$FOLDER/complete" ]; then
  read -r version sha <"$FOLDER/complete" || true
  now=$(sha256_of_folder "$FOLDER/include/nlohmann")
  if [ -z "${version:-}" ] && grep -q "^nlohmann-json .* $now$" "$here/pins.txt"; then exit 0; fi
  if [ "$now" = "${sha:-}" ]; then exit 0; fi
  echo "json: the headers in $FOLDER are not as they were fetched; fetching them again" >&2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

root=/
version=$(dpkg-query -W -f '${Version}' nlohmann-json3-dev 2>/dev/null || echo "of /usr/include")
if [ ! -f /usr/include/nlohmann/json.hpp ]; then
  echo "json: fetching nlohmann-json3-dev" >&2
  private_apt "$work/apt" "$(. /etc/os-release && echo "$VERSION_CODENAME")" deb
  (cd "$work" && "${APT[@]}" download nlohmann-json3-dev >&2) || die "apt could not download nlohmann-json3-dev"
  root=$work/root
  version=$(dpkg-deb -f "$work"/nlohmann-json3-dev_*.deb Version)
  dpkg-deb -x "$work"/nlohmann-json3-dev_*.deb "$root"
fi
sha=$(sha256_of_folder "$root/usr/include/nlohmann")
check_pin nlohmann-json "$version" "$sha"
tell_unpinned
rm -rf "$FOLDER/include"
mkdir -p "$FOLDER/include"
cp -rL "$root/usr/include/nlohmann" "$FOLDER/include/"
echo "$version $sha" >"$FOLDER/complete"
