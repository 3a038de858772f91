/** What the rows of the three views say, in a window that speaks another language. */
import assert from "node:assert/strict";
import type { PoolStatus } from "../../../../src/core/zfs/model";
import { emptyRunState } from "../../../../src/core/runs/runState";
import { datasetName } from "../../../../src/core/zfs/names";
import type { DatasetPlace } from "../../../../src/core/zfs/place";
import { describeJob, jobTooltip } from "../../../../src/editor/jobs/describeJob";
import type { TargetStanding } from "../../../../src/editor/jobs/jobStanding";
import { readJobs } from "../../../../src/editor/jobs/readJobs";
import { english, speakBy } from "../../../../src/editor/l10n/t";
import { describeRun, runTooltip } from "../../../../src/editor/transfers/describeRun";
import { datasetTooltip, describeDataset } from "../../../../src/editor/tree/describe/describeDataset";
import { describeHost, hostTooltip } from "../../../../src/editor/tree/describe/describeHost";
import type { ItemText, TooltipText } from "../../../../src/editor/tree/describe/itemText";
import { describePool, poolTooltip } from "../../../../src/editor/tree/describe/describePool";
import { describeSnapshot, snapshotTooltip } from "../../../../src/editor/tree/describe/describeSnapshot";
import { contentsWith, dataset, pool, snapshot } from "../fakes";

/** Names of the test, and the words of zfs and of figures, which are the same everywhere. */
const same =
  /\b(alpha|beta|tank|backup|monday|nightly|db|scrub|filesystem|degraded|DEGRADED|OpenZFS|GUID|[KMG]iB|min)\b/g;

/** What a text says that no translator was asked for. */
function untranslated(text: string): string {
  let rest = text.replace(same, "");
  for (let before = ""; before !== rest;) {
    before = rest;
    rest = rest.replace(/«[^«»]*»/g, "");
  }
  return rest.replace(/[^A-Za-z]/g, "");
}

function check(row: ItemText, tooltip?: TooltipText): void {
  const texts = [row.label, row.description, row.spoken, ...(tooltip?.rows.map(([name]) => name) ?? [])];
  assert.deepEqual(
    texts.filter((text) => untranslated(text) !== ""),
    [],
  );
}

describe("rows in another language", () => {
  before(() => speakBy((message, ...args) => `«${english(message, ...args)}»`));
  after(() => speakBy(english));

  it("say in it all but names, figures and words of zfs: hosts, pools, datasets, snapshots", () => {
    const ready = { kind: "ready", contents: contentsWith([pool("tank")], []) } as const;
    for (const state of [{ kind: "idle" }, { kind: "loading", contents: undefined }, ready] as const)
      check(describeHost("alpha", state), hostTooltip("alpha", state));
    const status: PoolStatus = {
      ...{ name: pool("tank").name, state: "DEGRADED", status: "", action: "", dataErrors: 2, devices: [] },
      scan: { kind: "scrub", state: "running", percent: 3, text: "" },
    };
    const troubled = pool("tank", { health: "DEGRADED", readonly: true });
    const root = dataset("tank");
    check(describePool(troubled, status, root), poolTooltip(troubled, status, root));
    const cut = dataset("tank/db", { receiveResumeToken: "1-2", encryption: "on", keystatus: "unavailable" });
    const note = { place: "beta:backup/db", text: "", late: false };
    for (const replication of [undefined, { targets: [note], source: undefined }, { targets: [], source: note }])
      check(describeDataset(cut, replication), datasetTooltip(cut, replication));
    const held = snapshot("tank/db@monday", { userrefs: 1 });
    const beyond = { hosts: ["alpha", "beta"], clones: ["tank/db"] };
    check(describeSnapshot(held, beyond, 3_600_000_000), snapshotTooltip(held, beyond));
  });

  it("say in it how jobs and runs stand", () => {
    const text = "version: 1\njobs:\n  nightly: { source: alpha:tank/db, targets: [beta:backup/db] }\n";
    const [found] = readJobs(text).jobs;
    assert.ok(found);
    const target: DatasetPlace = { host: "beta", dataset: datasetName("backup/db") };
    for (const state of [
      "running",
      "current",
      "behind",
      "failed",
      "interrupted",
      "never",
      "diverged",
      "unknown",
    ] as const) {
      const standing: TargetStanding = { place: target, state, lag: 720_000, late: true, last: undefined };
      check(describeJob({ found }, [standing], 0), jobTooltip({ found }));
    }
    for (const outcome of ["done", "attention", "interrupted", "failed", undefined] as const) {
      const state = { ...emptyRunState("1"), title: "tank", outcome, endedAt: new Date(0).toISOString() };
      for (const running of [true, false]) {
        const row = describeRun({ state, running }, 3_600_000);
        check(row, runTooltip({ state, running }));
      }
    }
  });
});
