import type { Category } from "../../../src/core/diagnosis/finding";

/** A mistake or a fault that is made for real on a host of the lab, and what it has to be told as. */
export interface Provocation {
  readonly id: string;
  readonly category: Category;
  /** Lines of sh that make the fault; empty where `line` is a mistake by itself. */
  readonly fault: string;
  /** The line of sh whose output tells. */
  readonly line: string;
  /** The remedy from the host's real state that mends it. */
  readonly mends?: Mends;
}

interface Mends {
  readonly title: RegExp;
  /** A line of sh that fails until it is mended; by default `line` itself. */
  readonly proof?: string;
  /** The dataset of the same host that the data comes from, where somebody is to know it. */
  readonly source?: string;
  /** The user whose connection finds the remedy; it is run by root all the same. */
  readonly as?: "repl";
}

/** Makes the pool `exp` on a file, with three snapshots of `exp/s`, and a wrong key and a right one. */
export const setUp = `
systemctl stop exp-stands exp-stands-too 2>/dev/null
for pool in exp exq exm exn exr exi exd; do zpool destroy -f $pool; done 2>/dev/null
rm -rf /var/tmp/ex?.img /var/tmp/ex?[12].img /var/tmp/exp.* /tmp/exp-ne*; truncate -s 192M /var/tmp/exp.img
zpool create -O overlay=off exp /var/tmp/exp.img && zfs create exp/s
for n in 1 2 3; do dd if=/dev/urandom of=/exp/s/$n bs=1M count=2 2>/dev/null; zfs snapshot exp/s@$n; done
zfs send exp/s@1 | zfs receive exp/d
printf 12345678 > /var/tmp/exp.key; printf wrongwrong > /var/tmp/exp.bad
for n in 1 2 3; do
  zfs create -o encryption=on -o keyformat=passphrase -o pbkdf2iters=100000 -o keylocation=file:///var/tmp/exp.key exp/e$n
  zfs snapshot exp/e$n@1; zfs unmount exp/e$n; zfs unload-key exp/e$n
done`;

/** Takes all of it away. */
export const tearDown = `
systemctl stop exp-stands exp-stands-too 2>/dev/null
for pool in exp exq exm exn exr exi exd; do zpool destroy -f $pool; done 2>/dev/null
rm -rf /var/tmp/ex?.img /var/tmp/ex?[12].img /var/tmp/exp.* /tmp/exp-ne*; zpool labelclear -f /dev/ubdc4 >/dev/null 2>&1
systemctl stop syncoid-provoked 2>/dev/null; systemctl reset-failed syncoid-provoked 2>/dev/null; true`;

const row = (id: string, category: Category, line: string): Provocation => ({ id, category, fault: "", line });
const mended = (id: string, category: Category, fault: string, line: string, mends: Mends): Provocation => ({
  ...{ id, category, fault, line, mends },
});

/** A process that stands in a folder until it is ended. */
const standIn = (folder: string, unit: string): string =>
  `systemd-run --quiet --unit=${unit} -p Type=exec -p WorkingDirectory=${folder} sleep 900`;
const mirror = (pool: string): string =>
  `truncate -s 64M /var/tmp/${pool}1.img /var/tmp/${pool}2.img; zpool create ${pool} mirror /var/tmp/${pool}1.img /var/tmp/${pool}2.img`;
const damage = (image: string): string =>
  `dd if=/dev/zero of=/var/tmp/${image} bs=1M seek=5 count=50 conv=notrunc 2>/dev/null`;
const asUser = "runuser -u repl -- /usr/sbin/zfs";

