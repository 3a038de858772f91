import type { Reason } from "../../../src/core/base/errors";

/** What each reason for which a run fails means, and what to do: a page that problems of runs lead to. */
export const reasonTexts: Readonly<Record<Reason, { readonly means: string; readonly next: string }>> = {
  usage: { means: "What was asked for makes no sense as it stands", next: "Follow the next step in the message" },
  "invalid-name": {
    means: "A name is none that ZFS allows",
    next: "Use letters, digits and - _ . : within 255 characters",
  },
  "consent-missing": {
    means: "The plan destroys something, and nobody has agreed to that",
    next: "Read what it names; agree to it in the review, or by --yes",
  },
  cancelled: { means: "The run was ended; what was received is kept", next: "Resume it, or give up what was received" },
  "host-unknown": {
    means: "No address is known for the host's name",
    next: "Check HostName in the ssh config, and the network",
  },
  "host-unreachable": {
    means: "Nothing answers at the host's address and port",
    next: "Check that the host is up, its sshd runs, and no firewall is between",
  },
  "host-key-unknown": {
    means: "The host was never met: its key is in no known_hosts",
    next: "Compare the fingerprint with the host's own, then agree to it",
  },
  "host-key-changed": {
    means: "The host shows another key than the one that is known: it was installed anew, or somebody is between",
    next: "Find out which on the host's own console, before the old key is taken out of known_hosts",
  },
  "host-key-revoked": {
    means: "The host shows a key that known_hosts marks as revoked",
    next: "Do not connect; ask who revoked it",
  },
  "auth-failed": {
    means: "The host takes none of the keys that were offered",
    next: "Check IdentityFile and the agent here, authorized_keys and its modes there",
  },
  "connection-lost": {
    means: "The connection broke on the way; what was received is kept where the receive is resumable",
    next: "Resume; when it happens often, measure the way (zfsr measure)",
  },
  timeout: {
    means: "A command had no answer in its time",
    next: "Look at the load and at the pool's state on that host",
  },
  "not-installed": {
    means: "The program is not there, or not on the PATH of a login without a terminal",
    next: "Install it, or mend the PATH",
  },
  "module-not-loaded": {
    means: "The host's kernel has no ZFS loaded",
    next: "modprobe zfs; where that fails, look at dkms status and the kernel's version",
  },
  "not-found": {
    means: "The dataset is not there",
    next: "List what is there (zfsr ls); check the name and whether the pool is imported",
  },
  "snapshot-not-found": {
    means: "The snapshot is not there any more: a retention took it, or somebody",
    next: "List the snapshots, and plan again",
  },
  "pool-not-found": {
    means: "The pool is not imported there",
    next: "See what zpool import lists, and why it was not imported at boot",
  },
  exists: {
    means: "What was to be made is there already",
    next: "Look at what it is before anything; choose another name, or go on from it",
  },
  busy: {
    means: "Something uses it: a receive, a mount, a hold, a scrub that ends the import",
    next: "See who, wait for it, and run again",
  },
  held: {
    means: "Holds keep a snapshot from being destroyed",
    next: "See whose they are (zfs holds), and release those that nobody needs",
  },
  "has-clones": {
    means: "A snapshot has clones, which would go with it",
    next: "Promote the clones, or destroy them knowingly",
  },
  permission: {
    means: "The user of the connection may not do it",
    next: "Delegate what is missing (zfs allow), or use sudo+",
  },
  space: {
    means: "The pool has no room for it",
    next: "See what takes the space (zfs list -o space); snapshots often do",
  },
  quota: {
    means: "A quota or reservation is in the way, not the pool's room",
    next: "Look at quota, refquota and reservation of the dataset and of those above",
  },
  "target-modified": {
    means: "The target was written to after its newest snapshot",
    next: "Look at what was written (zfs diff); then roll it back knowingly, or receive beside it. readonly=on keeps it from happening again",
  },
  diverged: {
    means: "The target has snapshots that the source has not",
    next: "See the common base (lineage); roll back to it, or rename the target aside",
  },
  "base-missing": {
    means: "Both ends have no snapshot in common from which an increment could start",
    next: "Look for a bookmark or another copy that has one; else send all of it beside the old one",
  },
  "stream-corrupt": {
    means: "What arrived is not what was sent, or no stream at all",
    next: "Resume or send again; when it happens again, check memory and network on both ends",
  },
  "stream-incomplete": {
    means: "The stream ended early; what arrived is kept where the receive is resumable",
    next: "Resume",
  },
  "stream-unsupported": {
    means: "The stream has what the target's pool or version cannot take",
    next: "Update the target first, or send without that feature",
  },
  "partial-receive-exists": { means: "A receive that was broken off waits there", next: "Resume it, or give it up" },
  "token-invalid": {
    means: "What was received in part cannot be gone on with: its source has changed",
    next: "Give it up, and plan again",
  },
  "key-not-loaded": {
    means: "The key of an encrypted dataset is not loaded",
    next: "Load it (zfsr load-key), or send raw",
  },
  "encryption-mismatch": {
    means: "Raw and plain, or encrypted and plain, do not fit together on that target",
    next: "Keep to the kind of stream the target was made with, or receive under another name",
  },
  "mount-failed": {
    means: "It was received, and could not be mounted",
    next: "Look at the mountpoint: not empty, taken, or below one that is read-only",
  },
  "property-not-received": {
    means: "All data arrived, and a property could not be set",
    next: "Look whether that version and user may set it",
  },
  "pool-suspended": {
    means: "The pool lost its devices and stopped all writing",
    next: "Bring the devices back, then zpool clear",
  },
  "pool-unhealthy": {
    means: "The pool has lost redundancy, or has errors",
    next: "zpool status -v; replace what failed, then scrub",
  },
  "read-only": {
    means: "The pool was imported read-only, or the dataset is readonly",
    next: "Find out why before it is changed",
  },
  "data-corruption": {
    means: "The pool itself has blocks that cannot be read",
    next: "zpool status -v names the files; get them from another copy, then scrub",
  },
  locked: { means: "Another run of zfsr writes to the same target", next: "Wait for it, or look at it (zfsr runs)" },
  "plan-outdated": { means: "What the approved plan rests on has changed", next: "Plan again, and look at it anew" },
  "hook-failed": {
    means: "A command of the job file, before or after a run, did not end well",
    next: "Run it by hand on the host that is named; then correct it, or the job file",
  },
  stalled: {
    means: "No byte has moved for a long time",
    next: "Look at both ends: a pool that waits, a link that is dead; then resume",
  },
  "not-verified": {
    means: "What was read back from the target is not what was sent",
    next: "Compare both lists of snapshots by guid before the next run",
  },
  "unexpected-output": {
    means: "A program printed what could not be understood",
    next: "Look at the run's log; a login shell that prints may be the cause",
  },
  failed: {
    means: "A command failed with a text that the catalogue does not know",
    next: "Read what it printed, below the finding",
  },
};
