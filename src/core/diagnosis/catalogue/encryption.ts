import { change, destroy, entriesOf, look } from "./entry";

const keys = look(
  "See which keys are loaded",
  "zfs get -H -r -t filesystem,volume -o name,property,value keystatus,encryptionroot,keylocation {dataset?}",
);
const loadKey = change("Load the key", "zfs load-key {dataset}");

/** Keys, raw and plain streams. */
export const encryption = entriesOf("encryption", [
  {
    of: "mount-key-not-loaded",
    title: "{dataset} is not mounted: its key is not loaded",
    cause: "An encrypted dataset is mounted only once 'zfs load-key' has read its key",
    severity: "warning",
    remedies: [keys, loadKey],
  },
  {
    of: "mount-raw-eio",
    title: "{dataset} cannot be mounted",
    remedies: [keys, look("See the version", "zfs version")],
  },
  {
    of: "mount-key-overwritten",
    title: "{dataset} cannot be mounted",
    remedies: [keys],
    instead: [
      {
        when: /receiving full stream of [^\n]{1,512} into (?<dataset>[^\s@]{1,255})@[\s\S]{0,800}?encryptionroot\s{1,40}(?!\k<dataset>\s)(?<reason>[^\s-]\S{0,255})\s{1,40}keystatus\s{1,40}available/,
        title: "{dataset} does not open with the key of {reason}",
        cause: "It was sent raw from below another encryption root, whose key it still has",
        remedies: [
          look("Keep the source: from here the data cannot be read"),
          change(
            "Send its encryption root with all below it (zfs send -Rw), or make it a root of its own at the source (zfs change-key) and send it again",
          ),
        ],
      },
    ],
  },
  {
    of: "receive-inherited-key",
    title: "The target lies below a dataset whose key is not loaded",
    cause: "A dataset that is received below an encrypted one is encrypted with that one's key",
    remedies: [keys],
  },
  {
    of: "send-key-not-loaded",
    title: "{snapshot|The dataset} cannot be sent plain: its key is not loaded",
    cause: "Only a raw stream can be read without the key",
    remedies: [keys],
  },
  {
    of: "create-key-not-loaded",
    title: "{dataset|It} cannot be made below a dataset whose key is not loaded",
    remedies: [keys],
  },
  { of: "raw-onto-unencrypted", title: "A raw stream does not go onto an unencrypted dataset" },
  {
    of: "iv-set-mismatch",
    title: "Raw and plain streams were mixed on the target",
    remedies: [
      look("See which snapshots both sides share: zfsr plan"),
      destroy("If snapshots were taken on the target, roll it back to the last that came raw, then send again"),
    ],
  },
  {
    of: "receive-force-encrypted",
    title: "'receive -F' does not replace an encrypted dataset",
    cause: "Encryption cannot be changed after a dataset was created",
  },
  {
    of: "receive-key-mismatch",
    title: "The stream's encryption does not fit the target",
    cause: "The target was made by another key or without one",
    remedies: [keys],
  },
  { of: "send-properties-need-raw", title: "{dataset} is encrypted, and was to be sent plain with its properties" },
  {
    of: "raw-mixed",
    title: "Raw and plain streams do not mix on one target",
    cause: "Increments have to be of the kind that the target was first received as",
  },
  {
    of: "key-file-missing",
    title: "A key's file is not there",
    remedies: [
      look("See where keys are looked for", "zfs get -H -t filesystem,volume -s local -o name,value keylocation"),
    ],
  },
  {
    of: "key-rejected",
    title: "The key of {dataset|the dataset} was not accepted",
    cause: "A passphrase or key file of another dataset was given, or the key was changed since",
    remedies: [keys],
  },
  {
    id: "key-already-loaded",
    severity: "info",
    needles: ["Key already loaded", "Key already unloaded"],
    pattern: /Key (?:load|unload) error: Key already (?:un)?loaded for '(?<dataset>[^']+)'/,
    title: "The key of {dataset} was loaded or unloaded already",
    cause: "Two things load it: a unit at boot and a person or a script",
    source: "OpenZFS lib/libzfs/libzfs_crypto.c",
  },
  {
    id: "encryption-property-refused",
    needles: "encryption property '",
    pattern: /encryption property '(?<property>[^']+)' cannot be (?:set|excluded|overridden|inherited)/,
    instead: [
      {
        when: /encryption property '(?<property>[^']{1,80})' cannot be set (?:or excluded )?for raw streams/,
        title: "The property {property} cannot be given to a raw stream",
        cause: "What was sent with -w stays encrypted as it is at the source, with the source's key",
        remedies: [
          change("Leave -o and -x of encryption properties out of the receive"),
          look("Or send plainly, without -w, below an encrypted dataset: it is encrypted anew there"),
        ],
      },
      {
        when: /encryption property '(?<property>[^']{1,80})' cannot be set for incremental streams/,
        title: "The property {property} cannot be given to an increment",
        cause:
          "A dataset is encrypted, or is not, from its first stream on; send -R has increments behind that, which are refused as well",
        remedies: [
          change("Send the oldest snapshot by itself, without -R, and receive that with -o encryption=…"),
          change("Then send the others as increments (-I), and receive them without those options"),
          look("Or receive all of it below a dataset that is encrypted: it takes its key from there"),
        ],
      },
    ],
    title: "The property {property} cannot be set by this receive",
    cause: "Encryption is decided by the first stream: not by increments, and not by raw streams",
    source: "OpenZFS lib/libzfs/libzfs_sendrecv.c; openzfs/zfs#13533",
  },
  {
    id: "key-load-root",
    needles: "Keys must be loaded for encryption root",
    pattern: /Keys must be loaded for encryption root of '(?<dataset>[^']+)'(?: \((?<path>[^)]+)\))?/,
    title: "The key has to be loaded for {dataset}'s encryption root",
    cause: "The dataset inherits its key",
    remedies: [keys],
    source: "OpenZFS lib/libzfs/libzfs_crypto.c",
  },
  {
    id: "encryption-root-gone",
    needles: "Failed to get encryption root for",
    pattern: /Failed to get encryption root for '(?<dataset>[^'\n]+)'/,
    title: "{dataset} has lost its encryption root",
    cause: "What holds its key was destroyed; older releases let that happen after a clone was promoted",
    remedies: [
      look("See it", "zfs get -H -r encryption,encryptionroot,keystatus {dataset}"),
      look("Restore its data from a backup or the other side: without that key nothing opens it"),
      look("Keep the pool as it is until that is done, then run a newer release"),
    ],
    source: "OpenZFS lib/libzfs/libzfs_crypto.c; openzfs/zfs#9267",
  },
  {
    id: "key-parameters-invalid",
    needles: "Invalid parameters provided for",
    pattern: /Key (?:load|change) error: Invalid parameters provided for (?<dataset>[^\s]+?)\.?(?=\s|$)/,
    title: "The module does not take what the commands give it for the key of {dataset}",
    cause: "They are of different releases, or the dataset was encrypted by an unfinished one",
    remedies: [
      look("See the versions of commands and module", "zfs version"),
      change("Bring both to one release and restart, then load the key"),
    ],
    source: "OpenZFS lib/libzfs/libzfs_crypto.c; openzfs/zfs#7152",
  },
  {
    id: "key-change-failed",
    needles: "Key change error",
    pattern: /Key change error: .+/,
    title: "The key could not be changed",
    cause: "The old key is not loaded, or the new one was not accepted",
    remedies: [keys],
    source: "OpenZFS lib/libzfs/libzfs_crypto.c",
  },
  {
    id: "keys-some-not-loaded",
    needles: [" keys successfully loaded", " key(s) successfully loaded"],
    pattern: /(?<!\d)0 \/ [1-9]\d* key(?:s|\(s\)) successfully loaded/,
    title: "No key could be loaded",
    cause: "It follows from what load-key said before",
    follows: ["encryption"],
    source: "OpenZFS cmd/zfs/zfs_main.c",
  },
  {
    id: "status-errata-4",
    severity: "warning",
    needles: ["ZFS-8000-ER", "Errata #"],
    pattern: /Errata #(?:3|4) detected|ZFS-8000-ER/,
    title: "{pool|The pool} has encrypted data of an early, faulty format",
    cause: "It was written by a release candidate of ZFS on Linux 0.8",
    remedies: [look("Follow the page that zpool status names: send it plain into a new encrypted dataset")],
    source: "zpool status (ZFS-8000-ER)",
  },
  {
    id: "no-preserve-encryption",
    severity: "warning",
    needles: "no-preserve-encryption flag set",
    pattern: /no-preserve-encryption flag set, sending dataset (?<dataset>\S+) without encryption/,
    title: "{dataset} is sent in the clear",
    cause: "zfs send was told to leave the encryption behind",
    source: "OpenZFS cmd/zfs/zfs_main.c",
  },
]);
