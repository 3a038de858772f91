#!/bin/bash
# Installs what the lab needs on this machine and isn't there. Says so first; does nothing when all is there.
# In: the names of tools wanted, as TOOL:PACKAGE.
set -euo pipefail
missing=()
for pair in "$@"; do
  command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
[ ${#missing[@]} -gt 0 ] || exit 0
echo "Installing on this machine with apt-get, for the lab: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
