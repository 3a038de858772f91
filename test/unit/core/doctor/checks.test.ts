/** Each check, both ways: on what real hosts printed, and on the same with the one thing changed that it looks for. */
import assert from "node:assert/strict";
import type { CheckState } from "../../../../src/core/doctor/check";
import { checks, examine } from "../../../../src/core/doctor/examine";
import type { DatasetFacts, HostFacts, KeyFile, PeerFacts, PoolStatus, Side } from "../../../../src/core/doctor/facts";
import { datasetName, poolOf, snapshotName } from "../../../../src/core/zfs/names";
import { recordedPair } from "./support/recorded";

type Pair = Awaited<ReturnType<typeof recordedPair>>;
type Change = (facts: HostFacts, side: Side) => Partial<HostFacts>;

const day = 86_400_000;
const tank = poolOf("tank");
const backup = poolOf("backup");
const peer =
  (change: Partial<PeerFacts>): Change =>
  ({ peer: recorded }) => {
    assert.ok(recorded);
    return { peer: { ...recorded, ...change } };
  };
const dataset =
  (name: string, change: Partial<DatasetFacts>): Change =>
  ({ datasets = [] }) => {
    const like = datasets.find((entry) => entry.name === name) ?? datasets[0];
    assert.ok(like);
    const rest = datasets.filter((entry) => entry.name !== name);
    return { datasets: [...rest, { ...like, name: datasetName(name), ...change }] };
  };
const pool =
  (change: object): Change =>
  ({ pools = [] }) => ({ pools: pools.map((entry) => ({ ...entry, ...change })) });
const status =
  (change: Partial<PoolStatus>): Change =>
  ({ poolStatus = new Map<never, never>() }) => ({
    poolStatus: new Map([...poolStatus].map(([name, entry]) => [name, { ...entry, ...change }])),
  });
const key =
  (change: Partial<KeyFile>): Change =>
  () => ({
    keyFiles: [{ path: "/etc/zfs/keys/k", mode: "400", owner: "root", folderMode: "700", ...change }],
  });
const user = { name: "repl", uid: 1000, groups: ["repl", "backup"] };

interface Case {
  readonly id: string;
  readonly of: "source" | "target" | "both";
  readonly change: Change;
  readonly state: CheckState;
  readonly title: RegExp;
  /** What the remedy has in it. */
  readonly remedy?: RegExp;
}

