import { destroy, entriesOf, look, change } from "./entry";

const goOn = change("Resume it: zfsr resume HOST:{dataset|DATASET}");
const giveUp = destroy("Give up what was received", "zfs receive -A {dataset}");
const token = look("See whether its token is still good", "zfs get -H -o value receive_resume_token {dataset}");

/** A receive was interrupted: it can be resumed, or has to be given up. */
export const resume = entriesOf("resume", [
  {
    of: "stream-cut-resumable",
    title: "A stream ended before its end; what was received is kept",
    remedies: [look("Look for why it ended: the lines of the sending side before this one")],
    follows: ["network", "data-corruption", "memory", "ssh-auth", "kernel-bug"],
  },
  {
    of: "stream-cut",
    title: "A stream ended before its end",
    remedies: [look("Look for why it ended: the lines of the sending side before this one")],
    follows: ["network", "data-corruption", "memory", "ssh-auth", "missing-snapshot", "kernel-bug"],
  },
  {
    of: "receive-partial-saved",
    title: "{dataset|The target} holds a partial receive",
    remedies: [token, goOn, giveUp],
  },
  { of: "receive-nothing-to-abort", title: "{dataset} has no partial receive", severity: "info" },
  { of: "receive-token-superseded", title: "The resume token belongs to a receive that is over" },
  { of: "resume-token-corrupt", title: "The resume token is damaged" },
  { of: "resume-snapshot-replaced", title: "{snapshot} is not the snapshot any more that was being sent" },
  {
    of: "resume-snapshot-gone",
    title: "{snapshot} was being sent, and is gone from the source",
    remedies: [look("Hold what is being sent, so that no pruning takes it")],
  },
  { of: "resume-base-gone", title: "The base of an interrupted increment is gone from the source" },
  {
    of: "mount-partial-receive",
    title: "{dataset} holds a partial receive only",
    severity: "warning",
    remedies: [token],
  },
  {
    of: "pipe-broken",
    title: "A stream ended before its end",
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
]);
