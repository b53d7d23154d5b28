# pins.sh - sourced: holds what was fetched to the lines of pins.txt. The sourcing script defines die.
#
#   check_pin NAME VERSION SHA256 [WHERE]    as often as there are files; then
#   tell_unpinned                            says in one line which of them pins.txt does not have
#
# The same version with other bytes is never right: it stops the set-up. A version that pins.txt does not have is what a mirror
# serves once the distribution has moved on, and a fresh machine must still work: it is named and taken, unless PREMAP_PINNED=1 (a
# release) asks for none but the pinned ones.

UNPINNED=()
PINS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/pins.txt

check_pin() {
  local name=$1 version=$2 sha=$3 where=${4:-} known
  known=$(awk -v n="$name" -v v="$version" '$1 == n && $2 == v { print $3 }' "$PINS")
  if [ "$known" = "$sha" ]; then return; fi
  if [ -n "$known" ]; then
    die "$name $version${where:+ from $where} is not what premap was tested with: its sha256 is $sha, not $known.
  The copy is damaged or was changed: try again, or another mirror. If it is right, correct its line in scripts/setup/pins.txt."
  fi
  known=$(awk -v n="$name" '$1 == n { print $2 }' "$PINS" | paste -sd' ')
  if [ "${PREMAP_PINNED:-}" = 1 ]; then
    die "$name $version${where:+ from $where} is not pinned (pinned: ${known:-none}). Unset PREMAP_PINNED to use it; for a release run
  \`npm test\` with it, then add this line to scripts/setup/pins.txt: $name $version $sha"
  fi
  UNPINNED+=("$name $version (tested: ${known:-none})")
}

tell_unpinned() {
  if [ ${#UNPINNED[@]} -eq 0 ]; then return; fi
  local IFS=,
  echo "setup: premap was not tested with these, which are used all the same: ${UNPINNED[*]}" >&2
}

sha256_of() { sha256sum "$1" | cut -d' ' -f1; }

# One sum for all files of a folder, by their names and contents.
sha256_of_folder() { (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1); }
