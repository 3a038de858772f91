/**
 * What the probes' scripts for sh have in common.
 *
 * - `now`: nanoseconds since 1970, in whole seconds where date(1) knows no better
 * - `bound SECONDS COMMAND…`: ends the command then, where there is a timeout(1)
 * - `look WORD`: prints counters as `@WORD.name value`: processor ticks that were busy, ARC, TCP segments
 */
export const shellWords = [
  'now() { n=$(date +%s%N); case $n in *N) n=$(date +%s)000000000;; esac; echo "$n"; }',
  'bound() { if command -v timeout >/dev/null; then timeout "$@"; else shift; "$@"; fi; }',
  "look() {",
  // user, nice, system, irq, softirq: what is waited for and what others stole is not busy
  `  awk -v w="$1" '/^cpu /{print "@" w ".cpu " $2+$3+$4+$7+$8}' /proc/stat`,
  `  awk -v w="$1" '/^(hits|misses|size|c_max) /{print "@" w "." $1 " " $3}' /proc/spl/kstat/zfs/arcstats`,
  `  awk -v w="$1" '/^Tcp: [0-9]/{print "@" w ".sent " $12; print "@" w ".retransmitted " $13}' /proc/net/snmp`,
  "} 2>/dev/null",
  'echo "@cores $(getconf _NPROCESSORS_ONLN)"',
].join("\n");

/**
 * Watches the disks of a pool while something else runs: `watching` before it, `watched` behind it. Rows go to standard
 * output as they come. Both tools end by themselves, so that nothing is left where the script is killed.
 * @param pool quoted for sh @param seconds at most
 */
export function diskWatch(pool: string, seconds: number): { readonly watching: string; readonly watched: string } {
  const times = Math.ceil(seconds) + 2;
  return {
    watching: [
      `zpool iostat -yHplv ${pool} 1 ${times} 2>/dev/null & w=$!`,
      `v=; if command -v iostat >/dev/null; then iostat -dxyz 1 ${times} 2>/dev/null & v=$!; fi`,
    ].join("\n"),
    // the first rows come after a second
    watched: `[ $(( $(now) - t )) -gt 1100000000 ] || sleep 1.1\nkill $w $v 2>/dev/null; wait`,
  };
}

/**
 * Lets so many bytes through and ends then; in large pieces, where head(1) would take as much processor time as ssh.
 * It tells the number on standard error: `4096 bytes …`.
 */
export function takeBytes(bytes: number): string {
  return `dd bs=131072 iflag=fullblock count=${Math.ceil(bytes / 131_072)}`;
}
