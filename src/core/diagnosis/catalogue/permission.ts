import { change, entriesOf, type Instead, look, type RemedyTemplate } from "./entry";
import { delegationOf } from "./looks";

/** `zfs allow` of what a verb needs, where the dataset is known. USER is for the reader: a log rarely says it. */
const allow = (verbs: string): RemedyTemplate => change(`Delegate it: zfs allow -u USER ${verbs} DATASET`);
const linuxMount = "On Linux nobody but root mounts; replicas are better off unmounted: receive with -u";

/** Where the text shows that the verb is delegated: what else zfs wants for it. To whom says nothing of who failed. */
const delegated = (verb: string, doing: string, also: string, command: string): Instead => ({
  when: new RegExp(
    `---- Permissions on (?<dataset>\\S+) -+[\\s\\S]{0,800}?^[ \\t]+(?:user (?<user>\\S+)|group \\S+|everyone) [a-z@,-]*\\b${verb}\\b`,
    "m",
  ),
  title: `This user may not ${doing}, although '${verb}' is delegated to {user|somebody}`,
  cause: `It is delegated to another, or '${verb}' alone is not enough: ${also}`,
  remedies: [delegationOf, change(`Delegate what is lacking: zfs allow -u USER ${command}`)],
});

/** A user may not do that. */
export const permission = entriesOf("permission", [
  {
    of: "property-not-permitted",
    title: "The property {property} may not be set on {dataset}",
    severity: "warning",
    remedies: [
      delegationOf,
      change("Delegate it: zfs allow -u USER {'property} {'dataset}"),
      look("Or leave it out: receive with -x {'property}"),
    ],
  },
  {
    of: "permission-receive",
    next: "in remedies",
    instead: [
      delegated(
        "receive",
        "receive there",
        "zfs wants create and mount as well, on the dataset above a new one",
        "receive,create,mount {'dataset}",
      ),
    ],
    title: "This user may not receive there",
    cause: "Receiving wants receive, create and mount on the dataset above the new one",
    remedies: [allow("receive,create,mount")],
  },
  {
    of: "permission-send",
    next: "in remedies",
    title: "This user may not send {snapshot}",
    cause: "Sending wants send, and hold where the sender holds what it sends",
    remedies: [delegationOf, allow("send,hold")],
  },
  {
    of: "permission-snapshot",
    next: "in remedies",
    instead: [
      delegated(
        "snapshot",
        "take {snapshot|snapshots}",
        "zfs wants mount as well, on each dataset below with -r, and userprop where -o sets a property",
        "snapshot,mount,userprop {'dataset}",
      ),
    ],
    title: "This user may not take {snapshot|snapshots}",
    cause:
      "Taking a snapshot wants snapshot and mount, on each dataset below with -r, and userprop where -o sets a property",
    remedies: [allow("snapshot,mount")],
  },
  {
    of: "permission-destroy",
    next: "in remedies",
    instead: [
      delegated(
        "destroy",
        "destroy {snapshot|snapshots}",
        "zfs wants mount as well, of a snapshot, too",
        "destroy,mount {'dataset}",
      ),
    ],
    title: "This user may not destroy {snapshot|snapshots}",
    cause: "Destroying wants mount beside destroy",
    remedies: [allow("destroy,mount")],
  },
  {
    of: "permission-hold",
    next: "in remedies",
    title: "This user may not hold or release snapshots",
    cause: "Holding wants hold, releasing wants release",
    remedies: [allow("hold,release")],
  },
  {
    of: "permission-bookmark",
    next: "in remedies",
    title: "This user may not make bookmarks",
    cause: "Making one wants bookmark on the dataset",
    remedies: [allow("bookmark")],
  },
  {
    of: "permission-create",
    next: "in remedies",
    instead: [
      delegated(
        "create",
        "create {dataset}",
        "zfs wants mount as well, and refreservation for a volume that is not sparse",
        "create,mount {'dataset}",
      ),
    ],
    title: "This user may not create {dataset}",
    cause:
      "Creating wants create and mount on the dataset above; a clone also clone on its origin; a volume that is not sparse also refreservation",
    remedies: [allow("create,mount")],
  },
  {
    of: "permission-rollback",
    next: "in remedies",
    instead: [
      delegated(
        "rollback",
        "roll {dataset} back",
        "zfs wants mount as well, and destroy with -r",
        "rollback,mount {'dataset}",
      ),
    ],
    title: "This user may not roll {dataset} back",
    cause: "Rolling back wants mount beside rollback",
    remedies: [delegationOf, allow("rollback,mount")],
  },
  {
    of: "permission-rename",
    next: "in remedies",
    title: "This user may not rename {snapshot|a dataset}",
    cause:
      "Renaming wants rename and mount on what is there, and create and mount on the parent of the new name, which of a snapshot is its dataset",
    remedies: [delegationOf, allow("rename,create,mount")],
    instead: [
      delegated(
        "rename",
        "rename {snapshot|it}",
        "zfs wants mount there, and create and mount on the parent of the new name, which of a snapshot is its dataset",
        "rename,create,mount {'dataset}",
      ),
    ],
  },
  {
    of: "permission-promote",
    next: "in remedies",
    title: "This user may not promote {dataset}",
    cause: "Promoting wants promote and mount on the clone, and promote on its origin",
    remedies: [delegationOf, allow("promote,mount")],
    instead: [
      delegated(
        "promote",
        "promote {dataset}",
        "zfs wants mount as well, and promote on the origin",
        "promote,mount {'dataset}",
      ),
    ],
  },
  {
    of: "permission-set",
    next: "in remedies",
    title: "This user may not set properties of {dataset}",
    cause: "Setting wants a delegation of that property's name, or of userprop for one with a colon",
    remedies: [delegationOf, change("Delegate it: zfs allow -u USER PROPERTY {'dataset}")],
  },
  { of: "permission-mount", title: "This user may not mount or unmount {path}", remedies: [look(linuxMount)] },
  {
    of: "permission-diff",
    title: "This user may not compare snapshots",
    cause: "Comparing wants diff on the dataset, and reading files at all wants root on most systems",
    remedies: [allow("diff")],
  },
  {
    of: "device-not-permitted",
    title: "This user may not open /dev/zfs",
    cause: "Its mode or a container keeps it from all but root",
    remedies: [look("See its mode", "ls -l /dev/zfs")],
  },
  {
    of: "mount-root-only",
    title: "It was created, and not mounted",
    instead: [
      {
        when: /vfs\.usermount/,
        cause:
          "'zfs create' leaves mounting to root; with vfs.usermount=1 the owner of the directory may do it afterwards",
        remedies: [change("Mount it as the user who owns the directory that it is mounted on: zfs mount DATASET")],
      },
    ],
    severity: "warning",
    remedies: [look(linuxMount)],
  },
  {
    of: "mountpoint-not-permitted",
    title: "{path} could not be made to mount on",
    severity: "warning",
    remedies: [look(linuxMount)],
  },
  {
    of: "mount-insufficient-privileges",
    title: "{dataset} could not be mounted by this user",
    severity: "warning",
    remedies: [look(linuxMount)],
  },
  {
    of: "sudo-password",
    title: "sudo wants a password of {user|this user}",
    cause: "Nobody can type one where a tool or a job runs it",
  },
  {
    of: "sudo-not-allowed",
    title: "sudo does not allow this to {user|this user}",
    remedies: [look("See what it allows", "sudo -l")],
  },
  {
    of: "permission-denied",
    title: "{dataset|It} was refused to this user",
    cause: "It is not root, and what was done is not delegated to it",
  },
  {
    id: "sudo-no-new-privileges",
    needles: ["no new privileges"],
    pattern: /The "no new privileges" flag is set/,
    title: "sudo cannot work in this process",
    cause: "The service or sandbox that runs it forbids to gain rights (NoNewPrivileges)",
    remedies: [change("Run it as the user it needs, or without NoNewPrivileges=")],
    source: "sudo",
  },
  {
    id: "polkit-denied",
    needles: "Interactive authentication required",
    pattern:
      /Interactive authentication required|Access denied as the requested operation requires interactive authentication/,
    title: "systemd wants a password",
    cause: "This user may not start or stop units without one",
    source: "systemd, polkit",
  },
  {
    id: "selinux-denied",
    severity: "warning",
    needles: "avc:  denied",
    pattern: /avc: {1,2}denied .{0,200}comm="(?<process>zfs|zpool|zed|sshd|mount\.zfs)"/,
    title: "SELinux kept {process} from something",
    cause: "The policy of that machine does not allow it",
    remedies: [look("See what was denied", "ausearch -m avc -ts recent")],
    source: "Linux audit",
  },
  {
    id: "setroubleshoot-denied",
    needles: "SELinux is preventing ",
    pattern:
      /SELinux is preventing (?<path>\/?[\w./-]{0,80}\b(?:zfs|zpool|zed|mount\.zfs|zfs_ids_to_path|sshd|ssh|rsync|sanoid|syncoid|perl|smbd|nfsd|exportfs|mount|qemu-\w{1,20})) from (?:using the )?(?<reason>[\w ,]{1,80}) (?:access on (?:the )?(?<reason2>[^\n]{1,120})|capability)/,
    title: "SELinux keeps {path} from {reason} access",
    cause: "The policy of that machine does not allow it, or what it is to use has the wrong label",
    remedies: [
      look("See what was denied", "ausearch -m avc -ts recent"),
      look("See the labels", "ls -Z /dev/zfs {path}"),
      change("Give them back the labels of the policy: restorecon -Rv /dev/zfs /sbin /usr/sbin, or that path"),
      change(
        "Where the policy itself lacks it, allow that alone: ausearch … | audit2allow -M NAME; semodule -i NAME.pp",
      ),
    ],
    source: "setroubleshoot; openzfs/zfs#5014",
  },
  {
    id: "apparmor-denied",
    severity: "warning",
    needles: 'apparmor="DENIED"',
    pattern: /apparmor="DENIED" .{0,300}comm="(?<process>zfs|zpool|zed|sshd|syncoid)"/,
    title: "AppArmor kept {process} from something",
    cause: "The profile of that machine does not allow it",
    remedies: [look("See the profiles", "aa-status")],
    source: "Linux audit",
  },
  {
    id: "tool-cannot-write-state",
    needles: ["Could not write to ", "Could not rename to ", "unable to open /", "pid file '"],
    pattern:
      /Could not (?:write|rename|copy) to (?<path>\/\S*sanoid\S*?)!|ERROR: unable to open (?<path2>\/\S*sanoid\S*)|ERROR: pid file '(?<path3>[^'\n]+)' (?:is not writable|exists but is not readable)/,
    title: "A tool cannot write {path}",
    instead: [
      {
        when: /No valid lockfile found|valid lockfile exists but|Valid lock already exists/,
        category: "service",
        title: "{path} was not written: another run of sanoid was in the way",
        cause: "Two that begin at one minute write the same file, and the first that is done takes it away",
        remedies: [
          look("See whether another one runs", "ps -eo pid,etime,args | grep '[s]anoid'"),
          change("Start it from one place only: one 'sanoid --cron', or minutes apart"),
        ],
      },
    ],
    cause: "It does not run as root, or that filesystem is full or read-only",
    remedies: [look("See owner and mode", "ls -ld {path}"), look("See how full it is", "df -h {path}")],
    source: "sanoid, znapzend",
  },
]);
