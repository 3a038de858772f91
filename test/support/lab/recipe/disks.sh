#!/bin/bash
# Makes the empty, partitioned disks of a host in the folder given: pool.img (8 GiB, one partition) and spare.img
# (1 GiB, four partitions of 240 MiB, for pools that tests make). Both are sparse.
set -euo pipefail
cd "$1"
zfs_type=6A898CC3-1DD2-11B2-99A6-080020736631

truncate -s 8G pool.img
printf '%s\n' 'label: gpt' "start=2048, type=$zfs_type, name=pool" | sfdisk -q pool.img
truncate -s 1G spare.img
{
  echo 'label: gpt'
  for number in 1 2 3 4; do echo "size=240MiB, type=$zfs_type, name=spare-$number"; done
} | sfdisk -q spare.img
