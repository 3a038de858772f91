import { change, destroy, type Instead, look } from "./entry";

/** What a unit or a program fails of that has no fault of its own. */
export const causesBeside = [
  "pool-health",
  "module",
  "mount",
  "encryption",
  "service",
  "permission",
  "config",
  "feature-version",
  "device",
  "ssh-auth",
  "network",
  "diverged",
  "space",
  "busy",
  "missing-snapshot",
  "exists",
  "resume",
] as const;

/** Looks that many entries offer. */
export const statusOfPool = look("Look at the pool's state and errors", "zpool status -v {pool?}");
export const kernelLog = look("Look at what the kernel said around then", "journalctl -k -n 200 --no-pager");
export const spaceOfDataset = look("See what takes the space", "zfs list -o space -r {dataset?}");
export const holdsOfSnapshot = look("See who holds it, since when", "zfs holds -H {snapshot}");
export const snapshotsOfDataset = look(
  "See its snapshots with their guids",
  "zfs list -Hp -t snapshot -o name,guid,createtxg,creation,userrefs -s createtxg -d 1 {dataset}",
);
export const delegationOf = look("See what is delegated there", "zfs allow {dataset}");
export const versionsHere = look("See the versions of commands and module", "zfs version");
export const smartOf = look("Ask the device itself", "smartctl -x {device}");
export const unitLog = look("Read what the unit said", "journalctl -u {unit} -n 100 --no-pager");

/** Commands and module of two releases, as `zfs version`, or a package list and the kernel, show them. */
export const versionsDiffer: Instead = {
  when: /^zfs-(?<reason>\d+\.\d+\.\d+)\S*\nzfs-kmod-(?!\k<reason>(?!\d))(?<kernel>\d+\.\d+\.\d+)|\bzfs(?:utils|utils-linux)?[ \t]+(?<reason2>\d+\.\d+\.\d+)\S*\n[\s\S]{0,600}ZFS: Loaded module v(?!\k<reason2>(?!\d))(?<kernel2>\d+\.\d+\.\d+)/m,
  category: "module",
  severity: "error",
  title: "The commands of zfs are {reason}, the module that is loaded is {kernel}",
  cause: "What one asks the other does not know: an update without a restart, or a module that was not built",
  remedies: [
    look("See the versions of commands and module", "zfs version"),
    change("Restart that machine, or export the pools and load the module anew"),
  ],
};

/** Errors that the memory's own code mended. */
export const memoryMended: Instead = {
  when: /EDAC \S+: \d+ CE [^\n]{0,40}? on (?<reason>\S+)/,
  unless: /EDAC \S+: \d+ UE |[Uu]ncorrected/,
  category: "memory",
  severity: "warning",
  title: "The memory module {reason} has errors, all of which were corrected",
  cause: "A module that has many of them will have some that cannot be corrected",
  remedies: [
    look("See how many, and where", "ras-mc-ctl --error-count"),
    change("Swap that module, or its place, and see what the errors do"),
  ],
};

/** A line of `zfs holds`, behind its heading. */
export const listedHold =
  /^NAME\s+TAG\s+TIMESTAMP *\n(?<snapshot>[^\s@]{1,255}@\S{1,255})\s+(?<reason>\S{1,255})\s+\w{3} \w{3}/m;

/** The same for what a `zfs send` holds itself. */
export const sendHold =
  /^(?<snapshot>[^\s@]{1,255}@\S{1,255})\s{1,99}(?<reason>\.send-(?<process>\d{1,9})-\d{1,9})\s{1,99}\w{3} /m;

/** Mounted and not mounted at once: in the mounts of another namespace. */
export const elsewhere: Instead = {
  when: /filesystem '(?<dataset>[^']{1,255})' is already mounted[\s\S]{0,2000}cannot unmount '\k<dataset>': not currently mounted/,
  category: "busy",
  severity: "error",
  title: "{dataset} is mounted in another mount namespace",
  cause: "A container or a service has it mounted where 'zfs mount' and 'umount' of this shell do not see it",
  remedies: [
    look("See which processes have it", "grep -l {dataset} /proc/[0-9]*/mountinfo"),
    change("End that container or service, then unmount or destroy it"),
  ],
};

/** A target that another run was receiving into. */
export const receivedMeanwhile: Instead = {
  when: /Cannot sync now: (?<dataset>[^\s@]{1,255}) is already target of a zfs receive process/,
  category: "busy",
  title: "{dataset} was being received by another run at the same time",
  cause:
    "What that run brings moves the target on, so that the base which this one had worked out is not its newest any more",
  remedies: [
    look("See which receives run", "ps -eo pid,etime,args | grep '[z]fs receive\\|[z]fs recv'"),
    change("Let only one run at a time have a target: start it from one place, under flock(1)"),
    look("Wait for the other, then run it again: it works out its base anew, and nothing is rolled back before that"),
  ],
};

/** What a receive with -s left behind when it broke off, as `zfs get receive_resume_token` shows it. */
const partial =
  /cannot receive[a-z ]{0,60}: (?:pool or )?dataset is busy[\s\S]{0,3000}receive_resume_token[^\n]{0,300}\n?[^\n]{0,300}\b1-[0-9a-f]{6,12}-[0-9a-f]{1,6}-[0-9a-f]{20,}/;

export const partialKeepsBusy: Instead = {
  when: partial,
  category: "resume",
  title: "The target holds a partial receive, and takes nothing else until that is ended",
  cause: "A receive with -s was broken off; older releases call that busy",
  remedies: [
    look("See which dataset it is", "zfs get -H -t filesystem,volume -o name,value receive_resume_token"),
    change("Go on with it: zfsr resume HOST:DATASET, or zfs send -t TOKEN into zfs receive -s"),
    destroy("Or give up what was received: zfs receive -A DATASET"),
  ],
};

/** A connection that broke before, where what it left behind is the trouble now. */
export const leftPartial: Instead = {
  when: partial,
  severity: "warning",
  title: "The connection to {host|the other host} broke, and left a partial receive behind",
};

/** A host that refuses all connections once passwords were refused. */
export const banned =
  /Permission denied(?:, please try again\.| \([\w,-]{1,80}\)\.)[\s\S]{0,1500}ssh: connect to host (?<host>\S{1,255}) port (?<port>\d{1,5}): Connection (?:refused|timed out)/;

export const bannedAfterwards: Instead = {
  when: banned,
  severity: "warning",
  title: "A login was refused, and after that every connection",
  cause: "The key or the password was not right, and that host seems to shut out who fails too often",
  remedies: [look("Once it answers again, see what it does not take: ssh -v USER@HOST true, one time")],
};

/** What a start-up does that was given no pool. */
export const unnamed: Instead = {
  when: /cannot import '': no such pool/,
  category: "config",
  title: "No pool was named to import",
  cause: "The kernel's command line gave the start-up no pool",
  remedies: [
    look("See what it gave", "cat /proc/cmdline"),
    change("Name the pool and the root dataset in the boot loader: root=ZFS=POOL/ROOT or zfs=POOL/ROOT"),
  ],
};

/** A pool that a system without a hostid had. */
export const withoutHostid: Instead = {
  when: /Last accessed by \S+ \(hostid=0\)/,
  title: "{pool|The pool} was last used without a hostid",
  cause: "What had it imported, this machine's own initramfs for one, had none, so zfs takes it for another system",
  remedies: [
    change("Give this machine a hostid", "zgenhostid"),
    change("Then build the initramfs anew, and import the pool with -f once"),
  ],
};
