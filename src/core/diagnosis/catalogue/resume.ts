import { destroy, entriesOf, type Instead, look, change } from "./entry";

const goOn = change("Resume it: zfsr resume HOST:{dataset|DATASET}");
const giveUp = destroy("Give up what was received", "zfs receive -A {dataset}");
const token = look("See whether its token is still good", "zfs get -H -o value receive_resume_token {dataset}");

/** What was received came out of a file. */
const ofFile: Instead = {
  when: /\b(?:zcat|gzcat|bzcat|xzcat|zstdcat|lz4cat|cat) (?<path>[^\s|;]+) *\| *(?:sudo )?(?:mbuffer [^|]{0,80}\| *|pv [^|]{0,80}\| *)?(?:\S*\/)?zfs (?:receive|recv)|zfs (?:receive|recv)[^\n|<]{0,200}< ?(?<path2>\S+)/,
  category: "stream-corrupt",
  title: "The stream in {path} is incomplete or damaged",
  cause: "The file ends before the stream does, or was changed since; receiving it again gives the same",
  remedies: [
    look("See whether its end is there: zstream dump counts no DRR_END where it is cut; gzip -t for a compressed file"),
    look("Take another copy of the file, or send the snapshot again"),
  ],
};

/** A receive was interrupted: it can be resumed, or has to be given up. */
export const resume = entriesOf("resume", [
  {
    of: "stream-cut-resumable",
    title: "A stream ended before its end",
    instead: [
      ofFile,
      {
        when: /cannot send '(?<snapshot>[^']{1,300})': (?:Input\/output error|I\/O error)/,
        title: "The sending side could not read {snapshot} to its end",
        cause: "Reading failed in the middle of the stream",
      },
    ],
    cause: "The sending side or the connection ended first",
    remedies: [look("Look for why it ended: the lines of the sending side before this one")],
    follows: ["network", "data-corruption", "memory", "ssh-auth", "kernel-bug"],
  },
  {
    of: "stream-cut",
    title: "A stream ended before its end",
    instead: [ofFile],
    cause: "The sending side or the connection ended first",
    remedies: [look("Look for why it ended: the lines of the sending side before this one")],
    follows: ["network", "data-corruption", "memory", "ssh-auth", "missing-snapshot", "kernel-bug"],
  },
  {
    of: "receive-partial-saved",
    title: "{dataset|The target} holds a partial receive",
    cause: "A receive with -s was broken off, and nothing else can be received until it is ended",
    remedies: [token, goOn, giveUp],
  },
  {
    of: "receive-nothing-to-abort",
    title: "{dataset} has no partial receive",
    cause: "A receive without -s keeps nothing, and one that is finished or given up has nothing left",
    severity: "info",
  },
  {
    of: "receive-token-superseded",
    title: "The resume token belongs to a receive that is over",
    cause: "The target was received to its end or given up since the token was read",
  },
  {
    of: "resume-token-corrupt",
    instead: [
      {
        when: /got receive resume token: \/:/,
        title: "syncoid did not read the resume token: the dataset's name has spaces",
        cause: "It cut the name at its spaces; the token and what was received are sound",
        remedies: [
          look("Read the token by hand, with the name quoted: zfs get -H -o value receive_resume_token 'DATASET'"),
          change("Update syncoid, or rename the dataset to a name without spaces"),
        ],
      },
    ],
    title: "The resume token is damaged",
    cause: "It was cut or changed on its way to 'zfs send -t', or is no token at all",
  },
  { of: "resume-snapshot-replaced", title: "{snapshot} is not the snapshot any more that was being sent" },
  {
    of: "resume-snapshot-gone",
    title: "{snapshot} was being sent, and is gone from the source",
    cause: "It was destroyed or renamed between the broken transfer and this run",
    remedies: [look("Hold what is being sent, so that no pruning takes it")],
  },
  {
    of: "resume-base-gone",
    title: "The base of an interrupted increment is gone from the source",
    cause: "It was destroyed or renamed between the broken transfer and this run",
  },
  {
    of: "mount-partial-receive",
    title: "{dataset} holds a partial receive only",
    severity: "warning",
    remedies: [token],
  },
  {
    of: "pipe-broken",
    title: "A stream ended before its end",
    cause: "The other end of a pipe went away, which it does for a reason of its own",
    remedies: [look("Look for why it ended: this line only follows from something else")],
  },
  {
    id: "send-backup-failed",
    needles: ["backup failed"],
    pattern: /cannot send '(?<snapshot>[^']*)': backup failed/,
    title: "{snapshot} could not be sent",
    cause: "It follows from what zfs send said before",
    follows: "any",
    source: "OpenZFS lib/libzfs/libzfs_sendrecv.c",
  },
  {
    id: "send-io-after-pipe",
    needles: [": I/O error"],
    pattern: /cannot send '(?<snapshot>[^']*)': I\/O error$/,
    title: "{snapshot} could not be sent to its end",
    cause: "The other end of the pipe went away, or the pool could not be read",
    follows: "any",
    source: "OpenZFS lib/libzfs/libzfs_sendrecv.c",
  },
  {
    id: "syncoid-reset-partial",
    severity: "warning",
    needles: "resetting partially receive state",
    pattern: /resetting partially receive state/,
    title: "A partial receive was given up, since its snapshot is gone",
    cause: "The snapshot was pruned on the source while it was being sent",
    remedies: [look("Hold what is being sent, so that no pruning takes it")],
    source: "syncoid",
  },
  {
    id: "zettarepl-partial",
    severity: "warning",
    needles: "Specified receive_resume_token, but",
    pattern: /Specified receive_resume_token, but/,
    title: "A resume token was there that could not be used",
    cause: "It belongs to another snapshot than the one to be sent",
    source: "zettarepl",
  },
  {
    id: "zrep-sync-broke-off",
    needles: "Problem doing sync for ",
    pattern: /Problem doing sync for (?<snapshot>[^\s@]{1,255}@[^\s.]{1,255})\. Renamed to \S{1,255}_unsent/,
    title: "The transfer of {snapshot} broke off, and zrep has put it aside as unsent",
    cause: "The receiving side ended, or was ended; what it had kept can be gone on with",
    remedies: [
      look("See what was kept on the target: zfs get -r receive_resume_token DATASET"),
      change("Run zrep again, with ZREP_RESUME=1 where the token is to be used"),
    ],
    source: "zrep; bolthole/zrep#55",
  },
]);