const cases: readonly Case[] = [
  {
    id: "installed",
    of: "target",
    change: () => ({ programs: new Set(["ssh"]) }),
    state: "fail",
    title: /not installed/,
    remedy: /zfsutils/,
  },
  {
    id: "module",
    of: "target",
    change: () => ({ module: { loaded: false, installed: "2.1.11" } }),
    state: "fail",
    title: /not loaded/,
    remedy: /^modprobe zfs$/,
  },
  {
    id: "module",
    of: "target",
    change: () => ({ module: { loaded: false, installed: undefined } }),
    state: "fail",
    title: /not loaded/,
    remedy: /dkms/,
  },
  {
    id: "versions",
    of: "source",
    change: () => ({ version: { userland: "2.2.2-1", kernel: "2.1.11-1" } }),
    state: "warn",
    title: /differ/,
  },
  {
    id: "versions",
    of: "source",
    change: () => ({ version: { userland: "2.2.2-1", kernel: undefined } }),
    state: "unknown",
    title: /could not be seen/,
  },
  {
    id: "direction",
    of: "source",
    change: () => ({ version: { userland: "2.3.9", kernel: "2.3.9" } }),
    state: "warn",
    title: /older than the source/,
    remedy: /update the destination first/,
  },
  {
    id: "features",
    of: "target",
    change: ({ poolProperties }) => ({
      poolProperties: new Map([
        [backup, new Map([...(poolProperties?.get(backup) ?? [])].filter(([name]) => name !== "feature@lz4_compress"))],
      ]),
    }),
    state: "fail",
    title: /lacks the feature lz4_compress/,
    remedy: /update the destination first/,
  },
  {
    id: "features",
    of: "target",
    change: ({ poolProperties }) => ({
      poolProperties: new Map([
        [backup, new Map([...(poolProperties?.get(backup) ?? []), ["feature@encryption", "disabled"]])],
      ]),
    }),
    state: "fail",
    title: /lacks the feature encryption/,
    remedy: /zpool set feature@encryption=enabled backup/,
  },
  {
    id: "hazards",
    of: "source",
    change: dataset("tank/demo", { version: 4 }),
    state: "fail",
    title: /version 4 or less/,
  },
  {
    id: "permissions",
    of: "source",
    change: () => ({ user, allowed: new Set(["send", "snapshot", "hold"]) }),
    state: "fail",
    title: /repl lacks permissions on tank\/demo/,
    remedy: /^as root there: zfs allow -u repl release tank\/demo$/,
  },
  {
    id: "permissions",
    of: "target",
    change: () => ({ user, allowed: new Set(["receive:append", "create", "mount", "readonly"]) }),
    state: "fail",
    title: /lacks permissions on backup/,
    remedy: /canmount backup$/,
  },
  {
    id: "ssh",
    of: "source",
    change: peer({ ssh: "auth", said: "root@beta: Permission denied (publickey)." }),
    state: "fail",
    title: /is refused/,
    remedy: /ssh-copy-id beta/,
  },
  {
    id: "ssh",
    of: "target",
    change: peer({ ssh: "unreachable", said: "Connection refused" }),
    state: "warn",
    title: /does not get through/,
    remedy: /ssh alpha/,
  },
  {
    id: "host-keys",
    of: "source",
    change: peer({ ssh: "host-key", said: "Host key verification failed." }),
    state: "fail",
    title: /not trusted/,
    remedy: /fingerprint/,
  },
  {
    id: "cipher",
    of: "source",
    change: peer({ cipher: "chacha20-poly1305@openssh.com" }),
    state: "warn",
    title: /chacha20/,
    remedy: /--cipher auto/,
  },
  { id: "cipher", of: "target", change: () => ({ aes: false }), state: "warn", title: /no AES/ },
  { id: "mtu", of: "source", change: peer({ mtu: 9000 }), state: "warn", title: /different MTUs/, remedy: /mtu 1500/ },
  { id: "mtu", of: "both", change: peer({ mtu: 1280 }), state: "warn", title: /1280/ },
  {
    id: "mtu",
    of: "source",
    change: peer({ wholePackets: false }),
    state: "fail",
    title: /do not arrive/,
    remedy: /-s 1472/,
  },
  { id: "ports", of: "source", change: peer({ port9000: "filtered" }), state: "warn", title: /does not answer/ },
  { id: "ports", of: "source", change: peer({ port9000: "open" }), state: "warn", title: /something listens/ },
  { id: "ports", of: "source", change: peer({ port9000: undefined }), state: "unknown", title: /could not be tried/ },
  { id: "firewall", of: "source", change: () => ({ firewall: [] }), state: "warn", title: /nothing filters/ },
  {
    id: "clock",
    of: "source",
    change: () => ({ clock: { ahead: 3_600_000, within: 500 } }),
    state: "fail",
    title: /3600 s ahead/,
  },
  {
    id: "clock",
    of: "source",
    change: () => ({ clock: { ahead: -8000, within: 500 } }),
    state: "warn",
    title: /8 s behind/,
  },
  { id: "memory", of: "target", change: pool({ size: 4 * 2 ** 40 }), state: "warn", title: /little memory/ },
  { id: "ecc", of: "source", change: () => ({ virtual: undefined, ecc: false }), state: "warn", title: /not ECC/ },
  {
    id: "ecc",
    of: "source",
    change: () => ({ virtual: undefined, ecc: undefined }),
    state: "unknown",
    title: /could not be seen/,
  },
  { id: "cores", of: "source", change: () => ({ cores: 2 }), state: "warn", title: /^2 processors/ },
  {
    id: "pool-health",
    of: "target",
    change: pool({ health: "DEGRADED" }),
    state: "warn",
    title: /backup is DEGRADED/,
    remedy: /zpool status -v backup/,
  },
  { id: "pool-health", of: "target", change: pool({ health: "SUSPENDED" }), state: "fail", title: /SUSPENDED/ },
  {
    id: "pool-health",
    of: "source",
    change: status({ errors: "3 data errors, use '-v' for a list" }),
    state: "fail",
    title: /data errors/,
  },
  { id: "pool-health", of: "target", change: pool({ readonly: true }), state: "fail", title: /read-only/ },
  {
    id: "scrub",
    of: "source",
    change: ({ now = 0, ...facts }, side) => status({ scrubbed: now - 60 * day })({ ...facts, now }, side),
    state: "warn",
    title: /not been scrubbed for long/,
    remedy: /^zpool scrub tank$/,
  },
  { id: "scrub", of: "source", change: status({ scrubErrors: 60 }), state: "fail", title: /60 errors/ },
  { id: "scrub", of: "source", change: status({ scanning: "resilver" }), state: "warn", title: /resilvering/ },
  { id: "space", of: "target", change: pool({ capacity: 85 }), state: "warn", title: /nearly full/ },
  { id: "space", of: "target", change: pool({ capacity: 97 }), state: "fail", title: /is full/ },
  { id: "space", of: "target", change: dataset("backup", { available: 1000 }), state: "fail", title: /would not fit/ },
  { id: "fragmentation", of: "source", change: pool({ fragmentation: 70 }), state: "warn", title: /fragmented/ },
  {
    id: "ashift",
    of: "source",
    change: () => ({ ashifts: new Map([[tank, [12, 9]]]) }),
    state: "warn",
    title: /ashift 9/,
  },
  { id: "place", of: "source", change: () => ({ datasets: [] }), state: "fail", title: /tank\/demo does not exist/ },
  {
    id: "place",
    of: "target",
    change: () => ({ pools: [] }),
    state: "fail",
    title: /not imported/,
    remedy: /^zpool import backup$/,
  },
  {
    id: "readonly",
    of: "target",
    change: dataset("backup/demo", { readonly: false, written: 4096 }),
    state: "warn",
    title: /backup\/demo can be written to/,
    remedy: /^zfs set .?readonly=on.? backup\/demo$/,
  },
  {
    id: "recordsize",
    of: "source",
    change: dataset("tank/demo/postgres", { type: "filesystem", recordsize: 131_072, used: 1e9 }),
    state: "warn",
    title: /postgres has recordsize 128K/,
    remedy: /recordsize=16K/,
  },
  {
    id: "recordsize",
    of: "source",
    change: dataset("tank/demo/projects/media", { recordsize: 131_072, used: 1e9 }),
    state: "warn",
    title: /media has recordsize 128K/,
    remedy: /recordsize=1M/,
  },
  {
    id: "compression",
    of: "source",
    change: dataset("tank/demo", { compression: "off" }),
    state: "warn",
    title: /off on tank\/demo/,
    remedy: /compression=lz4/,
  },
  {
    id: "atime",
    of: "source",
    change: dataset("tank/demo", { atime: true, relatime: false, readonly: false }),
    state: "warn",
    title: /atime is on/,
    remedy: /atime=off/,
  },
  {
    id: "mountpoints",
    of: "target",
    change: (facts, side) =>
      dataset("backup/other", { type: "filesystem", mountpoint: "/backup", canmount: "on" })(facts, side),
    state: "warn",
    title: /datasets want \/backup/,
    remedy: /canmount=noauto/,
  },
  {
    id: "mountpoints",
    of: "target",
    change: dataset("backup/demo", { type: "filesystem", mountpoint: "/home", canmount: "on" }),
    state: "fail",
    title: /mounts over \/home/,
  },
  {
    id: "keys",
    of: "source",
    change: key({ mode: "644" }),
    state: "fail",
    title: /others can read/,
    remedy: /^chmod 400/,
  },
  {
    id: "keys",
    of: "source",
    change: key({ folderMode: "777" }),
    state: "fail",
    title: /others can replace/,
    remedy: /^chmod 700 \/etc\/zfs\/keys$/,
  },
  { id: "keys", of: "source", change: key({ owner: "nobody" }), state: "fail", title: /belongs to nobody/ },
  {
    id: "keys",
    of: "source",
    change: key({ mode: undefined, owner: undefined }),
    state: "fail",
    title: /is not there/,
  },
  {
    id: "services",
    of: "target",
    change: ({ units }) => ({ units: new Map([...(units ?? []), ["zfs-import-cache.service", "disabled"]]) }),
    state: "warn",
    title: /not enabled/,
    remedy: /systemctl enable/,
  },
  {
    id: "services",
    of: "target",
    change: ({ units }) => ({ units: new Map([...(units ?? []), ["zfs-mount.service", "failed"]]) }),
    state: "fail",
    title: /has failed/,
    remedy: /journalctl/,
  },
  {
    id: "schedules",
    of: "source",
    change: () => ({
      schedules: ["a", "b"].map((from) => ({ from, when: "0 * * * *", command: `syncoid tank/${from} beta:x` })),
    }),
    state: "warn",
    title: /2 replications start/,
  },
  {
    id: "schedules",
    of: "source",
    change: () => ({
      schedules: [
        { from: "a", when: "0 * * * *", command: "syncoid x y" },
        { from: "b", when: "5 * * * *", command: "zrepl" },
      ],
    }),
    state: "warn",
    title: /more than one tool/,
  },
  {
    id: "pruning",
    of: "source",
    change: () => ({ snapshots: [{ dataset: datasetName("tank/demo"), count: 2000, oldest: 0, newest: 1 }] }),
    state: "warn",
    title: /2000 snapshots/,
  },
  {
    id: "holds",
    of: "source",
    change: ({ now = 0 }) => ({
      holds: [{ snapshot: snapshotName("tank/demo", "old"), tag: "backup job", since: now - 90 * day }],
    }),
    state: "warn",
    title: /a hold 'backup job'/,
    remedy: /zfs release 'backup job' tank\/demo@old/,
  },
  {
    id: "partial-receives",
    of: "target",
    change: dataset("backup/demo", { partialReceive: true }),
    state: "warn",
    title: /partially received/,
    remedy: /zfsr resume beta:backup\/demo/,
  },
];

