import { change, entriesOf, look, type RemedyTemplate } from "./entry";
import { delegationOf } from "./looks";

/** `zfs allow` of what a verb needs, where the dataset is known. USER is for the reader: a log rarely says it. */
const allow = (verbs: string): RemedyTemplate => change(`Delegate it: zfs allow -u USER ${verbs} DATASET`);
const linuxMount = "On Linux nobody but root mounts; replicas are better off unmounted: receive with -u";

/** A user may not do that. */
export const permission = entriesOf("permission", [
  {
    of: "property-not-permitted",
    title: "The property {property} may not be set on {dataset}",
    severity: "warning",
    remedies: [
      delegationOf,
      change("Delegate it: zfs allow -u USER {property} {dataset}"),
      look("Or leave it out: receive with -x {property}"),
    ],
  },
  { of: "permission-receive", title: "This user may not receive there", remedies: [allow("receive,create,mount")] },
  { of: "permission-send", title: "This user may not send {snapshot}", remedies: [delegationOf, allow("send,hold")] },
  {
    of: "permission-snapshot",
    title: "This user may not take {snapshot|snapshots}",
    remedies: [allow("snapshot,mount")],
  },
  {
    of: "permission-destroy",
    title: "This user may not destroy {snapshot|snapshots}",
    remedies: [allow("destroy,mount")],
  },
  { of: "permission-hold", title: "This user may not hold or release snapshots", remedies: [allow("hold,release")] },
  { of: "permission-bookmark", title: "This user may not make bookmarks", remedies: [allow("bookmark")] },
  { of: "permission-create", title: "This user may not create {dataset}", remedies: [allow("create,mount")] },
  {
    of: "permission-rollback",
    title: "This user may not roll {dataset} back",
    remedies: [delegationOf, allow("rollback,mount")],
  },
  { of: "permission-set", title: "This user may not set properties of {dataset}", remedies: [delegationOf] },
  { of: "permission-mount", title: "This user may not mount or unmount {path}", remedies: [look(linuxMount)] },
  { of: "permission-diff", title: "This user may not compare snapshots", remedies: [allow("diff")] },
  {
    of: "device-not-permitted",
    title: "This user may not open /dev/zfs",
    remedies: [look("See its mode", "ls -l /dev/zfs")],
  },
  {
    of: "mount-root-only",
    title: "It was created, and not mounted",
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
  { of: "sudo-password", title: "sudo wants a password of {user|this user}" },
  {
    of: "sudo-not-allowed",
    title: "sudo does not allow this to {user|this user}",
    remedies: [look("See what it allows", "sudo -l")],
  },
  { of: "permission-denied", title: "{dataset|It} was refused to this user" },
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
    id: "apparmor-denied",
    severity: "warning",
    needles: 'apparmor="DENIED"',
    pattern: /apparmor="DENIED" .{0,300}comm="(?<process>zfs|zpool|zed|sshd|syncoid)"/,
    title: "AppArmor kept {process} from something",
    cause: "The profile of that machine does not allow it",
    remedies: [look("See the profiles", "aa-status")],
    source: "Linux audit",
  },
]);
