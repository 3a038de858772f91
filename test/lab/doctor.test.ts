/** The doctor on real hosts: what is broken for real is named, and hosts that are well have nothing that failed. */
import assert from "node:assert/strict";
import type { CheckResult } from "../../src/core/doctor/check";
import { clock, fill, unfill } from "../support/lab/faults";
import { poll } from "../support/lab/poll";
import { on } from "../support/labData";
import { type Ran, zfsr } from "../support/zfsr";

/** The checks of `zfsr doctor --json`. */
async function doctor(...places: string[]): Promise<{ readonly ran: Ran; readonly checks: readonly CheckResult[] }> {
  const ran = await zfsr("doctor", ...places, "--json");
  return { ran, checks: (JSON.parse(ran.stdout) as { checks: CheckResult[] }).checks };
}

/** Something broken: how, how it is mended, and what the doctor must say of it. */
interface Fault {
  readonly host: "alpha" | "gamma";
  readonly break: string;
  readonly mend: string;
  readonly id: string;
  readonly state: "warn" | "fail";
  readonly title: RegExp;
}

const key = "/etc/zfs/keys/secret.key";

/** alpha has OpenZFS 2.1 and is the source, gamma 2.3 and the target, in a pool of its own. */
const faults: readonly Fault[] = [
  {
    host: "gamma",
    break:
      "zpool create -f -o ashift=9 -o feature@encryption=disabled mir mirror ubdc1 ubdc2; zfs create mir/demo; zpool offline mir ubdc2",
    mend: "zpool destroy -f mir; rm -r --one-file-system /mir",
    id: "pool-health",
    state: "warn",
    title: /pool mir is DEGRADED/,
  },
  { host: "gamma", break: "true", mend: "true", id: "ashift", state: "warn", title: /ashift 9/ },
  {
    host: "gamma",
    break: "true",
    mend: "true",
    id: "features",
    state: "fail",
    title: /pool mir lacks the feature encryption/,
  },
  { host: "gamma", break: "true", mend: "true", id: "readonly", state: "warn", title: /mir\/demo.* can be written to/ },
  {
    host: "gamma",
    break:
      "zfs create vault/part; head -c 4M /dev/urandom >/vault/part/f; zfs snapshot vault/part@a; { zfs send vault/part@a | head -c 3000000 | zfs receive -s mir/demo/part; } 2>/dev/null; true",
    mend: "zfs destroy -r vault/part",
    id: "partial-receives",
    state: "warn",
    title: /mir\/demo\/part is partially received/,
  },
  {
    host: "gamma",
    break: "zfs create -o mountpoint=/mir/demo vault/clash; true",
    mend: "zfs destroy vault/clash",
    id: "mountpoints",
    state: "warn",
    title: /2 datasets want \/mir\/demo/,
  },
  {
    host: "gamma",
    break: "systemctl disable -q zfs-zed",
    mend: "systemctl enable -q zfs-zed",
    id: "services",
    state: "warn",
    title: /zfs-zed.service is not enabled/,
  },
  {
    host: "gamma",
    break: "systemd-run -q --unit lab-listener nc -l -k -p 9000",
    mend: "systemctl stop lab-listener",
    id: "ports",
    state: "warn",
    title: /something listens on port 9000/,
  },
  {
    host: "gamma",
    break: "ip link set dev vec0 mtu 1400",
    mend: "ip link set dev vec0 mtu 1500",
    id: "mtu",
    state: "warn",
    title: /different MTUs/,
  },
  {
    host: "alpha",
    break: "zfs set atime=on relatime=off tank/demo",
    mend: "zfs inherit atime tank/demo; zfs inherit relatime tank/demo",
    id: "atime",
    state: "warn",
    title: /atime is on for tank\/demo/,
  },
  {
    host: "alpha",
    break: "zfs set compression=off tank/demo/projects",
    mend: "zfs inherit compression tank/demo/projects",
    id: "compression",
    state: "warn",
    title: /off on tank\/demo\/projects/,
  },
  {
    host: "alpha",
    break:
      "zfs create -o recordsize=128K tank/demo/postgres; head -c 3M /dev/urandom >/tank/demo/postgres/f; zpool sync tank",
    mend: "zfs destroy -r tank/demo/postgres",
    id: "recordsize",
    state: "warn",
    title: /postgres has recordsize 128K/,
  },
  {
    host: "alpha",
    break: `chmod 644 ${key}`,
    mend: `chmod 400 ${key}`,
    id: "keys",
    state: "fail",
    title: /others can read/,
  },
  {
    host: "alpha",
    break: "mv /root/.ssh/id_ed25519 /root/.ssh/away",
    mend: "mv /root/.ssh/away /root/.ssh/id_ed25519",
    id: "ssh",
    state: "fail",
    title: /ssh to gamma is refused/,
  },
  {
    host: "alpha",
    break: "zfs hold forgotten tank/demo@rep_2026-01-01T000000Z",
    mend: "zfs release forgotten tank/demo@rep_2026-01-01T000000Z",
    id: "holds",
    state: "warn",
    title: /a hold 'forgotten'/,
  },
  {
    host: "alpha",
    break: 'for n in a b; do echo "0 3 * * * root syncoid tank/$n gamma:mir/$n" >/etc/cron.d/lab-$n; done',
    mend: "rm /etc/cron.d/lab-a /etc/cron.d/lab-b",
    id: "schedules",
    state: "warn",
    title: /2 replications start at the same time/,
  },
];

