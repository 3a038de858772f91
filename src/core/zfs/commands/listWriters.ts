import type { Command } from "../command";
import { markWord, readMark, type SeenWriter } from "../writer";

/** Marks of one other user that are asked about: each costs a `zfs allow`, and anybody may show any number of them. */
const mostMarks = 20;
/** Characters of a mark, and levels of its dataset's name (zfs takes 50 below a pool): each may cost a `zfs allow`, too. */
const [longestMark, mostLevels] = [1000, 51];
/** Other users whose marks are asked about. */
const mostUsers = 20;

/**
 * For sh: of lines of another user (`? PID SECONDS USER MARK`) those alone whose user may receive into the dataset of the
 * mark, as `zfs allow` tells: of it, or where it is not there yet, of what is above it.
 */
const allowed = [
  `while read -r p a u m more`,
  `do if [ "$p" = "?" ]`,
  // the two characters of a name that its mark has not as they are
  `then p=$a; a=$u; u=$m; m=$more; d=$(printf "%s\\n" "\${more##*:}" | sed "s/=20/ /g; s/=3A/:/g")`,
  `until may=$(zfs allow "$d" 2>/dev/null </dev/null)`,
  `do case $d in (*/*) d=\${d%/*} ;; (*) break ;; esac`,
  `done`,
  // ps(1) shows the number of a name that is too long for it, or the beginning and a `+`
  `case $u in (*[!0-9]*) ;; (*) u=$(id -un "$u" 2>/dev/null || printf %s "$u") ;; esac`,
  `printf "%s\\n" "$may" | u=$u g=" $(id -Gn "$u" 2>/dev/null) " awk '${[
    `function is(n, u, l) { u = ENVIRON["u"]; l = length(u); return n == u || (l > 6 && substr(u, l) == "+" && index(n, substr(u, 1, l - 1)) == 1) }`,
    `($1 == "everyone" && $2 ~ /receive|@/) || ((($1 == "user" && is($2)) || ($1 == "group" && index(ENVIRON["g"], " " $2 " "))) && $3 ~ /receive|@/) { found = 1 }`,
    `END { exit found ? 0 : 1 }`,
  ].join(" ")}' || continue`,
  `fi`,
  `printf "%s\\n" "$p $a $u $m"`,
  `done`,
].join("; ");

/**
 * For sh: lines `PID SECONDS USER MARK` of all processes that show a writer's mark, with the seconds since they began: those
 * of root, of the user who asks, who is the one that receives, and of users who may receive there. Anybody else on the host
 * may show a mark, too, and could keep every run from a pool that way. Of a user who is neither, as many marks are asked
 * about as several runs have, and of some such users: who shows more hides nobody but himself.
 * The word is put together by awk, so that what looks for it is not found. Needs no privilege; where /proc is mounted with
 * hidepid, only one's own are seen.
 */
export const writersScript = `ps -A -ww -o pid= -o etime= -o user= -o args= 2>/dev/null </dev/null | me=$(id -un) uid=$(id -u) awk '${[
  `function age(t, p, n) { n = split(t, p, /[-:]/); return p[n] + 60 * p[n-1] + (n > 2 ? 3600 * p[n-2] : 0) + (n > 3 ? 86400 * p[n-3] : 0) }`,
  `function counts(u, b) { b = substr(u, 1, length(u) - 1); return u == "root" || u == "0" || u == ENVIRON["me"] || u == ENVIRON["uid"] || (length(b) > 6 && u == b "+" && index(ENVIRON["me"], b) == 1) }`,
  `{ k = "${markWord.slice(0, 5)}" "${markWord.slice(5)}"; i = index($0, k); if (i > 0) { m = substr($0, i); sub(/[^A-Za-z0-9_.\\/:@=-].*/, "", m); split(m, f, ":"); if (length(m) > ${longestMark} || f[5] ~ /\\/\\// || split(f[5], d, "/") > ${mostLevels}) next; if (counts($3)) print $1, age($2), $3, m; else { if (!($3 in asked)) asked[$3] = users++ < ${mostUsers}; if (asked[$3] && n[$3]++ < ${mostMarks}) print "?", $1, age($2), $3, m } } }`,
].join(" ")}' | ${allowed}`;

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
