import type { Command } from "../command";
import { markWord, readMark, type SeenWriter } from "../writer";

/**
 * For sh: lines `PID SECONDS USER MARK` of all processes that show a writer's mark, with the seconds since they began: those
 * of root and of the user who asks, who is the one that receives. Anybody else on the host may show a mark, too, and could
 * keep every run from a pool that way. Of a long name, ps(1) shows the number, or the beginning and a `+`.
 * The word is put together by awk, so that what looks for it is not found. Needs no privilege; where /proc is mounted with
 * hidepid, only one's own are seen.
 */
export const writersScript = `ps -A -ww -o pid= -o etime= -o user= -o args= 2>/dev/null </dev/null | me=$(id -un) uid=$(id -u) awk '${[
  `function age(t, p, n) { n = split(t, p, /[-:]/); return p[n] + 60 * p[n-1] + (n > 2 ? 3600 * p[n-2] : 0) + (n > 3 ? 86400 * p[n-3] : 0) }`,
  `function counts(u, b) { b = substr(u, 1, length(u) - 1); return u == "root" || u == "0" || u == ENVIRON["me"] || u == ENVIRON["uid"] || (length(b) > 6 && u == b "+" && index(ENVIRON["me"], b) == 1) }`,
  `counts($3) { k = "${markWord.slice(0, 5)}" "${markWord.slice(5)}"; i = index($0, k); if (i > 0) { m = substr($0, i); sub(/[^A-Za-z0-9_.\\/:@=-].*/, "", m); print $1, age($2), $3, m } }`,
].join(" ")}'`;

/** The runs that write into pools of a host just now, one for each process of theirs that shows it. */
export function listWriters(): Command<SeenWriter[]> {
  return {
    argv: ["sh", "-c", writersScript],
    object: "its processes",
    parse: (stdout) =>
      stdout.split("\n").flatMap((line) => {
        const [pid = "", , user = "", mark = ""] = line.trim().split(/\s+/);
        const read = readMark(mark);
        return read && /^\d+$/.test(pid) ? [{ ...read, pid: Number(pid), user }] : [];
      }),
  };
}
