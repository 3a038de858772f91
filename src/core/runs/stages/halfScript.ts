import type { ConnectionPorts } from "./connectionPorts";

/** Looks at zfs within one command; a fifth of a second lies between two. */
const looks = 5;

/**
 * A look at one half of a pipeline, on its host: what zfs waits for, a few times within a second, then the counters of its
 * processes and of its connection. It asks the kernel's files in /proc and ss(8), stops nothing, and prints words that
 * `readHalf` reads; what a host does not tell is left out.
 * @param pid of the half's shell, as the half itself has told it
 * @param ports of the stream's connection as this host has them; undefined where another host is to be asked, or none
 */
export function halfScript(pid: number, ports: ConnectionPorts | undefined): string {
  return [
    // the half's processes, and the sshd that it hangs on: `123 zfs`
    `t=$(ps -eo pid=,ppid=,comm= 2>/dev/null | awk -v p=${pid} '{ up[$1] = $2; name[$1] = $3 } END { for (i in up) for (j = i; j in up && j > 1; j = up[j]) if (j == p) { print i, name[i]; break }; if (name[up[p]] ~ /^sshd/) print up[p], name[up[p]] }')`,
    // without a process more: a pipe would make two
    'z=; while read -r p c; do [ "$c" != zfs ] || z=$p; done <<END',
    "$t",
    "END",
    `n=0; while [ -n "$z" ] && [ $n -lt ${looks} ]; do`,
    // neither file ends with a line break in every kernel: read fails there, with the words in its variables
    "  s=; w=; k=; read -r _ _ s _ </proc/$z/stat; read -r w </proc/$z/wchan",
    // root alone may read the stack: it tells where the word for the place does not
    '  while read -r _ f; do k="$k ${f%%+*}"; done </proc/$z/stack',
    '  echo "@look ${s:--} ${w:--}$k"; n=$((n+1)); sleep 0.2 || sleep 1',
    "done 2>/dev/null",
    'if [ -n "$z" ]; then echo "@zfs $z"; while read -r k v; do echo "@$k $v"; done </proc/$z/io; fi 2>/dev/null',
    'while read -r p c; do read -r l </proc/$p/stat && { set -- ${l##*) }; echo "@processor $p $c $((${12}+${13}))"; }; done 2>/dev/null <<END',
    "$t",
    "END",
    ...(ports === undefined
      ? []
      : [`ss -tinH state established '( ${filterOf(ports)} )' 2>/dev/null | sed 's/^/@socket /'`]),
    'read -r u _ </proc/uptime 2>/dev/null; echo "@uptime $u"',
  ].join("\n");
}

function filterOf({ own, peer }: ConnectionPorts): string {
  return [...(own === undefined ? [] : [`sport = :${own}`]), ...(peer === undefined ? [] : [`dport = :${peer}`])].join(
    " and ",
  );
}
