import type { PoolProperties } from "../zfs/commands/getPoolProperties";
import type { Pool, ZfsVersion } from "../zfs/model";
import type { DatasetName, PoolName, SnapshotName } from "../zfs/names";

/** A dataset with the properties that checks go by. Sizes in bytes, times in milliseconds since 1970. */
export interface DatasetFacts {
  readonly name: DatasetName;
  readonly type: "filesystem" | "volume";
  /** A volume's volblocksize. */
  readonly recordsize: number;
  readonly compression: string;
  readonly atime: boolean;
  readonly relatime: boolean;
  readonly readonly: boolean;
  /** A path, `none`, `legacy`; empty for a volume. */
  readonly mountpoint: string;
  /** `on`, `off`, `noauto`; empty for a volume. */
  readonly canmount: string;
  readonly mounted: boolean;
  /** `off`, `aes-256-gcm`, … */
  readonly encryption: string;
  readonly keystatus: "available" | "unavailable" | "none";
  readonly dnodesize: string | undefined;
  /** The filesystem's version. */
  readonly version: number | undefined;
  readonly available: number;
  readonly used: number;
  readonly referenced: number;
  /** Written since the newest snapshot. */
  readonly written: number;
  readonly partialReceive: boolean;
}

/** How a pool does, from `zpool status`. */
export interface PoolStatus {
  /** `ONLINE`, `DEGRADED`, `SUSPENDED`, … */
  readonly state: string;
  /** What zpool says is wrong, on one line; undefined where it says nothing. */
  readonly status: string | undefined;
  /** The last scrub that came to its end, in milliseconds since 1970. */
  readonly scrubbed: number | undefined;
  /** Something is read through just now: `scrub` or `resilver`. */
  readonly scanning: "scrub" | "resilver" | undefined;
  /** Errors that the last scrub could not mend. */
  readonly scrubErrors: number;
  /** `No known data errors`, or what there are. */
  readonly errors: string;
  /** Vdevs that are not ONLINE, with their state: `ubdb1 FAULTED`. */
  readonly faults: readonly string[];
}

/** The snapshots of one dataset, counted. Times in milliseconds since 1970. */
export interface SnapshotCount {
  readonly dataset: DatasetName;
  readonly count: number;
  readonly oldest: number;
  readonly newest: number;
}

export interface HoldFacts {
  readonly snapshot: SnapshotName;
  readonly tag: string;
  /** When it was put there. */
  readonly since: number | undefined;
}

/** A key file that a dataset's keylocation names. */
export interface KeyFile {
  readonly path: string;
  /** Permission bits in octal: `400`; undefined where there is no such file. */
  readonly mode: string | undefined;
  readonly owner: string | undefined;
  /** Of the folder it is in. */
  readonly folderMode: string | undefined;
}

/** How the other host looks from here. */
export interface PeerFacts {
  /** What `ssh -v` came to, without a person to answer anything. */
  readonly ssh: "ok" | "host-key" | "auth" | "unreachable" | "failed";
  /** The line of ssh that told; empty when it went well. */
  readonly said: string;
  /** The cipher that was agreed on. */
  readonly cipher: string | undefined;
  /** Its address as the ssh config here has it. */
  readonly address: string | undefined;
  readonly sshPort: number | undefined;
  /** Of the network device that leads there. */
  readonly device: string | undefined;
  readonly mtu: number | undefined;
  /** Packets of the device's whole MTU arrive there undivided; undefined where that could not be tried. */
  readonly wholePackets: boolean | undefined;
  /** Port 9000, where `--transport tcp` listens: `refused` means nothing stands between. */
  readonly port9000: "open" | "refused" | "filtered" | undefined;
}

/** One entry of a timer or of cron. */
export interface ScheduleEntry {
  /** `/etc/cron.d/sanoid`, `zrepl.timer`. */
  readonly from: string;
  /** `5 * * * *`, or as systemd has it. */
  readonly when: string;
  readonly command: string;
}

/** Everything that one look at a host gave. What could not be seen is undefined, and `unseen` tells why. */
export interface HostFacts {
  readonly user: { readonly name: string; readonly uid: number; readonly groups: readonly string[] } | undefined;
  /** Milliseconds that its clock is ahead of this machine's, and by how much that may be wrong. */
  readonly clock: { readonly ahead: number; readonly within: number } | undefined;
  readonly system: string | undefined;
  /** Its own now: what ages are counted from. */
  readonly now: number | undefined;
  readonly programs: ReadonlySet<string> | undefined;
  readonly version: ZfsVersion | undefined;
  readonly module: { readonly loaded: boolean; readonly installed: string | undefined } | undefined;
  readonly pools: readonly Pool[] | undefined;
  readonly poolProperties: ReadonlyMap<PoolName, PoolProperties> | undefined;
  readonly poolStatus: ReadonlyMap<PoolName, PoolStatus> | undefined;
  /** Of the vdevs of each pool. */
  readonly ashifts: ReadonlyMap<PoolName, readonly number[]> | undefined;
  /** Of the whole host. */
  readonly datasets: readonly DatasetFacts[] | undefined;
  /** At and below the place. */
  readonly snapshots: readonly SnapshotCount[] | undefined;
  readonly holds: readonly HoldFacts[] | undefined;
  readonly keyFiles: readonly KeyFile[] | undefined;
  /** What `zfs allow` lets this user do there, by delegation alone. */
  readonly allowed: ReadonlySet<string> | undefined;
  readonly peer: PeerFacts | undefined;
  readonly cores: number | undefined;
  /** The processor computes AES by itself. */
  readonly aes: boolean | undefined;
  /** `kvm`, `uml`, …; undefined on bare metal. */
  readonly virtual: string | undefined;
  /** Bytes. */
  readonly memory: number | undefined;
  /** The kernel's memory controller driver watches for errors, or the firmware tells of ECC. */
  readonly ecc: boolean | undefined;
  /** `policy drop` and the like; empty where nothing filters. */
  readonly firewall: readonly string[] | undefined;
  readonly schedules: readonly ScheduleEntry[] | undefined;
  /** `enabled`, `disabled`, … by unit. */
  readonly units: ReadonlyMap<string, string> | undefined;
  /** Why a question has no answer, by the name of the fact. */
  readonly unseen: ReadonlyMap<string, string>;
}

/** One end of the pair. */
export interface Side {
  readonly role: "source" | "target";
  readonly host: string;
  /** Undefined where only a host was named. */
  readonly dataset: DatasetName | undefined;
  readonly facts: HostFacts;
}

/** What the checks look at. */
export interface DoctorFacts {
  readonly source: Side;
  readonly target: Side | undefined;
}