describe("zfsr doctor", () => {
  after(async () => {
    await clock("alpha", "real");
    for (const { host, mend } of [...faults].reverse()) await on(host, `{ ${mend}; } 2>/dev/null; true`);
    await on("alpha", "zfs allow -u repl hold tank");
  });

  it("finds nothing failed on hosts that are well, from each version to the other", async () => {
    for (const places of [
      ["alpha:tank/demo", "gamma:vault/demo"],
      ["gamma:vault", "beta:backup/vault"],
    ]) {
      const { ran, checks } = await doctor(...places);
      assert.deepEqual(
        checks.filter(({ state }) => state === "fail").map(({ title }) => title),
        [],
        ran.stderr,
      );
      assert.equal(ran.code, 3);
    }
  });

  it(`names ${faults.length + 1} things that are broken, and changes none of them`, async () => {
    for (const fault of faults) await on(fault.host, fault.break);
    // also makes the hold 40 days old
    await clock("alpha", "+960h");
    const { ran, checks } = await doctor("alpha:tank/demo", "gamma:mir/demo");
    const said = checks
      .filter(({ state }) => state !== "ok")
      .map(({ id, state, host, title }) => `${host} ${id} ${state} ${title}`);
    const missed = [...faults, { host: "alpha", id: "clock", state: "fail", title: /ahead/ }].filter(
      (fault) =>
        !checks.some(
          ({ id, state, host, title }) =>
            id === fault.id && state === fault.state && host === fault.host && fault.title.test(title),
        ),
    );
    assert.deepEqual(
      missed.map(({ id }) => id),
      [],
      said.join("\n"),
    );
    assert.equal(ran.code, 1);
    for (const check of checks.filter(({ state }) => state === "fail" || state === "warn"))
      assert.ok(check.remedy, check.title);
  });

  it("says that a first stream would not fit", async () => {
    await fill("gamma", 4_000_000);
    try {
      const { checks } = await doctor("alpha:tank/demo", "gamma:vault/demo");
      const space = checks.filter(({ id, state }) => id === "space" && state === "fail");
      assert.deepEqual(
        space.map(({ host, title }) => [host, title]),
        [["gamma", "a first full stream would not fit"]],
      );
    } finally {
      await unfill("gamma");
    }
  });

  it("names the permission that a plain user lacks, with the command that gives it", async () => {
    await on("alpha", "zfs unallow -u repl hold tank");
    const { checks } = await doctor("alpha-repl:tank/demo");
    const [missing] = checks.filter(({ id }) => id === "permissions");
    assert.equal(missing?.state, "fail");
    assert.match(missing.remedy ?? "", /zfs allow -u repl hold tank\/demo$/);
  });

  it("tells of a host that cannot be reached, and examines the other", async () => {
    const { ran, checks } = await doctor("alpha:tank/demo", "nowhere.invalid:x/y");
    assert.equal(ran.code, 1);
    assert.equal(checks[0]?.id, "reach");
    assert.ok(checks.some(({ host, id }) => host === "alpha" && id === "pool-health"));
  });

  it("names the module that is not loaded", async () => {
    await poll("gamma's module to be unloaded", 60_000, 1000, async () => {
      const said = await on(
        "gamma",
        "systemctl stop -q zfs-zed; zpool export -a && modprobe -r zfs && echo gone; true",
      );
      return said.includes("gone") || undefined;
    });
    try {
      const { checks } = await doctor("gamma:");
      assert.deepEqual(
        checks.filter(({ id, state }) => id === "module" && state === "fail").map(({ remedy }) => remedy),
        ["modprobe zfs"],
      );
    } finally {
      await on("gamma", "modprobe zfs; zpool import -a -d /dev; zfs mount -a; systemctl start -q zfs-zed");
    }
  });
});
