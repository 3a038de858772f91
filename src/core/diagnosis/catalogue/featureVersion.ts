import { change, destroy, entriesOf, look } from "./entry";
import { versionsHere } from "./looks";

const features = look("See the features of that pool", "zpool get -H all {pool?} | grep feature@");

/** One side's OpenZFS or pool lacks what the other uses. */
export const featureVersion = entriesOf("feature-version", [
  {
    of: "stream-unsupported-feature",
    title: "The target does not know a feature of the stream",
    remedies: [versionsHere],
  },
  {
    of: "stream-needs-pool-feature",
    title: "The target's pool lacks a feature of the stream",
    cause: "The pool is older than what was sent: its features were not enabled since",
    remedies: [
      features,
      change("Enable it on the destination first: zpool upgrade, or zpool set feature@NAME=enabled"),
    ],
  },
  {
    of: "stream-needs-newer-module",
    instead: [
      {
        when: /resume token contents|zfs send (?:-\w+ )*-[a-zA-Z]*t\b/,
        category: "resume",
        title: "A resumed stream was aimed at a dataset without that partial receive",
        cause: "It can only go into the dataset whose token was used; zfs words it as an upgrade that is lacking",
        remedies: [
          look(
            "See which dataset has the partial receive",
            "zfs get -H -t filesystem,volume -o name,value receive_resume_token",
          ),
          change("Receive with -s into the dataset that the token was read from"),
        ],
      },
    ],
    title: "The target's zfs module does not take the stream",
    cause: "The stream uses something that the module there does not know",
    remedies: [versionsHere],
  },
  {
    of: "resume-token-outdated",
    title: "The resumed stream does not fit the target",
    remedies: [
      look(
        "See which dataset has the token",
        "zfs get -H -t filesystem,volume -o name,value receive_resume_token | grep -v -e '-$'",
      ),
      versionsHere,
    ],
  },
  { of: "stream-dedup", title: "The stream is deduplicated, which is not received any more" },
  {
    of: "embedded-into-encrypted",
    title: "A stream with embedded blocks cannot go below an encrypted dataset",
    cause: "Blocks that are stored inside their pointers cannot be encrypted",
    instead: [
      {
        when: /zfs send (?:-\S{1,40} ){0,4}-\w{0,8}t \S[^\n|]{0,2000}\|[^\n]{0,200}zfs (?:receive|recv) (?:-\S{1,200} ){0,6}(?<dataset>[^\s-][^\s;|]{0,255})/,
        category: "resume",
        title: "The resumed stream has embedded blocks, which do not go below an encrypted dataset",
        cause: "The token repeats the options that sending began with, so resuming cannot leave them out",
        remedies: [
          look(
            "Begin anew without -e, or raw, or below a dataset that is not encrypted, once the partial receive is gone",
          ),
          destroy("Give up what was received", "zfs receive -A {dataset}"),
        ],
      },
    ],
  },
  {
    of: "receive-needs-large-blocks",
    title: "The increments must have large blocks as those before",
    cause: "A receive without them would change the block size of files that are there already",
  },
  {
    of: "send-needs-large-blocks",
    title: "{snapshot|The snapshot} can only be sent with large blocks",
    cause: "It has blocks or directories of more than 128 KiB, which a stream without -L cannot carry",
  },
  {
    of: "property-needs-feature",
    title: "A property's value needs a feature that the pool lacks",
    cause: "The value is newer than the pool's features",
    remedies: [features],
  },
  {
    of: "pool-unsupported-here",
    title: "{pool|The pool} uses features that this OpenZFS does not know",
    cause: "A newer OpenZFS enabled them",
    remedies: [versionsHere],
  },
  {
    of: "feature-not-enabled",
    title: "A feature is not enabled on the pool",
    cause: "The pool is older than this OpenZFS, and was not upgraded since",
    remedies: [features],
  },
  {
    id: "status-unsupported-features",
    needles: ["not supported on this system", "not supported by this system"],
    pattern: /feature\(s\) not supported (?:on|by) this system/,
    title: "{pool|The pool} uses features that this OpenZFS does not know",
    cause: "They were enabled by a newer OpenZFS; only where zpool says so can the pool be imported read-only",
    remedies: [versionsHere, look("Import it on the newer system, or update this one")],
    source: "zpool status",
  },
  {
    id: "status-newer-version",
    needles: [
      "formatted using an incompatible version",
      "formatted using an unsupported ZFS version",
      "incompatible on-disk version",
    ],
    pattern: /formatted using an (?:incompatible version|unsupported ZFS version)|incompatible on-disk version/,
    title: "{pool|The pool} has an on-disk format that this OpenZFS does not know",
    cause: "It was made or upgraded by another implementation or a newer release",
    remedies: [versionsHere],
    source: "zpool status (ZFS-8000-A5)",
  },
  {
    id: "property-unknown",
    needles: ["invalid property '"],
    pattern: /cannot (?:create|set|receive[^\n:]{0,80} on)[^\n]{0,120}: invalid property '(?<property>[\w:@-]*)'/,
    title: "The property {property} is not known there",
    cause: "The other OpenZFS is older than the property, or it is misspelt",
    remedies: [versionsHere, look("Leave it out: receive with -x {property}")],
    source: "OpenZFS",
  },
  {
    id: "zstream-version",
    needles: "unsupported stream version",
    pattern: /(?:unsupported|incompatible) stream version/,
    title: "The stream has a version that the target does not know",
    cause: "The sender is much newer than the receiver",
    remedies: [versionsHere],
    source: "OpenZFS",
  },
  {
    id: "zrepl-protocol",
    needles: "protocol version mismatch",
    pattern: /(?:handshake|protocol) .{0,60}version mismatch(?! -- is your)|protocol version mismatch(?! -- is your)/,
    title: "Both sides run versions of zrepl that do not understand each other",
    cause: "One side was upgraded before the other",
    remedies: [change("Bring both sides to the same version")],
    source: "zrepl transport",
  },
]);
