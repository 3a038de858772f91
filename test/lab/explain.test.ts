/** Errors that are made for real on both versions of OpenZFS are told for what they are, and their remedies mend them. */
import assert from "node:assert/strict";
import { silentLog } from "../../src/core/base/log";
import { shellCommand } from "../../src/core/base/shellQuote";
import type { Remedy } from "../../src/core/diagnosis/finding";
import type { LogFinding } from "../../src/core/diagnosis/scan/logFinding";
import { findingsIn } from "../../src/core/diagnosis/scan/scanner";
import { createHosts, type Hosts } from "../../src/core/hosts/createHosts";
import { noPrompter } from "../../src/core/hosts/prompter";
import { liveRemedies } from "../../src/core/runs/remedies/liveRemedies";
import { datasetName } from "../../src/core/zfs/names";
import { files } from "../support/lab/places";
import { type Provocation, provocations } from "../support/lab/provocations";
import { provoke, type Provoked, takeAway } from "../support/lab/provoke";
import { zfsr } from "../support/zfsr";

const versions = ["alpha", "gamma"] as const;
type Version = (typeof versions)[number];

/** What is to hold on both versions, at the same time. */
const onBoth = (check: (host: Version) => Promise<void> | void): Promise<unknown> =>
  Promise.all(versions.map(async (host) => check(host)));

describe("errors that are provoked", function () {
  this.timeout(600_000);
  const printed = new Map<Version, readonly Provoked[]>();
  let hosts: Hosts;

  before(async () => {
    hosts = createHosts({ sshConfigFile: files.sshConfig, prompter: noPrompter, log: silentLog, env: process.env });
    await onBoth(async (host) => void printed.set(host, await provoke(host)));
  });
  after(async () => {
    hosts.dispose();
    await onBoth(takeAway);
  });

  function finding(host: Version, wanted: string): LogFinding {
    const { category, output } = printed.get(host)?.find(({ id }) => id === wanted) ?? {};
    const found = findingsIn(output ?? "").find((each) => each.category === category);
    assert.ok(found, `${host}: ${wanted}: ${output ?? "not provoked"}`);
    return found;
  }

  function live(host: Version, { id, mends }: Pick<Provocation, "id" | "mends">): Promise<Remedy[]> {
    const source = mends?.source && { host: hosts.get(host), dataset: datasetName(mends.source) };
    const asked = hosts.get(mends?.as ? `${host}-${mends.as}` : host);
    return liveRemedies(finding(host, id), asked, source ? { source } : {});
  }

  it("are more than 25, and each is found in its category", () =>
    onBoth((host) => {
      const said = printed.get(host) ?? [];
      assert.ok(said.length >= 25);
      const wrong = said.flatMap(({ id, category, output }) => {
        const found = findingsIn(output);
        if (found.some((each) => each.category === category)) return [];
        return [`${id}: ${found.map((each) => each.id).join(" ") || "nothing"}: ${output || "it did not run"}`];
      });
      assert.deepEqual(wrong, [], host);
    }));

  it("have remedies by their text that can be run there", () =>
    onBoth(async (host) => {
      const look = async (id: string, title: RegExp): Promise<string> => {
        const remedy = finding(host, id).remedies.find((each) => title.test(each.title));
        assert.ok(remedy?.does?.by === "host", `${host}: ${id}: ${String(title)}`);
        return (await hosts.get(host).script(remedy.does.script)).stdout;
      };
      assert.match(await look("full onto what exists", /its snapshots/), /exp\/full@/);
      assert.match(await look("a target that was written to", /how much/), /written\t/);
      assert.match(await look("a quota", /quotas/), /quota\t1(?:\.00)?M/);
      assert.match(await look("a mount without its key", /keys are loaded/), /keystatus\tunavailable/);
    }));

  it("have looks from the host's real state, none of which takes anything away", () =>
    onBoth(async (host) => {
      const expected: readonly (readonly [id: string, ...titles: RegExp[]])[] = [
        ["a dataset that exists", /^It has \d+ snapshots, the newest @/],
        ["a rollback over newer snapshots", /^Look into it by a clone, exp\/s-at-1/, /^Roll back to @1; lost: /],
        ["a snapshot that is not there", /^It has \d+ snapshots, the newest @/],
        ["a snapshot with a clone", /^Cloned as exp\/c/],
        ["a stream that was changed on the way", /network cards/, /memory/],
        ["a pool that is not there", /^Look/],
        ["a port where nobody listens", /^Try it: \w+ takes localhost for localhost, port 1$/],
        ["a property that is not there", /^Update OpenZFS there first: \w+ has OpenZFS 2\.\d/, /-x nosuch/],
      ];
      for (const [id, ...titles] of expected) {
        const remedies = await live(host, { id });
        const offered = remedies.map((each) => each.title).join("\n");
        for (const title of titles)
          assert.ok(
            remedies.some((each) => title.test(each.title)),
            `${host}: ${id}: ${String(title)}:\n${offered}`,
          );
        assert.notEqual(remedies[0]?.risk, "destroys", `${host}: ${id}:\n${offered}`);
        for (const { risk, does } of remedies)
          if (risk === "none" && does?.by === "host") await hosts.get(host).script(does.script);
      }
    }));

  it("are mended by the remedy from the host's real state: what failed then succeeds", () =>
    onBoth(async (host) => {
      const mendable = provocations.filter((each) => each.mends !== undefined);
      assert.ok(mendable.length >= 25);
      const chosen = await Promise.all(mendable.map((provocation) => choose(host, provocation)));
      await carryOut(host, chosen);
      const proofs = mendable.map(
        ({ line, mends }, i) => `( ${mends?.proof ?? line} ) >/tmp/said 2>&1 || { echo "@@${i}"; cat /tmp/said; }`,
      );
      const failed = (await hosts.get(host).script(proofs.join("\n"))).stdout.split(/^@@/m).slice(1);
      assert.deepEqual(
        failed.map((text) => `${mendable[Number.parseInt(text, 10)]?.id ?? ""}: ${text}`),
        [],
        host,
      );
    }));

  /** The remedy that is to mend it, as the host stands. */
  async function choose(host: Version, provocation: Provocation): Promise<Remedy> {
    const remedies = await live(host, provocation);
    const offered = `${host}: ${provocation.id}:\n${remedies.map(({ title }) => title).join("\n")}`;
    const remedy = remedies.find(({ title }) => provocation.mends?.title.test(title));
    assert.ok(remedy, offered);
    assert.notEqual(remedies[0]?.risk, "destroys", offered);
    return remedy;
  }

  /** As the editor and the command line do it, without the questions. */
  async function carryOut(host: Version, remedies: readonly Remedy[]): Promise<void> {
    const scripts: string[] = [];
    for (const { title, does } of remedies) {
      if (does?.by === "zfsr") {
        const { code, stderr, stdout } = await zfsr(...does.words);
        assert.equal(code, 0, `${title}: ${stdout}${stderr}`);
      } else if (does?.by === "plan") scripts.push(...does.plan.steps.map(({ argv }) => shellCommand(argv)));
      else scripts.push(does?.script ?? assert.fail(title));
    }
    const { code, stderr } = await hosts.get(host).script(scripts.map((line) => `( ${line}\n) || exit 1`).join("\n"));
    assert.equal(code, 0, `${host}: ${stderr}`);
  }
});
