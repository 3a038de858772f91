import type { Reason } from "../base/errors";

/** What a tool's message means, without the object it is about. */
export interface Failure {
  readonly reason: Reason;
  /** A clause without a full stop. */
  readonly because: string;
  /** An imperative clause without a full stop. */
  readonly nextStep: string;
  /** The line that told. */
  readonly line: string;
  /** True for what only follows from a failure elsewhere (a broken pipe, say): it explains nothing by itself. */
  readonly symptom: boolean;
}

type Row = readonly [pattern: RegExp, reason: Reason, because: string, nextStep: string, symptom?: "symptom"];

/**
 * zfs(8)'s and zpool(8)'s messages to reasons, the telling ones first; the texts are OpenZFS's own of 2.1 to 2.4
 * (lib/libzfs/libzfs_util.c, libzfs_sendrecv.c), seen in test/fixtures/transcripts.
 */
const table: readonly Row[] = [
  [
    /cannot receive .+ property on /,
    "property-not-received",
    "a property could not be set on the target; the data arrived",
    "look at the property there, and exclude it with -x if the target cannot have it",
  ],
  [
    /cannot mount '[^']*': encryption key not loaded/,
    "key-not-loaded",
    "its encryption key is not loaded, so it cannot be mounted",
    "load the key with 'zfs load-key'",
  ],
  [
    /may only be mounted by root|cannot mount '[^']*'/,
    "mount-failed",
    "it could not be mounted; the data arrived",
    "receive unmounted (zfs receive -u)",
  ],
  [
    /sudo: (a password is required|a terminal is required|no password was provided|sorry, you must have a tty)|is not in the sudoers file|Sorry, try again/,
    "permission",
    "sudo does not let this user run it without a password",
    "allow the command in sudoers with NOPASSWD, or use a user who may",
  ],
  [
    /: Permission denied \((publickey|password|keyboard-interactive|hostbased|gssapi)/,
    "auth-failed",
    "the other host did not let this user in",
    "see that the user's key is allowed there: 'ssh HOST' must work without a question",
  ],
  [
    /ssh: connect to host |ssh: Could not resolve hostname /,
    "host-unreachable",
    "the other host cannot be reached from there",
    "try 'ssh HOST' there; see its address, its sshd and the firewalls between",
  ],
  [
    /client_loop: send disconnect|[Cc]onnection (to .* )?closed by remote host|Connection reset by|Timeout, server .* not responding/,
    "connection-lost",
    "the connection between the hosts broke",
    "resume: what was received is kept",
  ],
  [
    /may not be sent with properties without the raw flag/,
    "encryption-mismatch",
    "an encrypted dataset can be sent with its properties only if it is sent raw",
    "send raw, or without properties",
  ],
  [
    /requires -L \(--large-block\)|need -L \(--large-block\)/,
    "stream-unsupported",
    "it has large blocks, so it can only be sent with them",
    "send with large blocks (-L), or raw",
  ],
  [
    /multiple snapshots cannot be sent from a bookmark/,
    "usage",
    "an increment with the snapshots between cannot start at a bookmark",
    "send from the bookmark to the next snapshot first",
  ],
  [
    /parent '[^']*' is not a filesystem/,
    "usage",
    "its parent is a volume, which can hold no datasets",
    "choose another place for it",
  ],
  [
    /recursively: snapshot .+ does not exist|skipping dataset .+: snapshot .+ does not exist/,
    "snapshot-not-found",
    "a dataset below it lacks the snapshot",
    "take the snapshot of all of them at once: zfsr snapshot -r",
  ],
  [
    /most recent snapshot of .* does not\s+match incremental source/s,
    "diverged",
    "its newest snapshot is not the base of the increment",
    "list both sides and decide: zfsr plan shows the newest snapshot they share",
  ],
  [
    /destination .* has been modified\s+since most recent snapshot/s,
    "target-modified",
    "it was written to after its newest snapshot",
    "look at what changed with 'zfs diff', then roll it back or receive beside it",
  ],
  [
    /contains partially-complete state from "zfs receive -s"/,
    "partial-receive-exists",
    "a partial receive is saved there",
    "resume it, or give it up with zfsr abort",
  ],
  [
    /does not have any resumable receive state to abort/,
    "not-found",
    "no partial receive is saved there",
    "plan again: what was there has been finished or given up",
  ],
  [
    /destination has snapshots \(eg\. /,
    "exists",
    "it exists and has snapshots of its own",
    "receive under another name, or look at what is there first",
  ],
  [
    /destination '[^']*' exists\s+must specify -F to overwrite it/s,
    "exists",
    "it exists already and shares no snapshot with the source",
    "receive under another name, or rename what is there",
  ],
  [
    /Resuming recv on existing destination/,
    "token-invalid",
    "the resume token belongs to a receive that is over",
    "plan again: the token is read anew",
  ],
  [
    /resume token is corrupt/,
    "token-invalid",
    "the resume token is damaged",
    "read it again from the target; if it stays so, give the partial receive up with zfsr abort",
  ],
  [
    /is no longer the same snapshot used in the initial send/,
    "token-invalid",
    "the snapshot that was being sent has been replaced by another of the same name",
    "give the partial receive up with zfsr abort and plan again",
  ],
  [
    /used in the initial send no longer exists/,
    "token-invalid",
    "the snapshot that was being sent is gone from the source",
    "give the partial receive up with zfsr abort and plan again",
  ],
  [
    /cannot receive resume stream: kernel modules must be upgraded/,
    "token-invalid",
    "the resume token no longer fits what the target holds",
    "plan again: the token is read anew",
  ],
  [
    /incremental source \(?.*\)? does not exist/,
    "base-missing",
    "the base of the increment is gone from the source",
    "plan again: another common snapshot or bookmark is looked for",
  ],
  [
    /incremental source .* is not/,
    "base-missing",
    "the base of the increment is no snapshot of this dataset",
    "plan again",
  ],
  [
    /not an earlier snapshot from the same fs/,
    "base-missing",
    "the base of the increment is not older than the snapshot",
    "plan again: the order is by createtxg",
  ],
  [
    /could not find any snapshots to destroy/,
    "snapshot-not-found",
    "the snapshot does not exist",
    "refresh: it may be destroyed already",
  ],
  [
    /bookmark '[^']*' does not exist/,
    "not-found",
    "the bookmark does not exist",
    "refresh: it may be destroyed already",
  ],
  [
    /feature flags = |stream has unsupported feature|pool must be upgraded to receive|kernel modules must be upgraded|pool and or dataset must be upgraded|unsupported version or feature|[Ff]eature not enabled/,
    "stream-unsupported",
    "the target's OpenZFS or pool lacks a feature that the stream needs",
    "update the destination first, or send without that feature",
  ],
  [
    /checksum mismatch or incomplete stream|: incomplete stream/,
    "stream-incomplete",
    "the stream ended before its end",
    "resume: what was received is kept",
  ],
  [
    /: checksum mismatch/,
    "stream-corrupt",
    "the stream arrived damaged: a checksum did not match",
    "send it again; if it happens again, test the memory and the network of both hosts",
  ],
  [
    /invalid stream \(bad magic number\)|invalid backup stream/,
    "stream-corrupt",
    "what arrived is no stream of zfs send",
    "look at what else prints on that connection: a login banner, a shell start-up file",
  ],
  [
    /space quota exceeded|refquota exceeded|Disk quota exceeded|quota exceeded/,
    "quota",
    "a quota on the target is used up",
    "raise the quota or destroy snapshots there that are no longer needed",
  ],
  [
    /out of space|No space left on device|greater than available space/,
    "space",
    "the pool is full",
    "free space there: zfsr plan lists what retention would destroy",
  ],
  [/tag already exists/, "exists", "it is held by that tag already", "refresh: another run may have held it"],
  [
    /it's being held|held by/,
    "held",
    "a hold keeps it",
    "see who holds it with 'zfs holds' and release that hold first",
  ],
  [
    /has dependent clones|snapshot is cloned|clones of previous snapshots exist/,
    "has-clones",
    "a clone depends on it",
    "promote or destroy the clone first",
  ],
  [
    /more recent snapshots or bookmarks exist/,
    "exists",
    "there are newer snapshots",
    "plan the rollback again: it names what would be destroyed",
  ],
  [
    /inherited key must be loaded|dataset key must be loaded|encryption key not loaded|key is not loaded/,
    "key-not-loaded",
    "its encryption key is not loaded",
    "load the key with 'zfs load-key', or send raw",
  ],
  [
    /cannot perform raw receive on top of existing unencrypted|IV set guid mismatch|may not be sent with properties without the raw flag|raw receive|encrypted dataset/,
    "encryption-mismatch",
    "raw and plain streams do not mix on one target",
    "keep to the kind of stream the target was made with, or receive under another name",
  ],
  [
    /Incorrect key provided|Key load error: (encryption failure|Passphrase too)/,
    "key-not-loaded",
    "the key was not accepted",
    "give the key that belongs to this encryption root",
  ],
  [
    /pool I\/O is currently suspended|pool is suspended/,
    "pool-suspended",
    "its pool is suspended because a device is gone",
    "bring the device back, then 'zpool clear'",
  ],
  [/Read-only file system/, "read-only", "it is read-only", "write to its source instead"],
  [/pool is read-only/, "read-only", "its pool is imported read-only", "import the pool writable"],
  [
    /dataset is busy|pool or dataset is busy|target is busy|pool is busy|' is busy/,
    "busy",
    "it is busy: another receive, a mount, a hold or a scrub has it",
    "see what uses it (zfsr doctor), wait or end it, then run again",
  ],
  [
    /permission denied|must be run as root|Permission denied|delegated permission is needed/,
    "permission",
    "this user may not do that",
    "delegate it with 'zfs allow', or use a user who may",
  ],
  [
    /parent does not exist|cannot create .*: no such pool or dataset/,
    "not-found",
    "its parent does not exist",
    "create the parent first",
  ],
  [/destination '[^']*' does not exist/, "not-found", "it does not exist", "send in full first"],
  [/cannot open .*: no such pool or dataset/, "not-found", "it does not exist", "list what is there: zfsr ls HOST:"],
  [/no such pool/, "pool-not-found", "there is no such pool on that host", "import the pool, or correct the name"],
  [/no such tag on this dataset/, "not-found", "it has no hold of that tag", "refresh: it may be released already"],
  [
    /cannot open '[^']*@[^']*': dataset does not exist|cannot (hold|release hold from) snapshot .*: dataset does not exist/,
    "snapshot-not-found",
    "the snapshot does not exist",
    "refresh: it may have been destroyed or renamed",
  ],
  [
    /dataset does not exist|no such dataset|no datasets available/,
    "not-found",
    "it does not exist",
    "list what is there: zfsr ls HOST:",
  ],
  [/dataset already exists|bookmark exists|already exists/, "exists", "it exists already", "choose another name"],
  [
    /invalid character|empty component|is too long|trailing slash|invalid name|(parent|self) reference, |tag may not start with/,
    "invalid-name",
    "ZFS does not allow that name",
    "use letters, digits and - _ . : only",
  ],
  [
    /The ZFS modules (are not|cannot be auto-)loaded|\/dev\/zfs/,
    "module-not-loaded",
    "the zfs kernel module is not loaded",
    "load it with 'modprobe zfs' as root",
  ],
  [
    /(zfs|zpool): (command )?not found|(zfs|zpool): No such file/,
    "not-installed",
    "OpenZFS is not installed there, or not on the PATH",
    "install zfsutils-linux there",
  ],
  [
    /Input\/output error|I\/O error/,
    "data-corruption",
    "reading or writing the pool failed",
    "look at 'zpool status -v' and scrub the pool",
  ],
  [
    /unable to restore to destination/,
    "failed",
    "the target's pool could not take the stream",
    "look at 'zpool status' on the target",
  ],
  [
    /missing option|invalid option|missing .* argument|missing command|unrecognized command|bad property list|invalid property '/,
    "usage",
    "that version of OpenZFS does not know an option of the command",
    "report it with both 'zfs version' outputs",
  ],
  [/^usage:/, "usage", "the command was not understood", "report it with both 'zfs version' outputs", "symptom"],
  [
    /failed to read from stream|Broken pipe|signal received|warning: cannot send '[^']*': (signal|Broken)/,
    "stream-incomplete",
    "the stream ended before its end",
    "resume: what was received is kept",
    "symptom",
  ],
];

