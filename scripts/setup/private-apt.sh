# private-apt.sh - sourced: an apt of our own for another Debian suite. It reads the same mirrors as this machine's apt and keeps
# its state in one folder, so nothing of the system is touched and no root is needed.
#
#   private_apt FOLDER SUITE deb|deb-src     sets up FOLDER, reads the package list; then "${APT[@]}" is apt-get for that suite

private_apt() {
  local dir=$1 suite=$2 type=$3 codename keyring=''
  rm -rf "$dir"
  mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/none.d"
  : >"$dir/status"

  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  if [ -r /usr/share/keyrings/debian-archive-keyring.gpg ]; then
    keyring='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] '
  fi
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v c="$codename" -v s="$suite" -v k="$keyring" -v t="$type" '
      $3 == "main" && ($2 == c || $2 == "stable" || $2 == "oldstable" || $2 == "oldoldstable") {
        print t " " k $1 " " s " main" }' | sort -u >"$dir/sources.list"
  if [ ! -s "$dir/sources.list" ]; then
    die "apt knows no Debian '$codename main' here: run \`apt-get update\` first, or give this machine a Debian mirror"
  fi

  cat >"$dir/apt.conf" <<CONF
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
Dir::Etc::SourceList "$dir/sources.list";
Dir::Etc::SourceParts "$dir/none.d";
Dir::Etc::Preferences "$dir/none";
Dir::Etc::PreferencesParts "$dir/none.d";
Dir::State "$dir";
Dir::State::Lists "$dir/lists";
Dir::State::Status "$dir/status";
Dir::State::Extended_States "$dir/extended_states";
Dir::Cache "$dir/cache";
APT::Architecture "$(dpkg --print-architecture)";
APT::Sandbox::User "$(id -un)";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::Retries "5";
Acquire::Check-Valid-Until "false";
CONF
  APT=(apt-get -c "$dir/apt.conf" -qq)
  "${APT[@]}" update >&2 || die "apt could not read the package list of $suite"
}