/** Each with a remedy from the host's real state that makes what failed succeed. Each has datasets of its own. */
const mendable: readonly Provocation[] = [
  mended(
    "a snapshot that is held",
    "hold-clone",
    "zfs snapshot exp/d@held; zfs hold keep exp/d@held",
    "zfs destroy exp/d@held",
    { title: /^Held by keep since .+: release it$/ },
  ),
  mended(
    "full onto what exists",
    "exists",
    "zfs send exp/s@1 | zfs receive exp/full",
    "zfs send exp/s@1 | zfs receive exp/full",
    { title: /^Rename it to exp\/full-before and send in full: nothing of it is lost$/ },
  ),
  mended("a snapshot that exists", "exists", "zfs snapshot exp/s@twice", "zfs snapshot exp/s@twice", {
    title: /^Rename the one that is there to @twice-before/,
  }),
  mended(
    "a target that was written to",
    "diverged",
    "zfs send exp/s@1 | zfs receive exp/w; touch /exp/w/x; zpool sync exp",
    "zfs send -i @1 exp/s@2 | zfs receive exp/w",
    { title: /^Roll back to @1; lost: .+ written since$/ },
  ),
  mended(
    "a target with a snapshot of its own",
    "diverged",
    "zfs send exp/s@1 | zfs receive exp/own; touch /exp/own/x; zfs snapshot exp/own@own",
    "zfs send -i @1 exp/s@2 | zfs receive exp/own",
    { title: /^Roll back to @1, which \w+:exp\/s has, too; lost: @own/, source: "exp/s" },
  ),
  mended("an increment onto nothing", "missing-snapshot", "", "zfs send -i @1 exp/s@2 | zfs receive exp/none", {
    title: /^Send in full first$/,
    source: "exp/s",
    proof: "zfs list exp/none@3",
  }),
  mended(
    "a full stream onto a partial one",
    "resume",
    "zfs send exp/s@1 | head -c 900000 | zfs receive -s exp/part 2>/dev/null",
    "zfs send exp/s@1 | zfs receive -s -F exp/part",
    {
      title: /^Resume exp\/part: it has .+ of exp\/s@1, which is kept$/,
      source: "exp/s",
      proof: "zfs list exp/part@3",
    },
  ),
  mended(
    "full onto a partial receive that nobody wants",
    "exists",
    "zfs send exp/s@1 | head -c 900000 | zfs receive -s exp/unwanted 2>/dev/null",
    "zfs send exp/s@1 | zfs receive -s exp/unwanted",
    { title: /^Give up what exp\/unwanted has received/ },
  ),
  mended("a quota", "space", "zfs create -o quota=1M exp/q", "zfs send exp/s@1 | zfs receive exp/q/x", {
    title: /^Lift the quota of exp\/q: .+ of 1\.00? MiB are used|^Lift the quota of exp\/q/,
  }),
  mended("a mount without its key", "encryption", "", "zfs mount exp/e1", {
    title: /^Load the key of exp\/e1: the one in \/var\/tmp\/exp\.key fits$/,
  }),
  mended("a plain send without the key", "encryption", "", `[ "$(zfs send exp/e2@1 | wc -c)" -gt 1000 ]`, {
    title: /^Load the key of exp\/e2/,
  }),
  mended("a wrong key", "encryption", "", "zfs load-key -L file:///var/tmp/exp.bad exp/e3", {
    title: /^Load the key of exp\/e3/,
    proof: `[ "$(zfs get -H -o value keystatus exp/e3)" = available ]`,
  }),
  // zfs does not say whose key it wanted: the first of those that are locked is told of
  mended(
    "a key file that is gone",
    "encryption",
    "zfs create -o encryption=on -o keyformat=passphrase -o pbkdf2iters=100000 -o keylocation=file:///var/tmp/exp.key exp/a; zfs unmount exp/a; zfs unload-key exp/a",
    "zfs load-key -L file:///var/tmp/exp.none exp/a",
    {
      title: /^Load the key of exp\/a: /,
      proof: `[ "$(zfs get -H -o value keystatus exp/a)" = available ]`,
    },
  ),
  mended(
    "a rollback by a user",
    "permission",
    "zfs create -o canmount=noauto exp/u1; zfs snapshot exp/u1@1",
    `${asUser} rollback exp/u1@1`,
    { title: /^Let repl do it, as root: zfs allow -u repl rollback,mount exp\/u1$/, as: "repl" },
  ),
  mended("a bookmark by a user", "permission", "", `${asUser} bookmark exp/s@2 exp/s#user`, {
    title: /^Let repl do it, as root: zfs allow -u repl bookmark exp\/s$/,
    as: "repl",
  }),
  mended("a send by a user", "permission", "", `[ "$(${asUser} send exp/s@2 | wc -c)" -gt 1000 ]`, {
    title: /^Let repl do it, as root: zfs allow -u repl send,hold exp\/s$/,
    as: "repl",
  }),
  mended(
    "a feature that is off",
    "feature-version",
    "truncate -s 64M /var/tmp/exq.img; zpool create -d exq /var/tmp/exq.img",
    "zfs create -o encryption=on -o keyformat=passphrase -o keylocation=file:///var/tmp/exp.key exq/e",
    { title: /^Enable encryption on exq/ },
  ),
  mended("a mount in use", "busy", standIn("/exp/d", "exp-stands"), "zfs unmount exp/d", { title: /^End process \d+/ }),
  mended(
    "a destroy of what is in use",
    "busy",
    `zfs create exp/used; ${standIn("/exp/used", "exp-stands-too")}`,
    "zfs destroy exp/used",
    { title: /^End process \d+/ },
  ),
  mended(
    "a mountpoint that is not empty",
    "mount",
    "mkdir -p /tmp/exp-ne/x; zfs create -o canmount=noauto -o mountpoint=/tmp/exp-ne exp/ne",
    "zfs mount exp/ne",
    { title: /^Move it to \/tmp\/exp-ne\.before, and mount exp\/ne$/, proof: "mountpoint -q /tmp/exp-ne" },
  ),
  mended(
    "a pool that was imported read-only",
    "pool-health",
    "truncate -s 64M /var/tmp/exr.img; zpool create exr /var/tmp/exr.img; zpool export exr; zpool import -d /var/tmp/exr.img -o readonly=on exr",
    "zfs snapshot exr@x",
    { title: /^Import exr again, writable/ },
  ),
  mended(
    "a pool that is not imported",
    "pool-health",
    "zpool create -f exi /dev/ubdc4; zpool export exi",
    "zpool scrub exi",
    {
      title: /^Import exi, which is ONLINE/,
    },
  ),
  mended(
    "a mirror with a device less",
    "pool-health",
    `${mirror("exm")}; zpool offline exm /var/tmp/exm1.img`,
    "zpool status exm",
    { title: /^Bring \/var\/tmp\/exm1\.img back/, proof: `[ "$(zpool list -H -o health exm)" = ONLINE ]` },
  ),
  mended(
    "a device with errors that were mended",
    "pool-health",
    `${mirror("exn")}; dd if=/dev/urandom of=/exn/f bs=1M count=2 2>/dev/null; zpool sync exn; ${damage("exn2.img")}; zpool scrub -w exn`,
    "zpool status exn",
    { title: /^Forget the errors of \/var\/tmp\/exn2\.img/, proof: "zpool status -x exn | grep 'is healthy'" },
  ),
  mended(
    "a unit that failed",
    "service",
    "systemd-run --quiet --unit=syncoid-provoked -p RemainAfterExit=yes test -e /var/tmp/exp.ready; until systemctl is-failed -q syncoid-provoked; do sleep 0.1; done",
    "journalctl --sync; journalctl -q --no-pager -u syncoid-provoked -n 5; touch /var/tmp/exp.ready",
    { title: /^Start syncoid-provoked\.service again/, proof: "systemctl is-active syncoid-provoked" },
  ),
];