function changed(pair: Pair, { of, change }: Case): Pair {
  const side = (one: Side): Side => ({ ...one, facts: { ...one.facts, ...change(one.facts, one) } });
  return {
    source: of === "target" ? pair.source : side(pair.source),
    target: of === "source" ? pair.target : side(pair.target),
  };
}

describe("the doctor's checks", () => {
  let pair: Pair;

  before(async () => {
    pair = await recordedPair();
  });

  it("each have a case here", () => {
    assert.deepEqual([...new Set(cases.map(({ id }) => id))].sort(), checks.map(({ id }) => id).sort());
  });

  for (const one of cases) {
    it(`${one.id}: ${one.state}, ${one.title.source}, and not where it is otherwise`, () => {
      const like = (facts: Pair): readonly string[] =>
        examine(facts)
          .filter((result) => result.id === one.id && result.state === one.state && one.title.test(result.title))
          .map((result) => result.remedy ?? "");
      const [remedy, ...more] = like(changed(pair, one));
      assert.ok(remedy !== undefined, `${one.id} says nothing`);
      if (one.remedy)
        assert.ok(
          [remedy, ...more].some((text) => one.remedy?.test(text)),
          remedy,
        );
      // alpha's cipher is what ssh takes by itself, so that case is as recorded
      if (one.id === "cipher" && one.of === "source") {
        const gcm = changed(pair, { ...one, change: peer({ cipher: "aes128-gcm@openssh.com" }) });
        assert.deepEqual(like(gcm), []);
      } else assert.deepEqual(like(pair), []);
    });
  }

  it("say unknown, and why, of everything that could not be seen, and never ok", () => {
    const blind = (side: Side): Side => {
      const names = Object.keys(side.facts) as (keyof HostFacts)[];
      const nothing = Object.fromEntries(names.map((name) => [name, undefined])) as Record<keyof HostFacts, undefined>;
      return { ...side, facts: { ...nothing, unseen: new Map(names.map((name) => [name, "permission denied"])) } };
    };
    const results = examine({ source: blind(pair.source), target: blind(pair.target) });
    assert.deepEqual([...new Set(results.map(({ state }) => state))], ["unknown"]);
    assert.ok(results.length > 30, String(results.length));
  });

  it("find nothing failed on hosts that are well, from each version to each", async () => {
    for (const [source, target] of [
      ["alpha", "beta"],
      ["alpha", "gamma"],
      ["gamma", "beta"],
    ] as const) {
      const results = examine(await recordedPair(source, target)).filter(({ state }) => state === "fail");
      const missing = source === "gamma" ? ["vault/demo does not exist"] : [];
      assert.deepEqual(
        results.map(({ title }) => title),
        missing,
        `${source} to ${target}`,
      );
    }
  });

  it("see what a plain user may see, and say of the rest that they could not", async () => {
    const results = examine(await recordedPair("alpha-repl", "beta"));
    const own = results.filter(({ host }) => host === "alpha-repl");
    assert.deepEqual(
      own.filter(({ state }) => state === "fail"),
      [],
    );
    assert.ok(own.some(({ id, state }) => id === "permissions" && state === "ok"));
    assert.deepEqual(
      own
        .filter(({ state }) => state === "unknown")
        .map(({ id }) => id)
        .sort(),
      ["firewall", "keys", "services"],
    );
  });
});
