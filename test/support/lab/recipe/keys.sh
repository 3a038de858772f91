#!/bin/bash
# Makes the lab's ssh keys in the folder OUT: lab (from the machine to all hosts), between-hosts, and the hosts' own.
# They open nothing but hosts of labs on this machine.
# In: OUT and, for each host, NAME=ADDRESS.
set -euo pipefail
out=$1
shift
mkdir -p -m 700 "$out"
ssh-keygen -q -t ed25519 -N '' -C lab -f "$out/lab"
ssh-keygen -q -t ed25519 -N '' -C between-hosts -f "$out/between-hosts"
for pair in "$@"; do
  host=${pair%%=*} address=${pair##*=}
  mkdir -p "$out/hosts/$host"
  for type in ed25519 ecdsa rsa; do
    ssh-keygen -q -t "$type" -N '' -C "$host" -f "$out/hosts/$host/ssh_host_${type}_key"
    read -r kind key _ <"$out/hosts/$host/ssh_host_${type}_key.pub"
    echo "$host,$address $kind $key" >>"$out/known_hosts"
  done
done