const others: readonly Provocation[] = [
  row("a dataset that exists", "exists", "zfs create exp/s"),
  row("a rollback over newer snapshots", "diverged", "zfs rollback exp/s@1"),
  row("a snapshot that is not there", "missing-snapshot", "zfs send exp/s@nope > /dev/null"),
  row("a base that is not there", "missing-snapshot", "zfs send -i @nope exp/s@2 | cat > /dev/null"),
  row("a release of no hold", "missing-snapshot", "zfs release nope exp/s@1"),
  row("a snapshot with a clone", "hold-clone", "zfs clone exp/d@1 exp/c; zfs destroy exp/d@1"),
  row("a stream that was cut", "resume", "zfs send exp/s@1 | head -c 900000 | zfs receive -s exp/cut"),
  row("a token that is damaged", "resume", "zfs send -t 1-12-34-56 > /dev/null"),
  row("a stream that is none", "stream-corrupt", "head -c 100000 /dev/zero | zfs receive exp/z"),
  row(
    "a stream that was changed on the way",
    "stream-corrupt",
    "zfs send exp/s@1 > /tmp/exp.st; printf XXXX | dd of=/tmp/exp.st bs=1 seek=700000 conv=notrunc 2>/dev/null; zfs receive exp/y < /tmp/exp.st; rm /tmp/exp.st",
  ),
  row("a reservation larger than the pool", "space", "zfs create -o reservation=100G exp/v"),
  row("a snapshot by a user", "permission", `${asUser} snapshot exp/s@user`),
  row("a destroy by a user", "permission", `${asUser} destroy exp/s@3`),
  row("a name with a star", "naming", "zfs create 'exp/a*b'"),
  row("a name that is too long", "naming", "zfs snapshot exp/s@$(printf '%0300d' 1)"),
  row("a property that is not there", "feature-version", "zfs create -o nosuch=1 exp/n"),
  row("a command that is not there", "config", "zfs frobnicate"),
  row("a pool that is not there", "pool-health", "zpool import nosuchpool"),
  row(
    "damage that cannot be mended",
    "data-corruption",
    `truncate -s 64M /var/tmp/exd.img; zpool create exd /var/tmp/exd.img; dd if=/dev/urandom of=/exd/f bs=1M count=2 2>/dev/null; zpool sync exd; ${damage("exd.img")}; zpool scrub -w exd; zpool status -v exd; zpool destroy -f exd`,
  ),
  row("a port where nobody listens", "network", "ssh -o BatchMode=yes -p 1 localhost true"),
  row("a name that nobody knows", "network", "ssh -o BatchMode=yes nosuch.invalid true"),
  row(
    "a user who is not let in",
    "ssh-auth",
    "ssh -F /dev/null -o BatchMode=yes -o IdentityAgent=none -i /nonexistent -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null nosuch@localhost true",
  ),
  row(
    "a host whose key is not known",
    "ssh-hostkey",
    "ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=/dev/null -o GlobalKnownHostsFile=/dev/null localhost true",
  ),
];

/** In order: those of the second kind leave nothing behind that spoils the remedies of the first. */
export const provocations: readonly Provocation[] = [...mendable, ...others];
