# Shared by the recipe's scripts, which are bash and read this first.
# In: LAB_WORK, the folder of this build (never the checkout). Logs go to $LAB_WORK/log, one file a stage.
set -euo pipefail
: "${LAB_WORK:?the folder to build in is not set: run this through 'npm run lab -- build'}"
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
recipe=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
logs=$LAB_WORK/log
mkdir -p "$logs"

# stage NAME COMMAND…: runs it with its output in a log file, and tells how many seconds it took.
# On failure the end of the log is shown, for the log itself goes away with a machine that CI throws away.
stage() {
  local name=$1 began=$SECONDS
  shift
  # Not 'if ! …': there bash would not end the command at its first error, 'set -e' or not.
  (
    set -e
    "$@"
  ) >"$logs/$name.log" 2>&1 &
  wait $! || {
    echo "The stage '$name' failed after $((SECONDS - began)) s; the end of $logs/$name.log:" >&2
    tail -n 40 "$logs/$name.log" >&2
    return 1
  }
  echo "$name $((SECONDS - began)) s"
}

# The Debian mirror this machine is configured with; apt itself is asked, whatever the format of its lists.
mirror() {
  apt-get indextargets --format '$(REPO_URI)|$(LABEL)' 'Created-By: Packages' |
    awk -F'|' '$2 == "Debian" { sub("/$", "", $1); print $1; exit }'
}

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# sources SUITE: the lines of a sources.list with contrib, where OpenZFS is.
# Without the suite's security archive: there the source of the kernel runs ahead of the user-mode kernel built from it.
sources() {
  local uri
  uri=$(mirror)
  [ -n "$uri" ] || { echo "No Debian mirror is configured on this machine: run 'apt-get update' and look at /etc/apt." >&2; return 1; }
  echo "deb [signed-by=$keyring] $uri $1 main contrib"
}

# What the machine says about the dates of its archives holds in the lab's roots too (a frozen mirror has old ones).
apt_dates() {
  local option
  for option in Acquire::Check-Valid-Until Acquire::Check-Date; do
    [ "$(apt-config shell v "$option" | cut -d= -f2 | tr -d "'")" != false ] || echo "--aptopt=$option \"false\""
  done
}

# bootstrap SUITE ROOT PACKAGE,… [OPTION…]: a Debian root folder without manuals.
bootstrap() {
  local suite=$1 root=$2 packages=$3
  shift 3
  local -a dates
  mapfile -t dates < <(apt_dates)
  rm -rf "$root"
  sources "$suite" | mmdebstrap --mode=root --variant=minbase "${dates[@]}" \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/info/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='force-unsafe-io' --include="$packages" "$@" "$suite" "$root" -
}

# apt_state SUITE: makes a private apt state for another suite, so that the machine's own stays as it is; prints its options.
apt_state() {
  local suite=$1 state=$LAB_WORK/apt/$1
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/parts"
  sources "$suite" >"$state/sources.list"
  printf '%s\n' -o "Dir::Etc::sourcelist=$state/sources.list" -o "Dir::Etc::sourceparts=$state/parts" \
    -o "Dir::State::lists=$state/lists" -o "Dir::Cache=$state/cache" -o Dir::Etc::preferencesparts=/dev/null \
    -o APT::Sandbox::User=root -o Acquire::Languages=none
}