/**
 * Every failure that a tool's stderr tells of, causes before symptoms and otherwise in the order of the text.
 * @param stderr of one process; messages that OpenZFS breaks over two lines are read whole.
 */
export function failuresIn(stderr: string): Failure[] {
  const found: Failure[] = [];
  const lines = stderr.split("\n");
  for (let i = 0; i < lines.length; i += 1) {
    const line = (lines[i] ?? "").slice(0, longestLine);
    if (line.trim() === "") continue;
    // OpenZFS breaks some messages after 'does not' or '…modified': look at the line with the next one, too
    const joined = `${line}\n${(lines[i + 1] ?? "").slice(0, longestLine)}`;
    const row =
      table.find(([pattern]) => pattern.test(line)) ??
      table.find(([pattern]) => pattern.source.includes("\\s+") && pattern.test(joined));
    if (row)
      found.push({
        reason: row[1],
        because: row[2],
        nextStep: row[3],
        line: line.trim(),
        symptom: row[4] === "symptom",
      });
  }
  return [...found.filter((failure) => !failure.symptom), ...found.filter((failure) => failure.symptom)];
}

/** The failure that explains `stderr` best; undefined when nothing in it is known. */
export function failureIn(stderr: string): Failure | undefined {
  return failuresIn(stderr)[0];
}

/** Characters of a line that are looked at: two names of 255 with the words around them fit, and no pattern takes long. */
const longestLine = 1000;
