import { messagesOf } from "./message";

/** Pools: suspended, read-only, busy (libzfs_util.c, libzfs_pool.c). */
export const poolMessages = messagesOf([
  [
    "pool-suspended",
    ["pool I/O is currently suspended", "pool is suspended"],
    /(?:cannot (?:open|scrub|export|import|clear) '?(?<pool>[^\s'/:@]+)[^:]*: )?pool I\/O is currently suspended|pool is suspended/,
    "pool-suspended",
    "its pool is suspended because a device is gone",
    "bring the device back, then 'zpool clear'",
  ],
  [
    "read-only-filesystem",
    "Read-only file system",
    /Read-only file system/,
    "read-only",
    "it is read-only",
    "write to its source instead",
  ],
  [
    "pool-read-only",
    ["pool is read-only"],
    /pool is read-only/,
    "read-only",
    "its pool is imported read-only",
    "import the pool writable",
  ],
]);

/** What is in use, in the words of each command (libzfs_util.c, libzfs_mount.c, libzfs_crypto.c). */
export const busyMessages = messagesOf([
  [
    "receive-busy",
    ["dataset is busy"],
    /cannot receive[a-z ]*: (?:pool or )?dataset is busy/,
    "busy",
    "another receive has it, or a hold, a clone or a mount keeps what the receive has to change",
    "see which receives run there with 'ps', and holds with 'zfs holds'; wait or end them, then run again",
  ],
  [
    "snapshot-busy",
    ["dataset is busy"],
    /(?:cannot destroy snapshots? (?:in )?(?<snapshot>[^\s:]+)|(?:(?<dataset>[^\s"]{1,255})\s{1,9}ERROR: )?destroys failed (?<snapshot2>@\S+)): dataset is busy/,
    "busy",
    "a hold keeps it, or it is being sent just now",
    "see who holds it with 'zfs holds'; wait for the send, or release that hold",
  ],
  [
    "unmount-busy",
    ["cannot unmount"],
    /cannot unmount '(?<path>[^']+)': (?:pool or dataset is busy|target is busy|unmount failed|Device busy)/,
    "busy",
    "something has files open below it",
    "see what uses it with 'fuser -vm' there, and keep replicas unmounted",
  ],
  [
    "send-mounted-head",
    "target is busy; if a filesystem, it must not be mounted",
    /(?:cannot send '(?<dataset>[^']+)': )?target is busy; if a filesystem, it must not be mounted/,
    "busy",
    "a mounted filesystem cannot be sent, only a snapshot of it",
    "take a snapshot and send that",
  ],
  [
    "pool-busy",
    "pool is busy",
    /cannot (?:export|destroy) '(?<pool>[^']+)': pool is busy|pool is busy/,
    "busy",
    "something in the pool is in use: a mount, a swap volume, a send",
    "see what uses it, end that, then try again",
    "loose",
  ],
  [
    "key-busy",
    "Key unload error",
    /Key unload error: '(?<dataset>[^']+)' is busy/,
    "busy",
    "its key cannot be unloaded while it is mounted",
    "unmount it first",
  ],
  [
    "dataset-busy",
    ["dataset is busy", "target is busy", "' is busy", "Device busy"],
    /(?:cannot (?<verb>[a-z ]+?) '?(?<dataset>[^\s':]+)'?: )?(?:dataset is busy|pool or dataset is busy|target is busy)|' is busy/,
    "busy",
    "it is busy: another receive, a mount, a hold or a scrub has it",
    "see what uses it with 'ps', 'zfs holds' and 'fuser -vm' there; wait or end it, then run again",
    "loose",
  ],
]);
