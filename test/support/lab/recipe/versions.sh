#!/bin/bash
# Prints 'PACKAGE=VERSION' of the packages that decide what an image is, as the mirror has them now.
# In: the OpenZFS suite; LAB_WORK.
. "$(dirname "$0")/common.sh"
suite=$1

candidate() { # SUITE PACKAGE…
  local suite=$1
  shift
  local -a apt
  mapfile -t apt < <(apt_state "$suite")
  apt-get "${apt[@]}" update -qq >"$logs/versions-$suite.log" 2>&1 || { cat "$logs/versions-$suite.log" >&2; return 1; }
  apt-cache "${apt[@]}" show --no-all-versions "$@" | awk '/^Package:/ { p = $2 } /^Version:/ { print p "=" $2 }'
}

apt-get indextargets --format '$(LABEL)' 'Created-By: Packages' | grep -qx Debian || apt-get update -qq
candidate bookworm user-mode-linux linux-source-6.1
candidate "$suite" zfs-dkms
