import { shellQuote } from "../base/shellQuote";
import type { DatasetName } from "../zfs/names";

/** A snapshot to be read on one host. */
export interface Reading {
  readonly type: "filesystem" | "volume";
  readonly dataset: DatasetName;
  readonly snapshot: string;
}

/** A volume is compared in parts of so many bytes. */
export const partSize = 64 * 2 ** 20;

/**
 * How the script below is started: its text comes by standard input. As root it gets a mount namespace of its own, and
 * mounts snapshots there and nowhere else. They are not seen by anyone else, and the kernel takes them away with the last
 * of its processes, however that ends: a kill of any kind leaves nothing mounted.
 */
export const reader =
  'if [ "$(id -u)" = 0 ] && unshare -m --propagation private true 2>/dev/null; then own=1; export own; exec unshare -m --propagation private sh; else own=; export own; exec sh; fi';

/**
 * A script for sh that reads snapshots one after the other and prints what is in them. Changes nothing.
 *
 * Each begins with `= begin NUMBER`, on standard error, too, so that what is said there is known to belong to it. Then
 * come sections, `= meta`, `= sums`, `= attrs` or `= no-attrs`, `= blocks`, and `= end`. `= not BECAUSE` takes their
 * place where it cannot be read. No other line begins with `=`.
 */
export function contentsScript(readings: readonly Reading[]): string {
  const calls = readings.map(
    ({ type, dataset, snapshot }, i) =>
      `mark begin ${i}; ${type === "filesystem" ? "files" : "blocks"} ${shellQuote(dataset)} ${shellQuote(snapshot)}; echo '= end'`,
  );
  return `${functions}\nmain() {\nable\n${calls.join("\n")}\n}\nmain </dev/null\n`;
}

/*
 * find and sha256sum of GNU: names of any bytes stay apart, ended by NUL, and sed writes them in ASCII. A name is followed
 * by `//`, which no path has within. Both sides sort by bytes. Directories have no size and no number of links that mean
 * anything. Devices have their numbers where a link has where it leads; find writes out what it has before it starts stat. Reading is niced: it is not what the host is there for.
 */
const functions = String.raw`
mark() { echo "= $*"; echo "= $*" >&2; }
not() { printf '= not %s\n' "$*"; }
ascii() { sed -zn 'l 0' | tr '\0' '\n'; }
all() { find . -path ./.zfs -prune -o "$@"; }
unable=
able() {
  if [ "$(uname -s)" != Linux ]; then unable='the host is not Linux'
  elif ! { find / -maxdepth 0 -printf '' && stat --printf='' / && sed -zn 'l 0' </dev/null && sort -z </dev/null && sha256sum -z </dev/null; } >/dev/null 2>&1
  then unable='find, stat, sort, sed or sha256sum of this host are not those of GNU'
  fi
}
files() {
  [ -z "$unable" ] || { not "$unable"; return 0; }
  if [ -n "$own" ]; then
    m=$(mount -t zfs -o ro "$1@$2" /mnt 2>&1) || { not "it cannot be mounted: $(printf %s "$m" | tr '\n' ' ')"; return 0; }
    (cd /mnt && contents)
    umount /mnt
    return 0
  fi
  at=$(zfs get -H -o value mountpoint "$1" 2>/dev/null)
  [ "$(zfs get -H -o value mounted "$1" 2>/dev/null)" = yes ] && cd "$at/.zfs/snapshot/$2" 2>/dev/null ||
    { not "it is not mounted, and only root can mount a snapshot"; return 0; }
  contents
  cd /
}
contents() {
  echo '= meta'
  all \( -type d -printf '%p//%y %m %U %G 0 0 %T@ \0' \
    -o \( -type b -o -type c \) -printf '%p//%y %m %U %G %n %s %T@ ' -exec stat --printf='%t:%T\0' {} \; \
    -o -printf '%p//%y %m %U %G %n %s %T@ %l\0' \) | sort -z | ascii
  echo '= sums'
  all -type f -printf '%p//\0' | sort -z | sed -z 's:..$::' | xargs -0r nice sha256sum -z -- | ascii
  if [ "$(id -u)" = 0 ] && command -v getfattr >/dev/null; then
    echo '= attrs'
    all -print0 | sort -z | xargs -0r getfattr -h -d -m - -e hex --
  else
    echo '= no-attrs'
  fi
}
device() {
  if [ -b "/dev/zvol/$1" ]; then echo "/dev/zvol/$1"; return 0; fi
  for z in /dev/zd*; do
    if [ "$(/lib/udev/zvol_id "$z" 2>/dev/null)" = "$1" ]; then echo "$z"; return 0; fi
  done
  return 1
}
still() {
  [ "$(zfs get -Hp -o value written "$1")" = 0 ] &&
    [ "$(zfs list -H -d 1 -t snapshot -S createtxg -o name "$1" | sed -n 1p)" = "$1@$2" ]
}
blocks() {
  [ -z "$unable" ] || { not "$unable"; return 0; }
  live=
  d=$(device "$1@$2") || { live=1; d=$(device "$1"); } || { not "it has no device"; return 0; }
  [ -z "$live" ] || still "$1" "$2" || { not "the volume has changed since, and its snapshots have no devices (snapdev=hidden)"; return 0; }
  [ -r "$d" ] || { not "its device cannot be read by this user"; return 0; }
  echo '= blocks'
  nice split -b ${partSize} --filter=sha256sum <"$d"
  [ -z "$live" ] || still "$1" "$2" || echo "the volume was written to meanwhile" >&2
}`;
