/** What Verify compares with what, and what it says of it. */
import assert from "node:assert/strict";
import { compareTrees } from "../../../src/core/replication/compareTrees";
import { defaultRequest, type ReplicationRequest, type Selection } from "../../../src/core/replication/request";
import { pairRequest } from "../../../src/core/replication/pairRequest";
import { scopeTrees } from "../../../src/core/replication/scopeTrees";
import { type DatasetContents, notCompared } from "../../../src/core/verify/contents";
import type { DatasetName, Guid } from "../../../src/core/zfs/names";
import type { DatasetTree } from "../../../src/core/zfs/tree";
import { knownPairs } from "../../../src/editor/verify/knownPairs";
import { unmended } from "../../../src/editor/verify/unmended";
import { verifyActions } from "../../../src/editor/verify/verifyActions";
import { afterRun, verifyDocument } from "../../../src/editor/verify/verifyDocument";
import { pairName, wholePair } from "../../../src/editor/verify/verifyPair";
import { verifyReport } from "../../../src/editor/verify/verifyText";
import { type Described, observed } from "../../support/model/observation";

const place = (host: string, name: string) => ({ host, dataset: name as DatasetName });
const pair = wholePair(place("alpha", "tank/demo"), place("beta", "backup/demo"));
const at = new Date(0);

/** What was received has the guids of the source. */
function tree(host: string, root: string, described: readonly Described[]): DatasetTree {
  const states = [...observed(described).states].map(([name, state]) => {
    const snapshots = state.snapshots.map((one) => ({ ...one, guid: one.guid.replace(root, "") as Guid }));
    return [name, { ...state, snapshots }] as const;
  });
  return {
    ...{ host, root: root as DatasetName, datasets: new Map(states), parent: undefined, ancestors: [] },
    ...{ pool: undefined, version: { userland: "2.3.9", kernel: "2.3.9" }, holds: [], clones: new Map() },
    ...{ properties: [], writers: [] },
  };
}
const source = (...described: Described[]) => tree("alpha", "tank/demo", described);
const target = (...described: Described[]) => tree("beta", "backup/demo", described);

describe("a comparison", () => {
  it("is well where the target has every snapshot, and says how many", () => {
    const trees = compareTrees(source(["tank/demo", ["@a", "@b"]]), target(["backup/demo", ["@a", "@b"]]));
    const report = verifyReport(pair, trees, undefined, at);
    assert.deepEqual([report.well, report.marks], [true, []]);
    assert.equal(report.summary, "1 of 1 datasets current, 2 of 2 snapshots there.");
    assert.equal(report.lines[0], `Comparison of alpha:tank/demo with beta:backup/demo: ${report.summary}`);
  });

  it("has each difference on the line at which its problem points, by a code of its own", () => {
    const trees = compareTrees(
      source(
        ["tank/demo", ["@a", "@b"]],
        ["tank/demo/gone", ["@a"]],
        ["tank/demo/late", ["@a", "@b"]],
        ["tank/demo/other", ["@a"]],
        ["tank/demo/cut", ["@a"]],
        ["tank/demo/new", []],
      ),
      target(
        ["backup/demo", ["@b"]],
        ["backup/demo/late", ["@a"]],
        ["backup/demo/other", ["@x"]],
        ["backup/demo/cut", [], { receiveResumeToken: "1-abc" }],
        ["backup/demo/new", []],
        ["backup/demo/mine", ["@a"]],
      ),
    );
    const { marks, lines, well } = verifyReport(pair, trees, undefined, at);
    assert.deepEqual(
      marks.map(({ code, line, target: place }) => [code, lines[line]?.includes(`  ${place}  `)]),
      ["older-missing", "missing", "behind", "different", "partial", "no-snapshots"].map((code) => [code, true]),
    );
    assert.equal(well, false);
    assert.ok(lines.includes("  beta:backup/demo/mine"), "what only the target has is listed");
    assert.match(
      marks[2]?.message ?? "",
      /^beta:backup\/demo\/late: .*\(alpha:tank\/demo\/late, 1 of 2\)\. Replicate it\.$/,
    );
  });

  it("is well where only what a retention may take is not there, and remarks on it", () => {
    const trees = compareTrees(source(["tank/demo", ["@a", "@b"]]), target(["backup/demo", ["@b"]]));
    const { well, marks } = verifyReport(pair, trees, undefined, at);
    assert.deepEqual([well, marks.map(({ code }) => code)], [true, ["older-missing"]]);
  });

  it("is not well where a selection leaves nothing to compare, and says where to look", () => {
    const typo: Selection = { include: [], exclude: [], snapshots: ["dayly-*"] };
    const scoped = scopeTrees(source(["tank/demo", ["@daily-1"]]), target(["backup/demo", ["@daily-1"]]), typo);
    const report = verifyReport({ ...pair, select: typo }, compareTrees(scoped.source, scoped.target), undefined, at);
    assert.deepEqual([report.well, report.marks.map(({ code }) => code)], [false, ["no-snapshots"]]);
    assert.match(report.marks[0]?.message ?? "", /has no snapshot, or none that the job sends.*look at snapshot\.use/);
    const empty = verifyReport(pair, { datasets: [], onlyOnTarget: [], complete: false }, undefined, at);
    const [mark] = empty.marks;
    assert.deepEqual([empty.well, mark?.code, mark?.source], [false, "no-datasets", "alpha:tank/demo"]);
    assert.equal(empty.lines[mark?.line ?? 0], "  The job leaves all datasets of the source out.");
  });

  it("names files that differ, and does not tell twice that a dataset is not there", () => {
    const trees = compareTrees(
      source(["tank/demo", ["@a"]], ["tank/demo/gone", ["@a"]], ["tank/demo/locked", ["@a"]]),
      target(["backup/demo", ["@a"]], ["backup/demo/locked", ["@a"]]),
    );
    const different: DatasetContents = {
      ...{ source: "alpha:tank/demo@a", target: "beta:backup/demo@a", state: "different", items: 3, bytes: 9 },
      differences: [
        { path: "./a\u202eb", what: ["contents"] },
        { path: "./c", what: ["mode"] },
      ],
      ...{ more: 0, because: [], nextStep: undefined },
    };
    const contents = [
      different,
      notCompared("alpha:tank/demo/gone", "beta:backup/demo/gone", "the target does not have it", "replicate it"),
      notCompared("alpha:tank/demo/locked", "beta:backup/demo/locked", "its key is not loaded", "load it"),
    ];
    const { marks, lines, summary } = verifyReport(pair, trees, contents, at);
    assert.deepEqual(
      marks.map(({ code }) => code),
      ["missing", "contents-differ", "not-compared"],
    );
    const [, differ] = marks;
    assert.ok(differ);
    assert.match(differ.message, /\(alpha:tank\/demo@a, \.\/a\\u\{202e\}b and 1 more\)/);
    assert.equal(lines[differ.line], "  alpha:tank/demo@a  beta:backup/demo@a  different");
    assert.equal(lines[differ.line + 1], "    ./a\\u{202e}b: contents");
    assert.match(summary, /contents of 0 the same, 1 different, 2 not compared\.$/);
  });

  it("does not miss what a job leaves out", () => {
    const select: Selection = { include: [], exclude: ["tank/demo/scratch"], snapshots: ["rep_*"] };
    const trees = scopeTrees(
      source(["tank/demo", ["@rep_1", "@by-hand"]], ["tank/demo/scratch", ["@rep_1"]], ["tank/demo/scratch/a", []]),
      target(["backup/demo", ["@rep_1"]], ["backup/demo/scratch", []]),
      select,
    );
    const compared = compareTrees(trees.source, trees.target);
    assert.deepEqual([compared.complete, compared.datasets.length, compared.onlyOnTarget], [true, 1, []]);
  });

  it("offers what mends it, and the same comparison again; nothing that destroys", () => {
    const trees = compareTrees(
      source(["tank/demo", ["@a", "@b"]], ["tank/demo/cut", ["@a"]]),
      target(["backup/demo", ["@a"]], ["backup/demo/cut", [], { receiveResumeToken: "1-abc" }]),
    );
    const { marks } = verifyReport(pair, trees, undefined, at);
    assert.deepEqual(
      marks.map((mark) => verifyActions(mark, pair, true).map(({ title, preferred }) => [title, preferred])),
      [
        [
          ["Replicate alpha:tank/demo…", true],
          ["Verify Contents Again", false],
        ],
        [
          ["Resume beta:backup/demo/cut", true],
          ["Verify Contents Again", false],
        ],
      ],
    );
    const [mark] = marks;
    assert.ok(mark);
    const [replicate, again] = verifyActions(mark, pair, false);
    assert.deepEqual(replicate?.arguments[0], {
      kind: "dataset",
      id: "verify\nalpha:tank/demo",
      ...{ host: "alpha", dataset: "tank/demo" },
    });
    assert.deepEqual([again?.command, again?.arguments], ["zfsReplication.dataset.verify", [{ pair }]]);
  });
});

describe("what a run has made good", () => {
  const trees = compareTrees(
    source(
      ["tank/demo", ["@a", "@b"]],
      ["tank/demo/gone", ["@a"]],
      ["tank/demo/cut", ["@a"]],
      ["tank/demo/other", ["@a"]],
    ),
    target(
      ["backup/demo", ["@a"]],
      ["backup/demo/cut", [], { receiveResumeToken: "1-abc" }],
      ["backup/demo/other", ["@x"]],
    ),
  );
  const { marks } = verifyReport(pair, trees, undefined, at);
  const request = pairRequest(pair.source, pair.target, { recursive: true });
  const state = (place: string, verified = true) => ({ place, newest: undefined, verified, partial: false });
  const all = ["", "/gone", "/cut", "/other"].map((below) => state(`beta:backup/demo${below}`));
  const left = (run: Parameters<typeof unmended>[2], select: Selection = pair.select) =>
    unmended(marks, { select }, run).map(({ code }) => code);
  const every = ["behind", "missing", "partial", "different"];

  it("is told no more, dataset by dataset as they were read back", () => {
    assert.deepEqual(left({ request, targets: all }), ["different"]);
    assert.deepEqual(left({ request, targets: [state("beta:backup/demo")] }), ["missing", "partial", "different"]);
    const unproven = [state("beta:backup/demo", false), state("beta:backup/demo/gone")];
    assert.deepEqual(left({ request, targets: unproven }), ["behind", "partial", "different"]);
  });

  it("goes from the document's problems; the text stays as it was found, and the same where nothing was made good", () => {
    const verified = { pair, contents: false, report: verifyReport(pair, trees, undefined, at) };
    const before = verifyDocument.render("", verified);
    assert.deepEqual(
      before.problems.map(({ code, severity, actions }) => [code, severity, actions[0]?.title]),
      [
        ["behind", "warning", "Replicate alpha:tank/demo…"],
        ["missing", "error", "Replicate alpha:tank/demo/gone…"],
        ["partial", "warning", "Resume beta:backup/demo/cut"],
        ["different", "error", "Show Lineage"],
      ],
    );
    const after = afterRun(verified, { request, targets: all });
    const { lines, problems } = verifyDocument.render("", after);
    assert.deepEqual([lines, problems.map(({ code }) => code)], [before.lines, ["different"]]);
    assert.equal(afterRun(after, { request, targets: all }), after);
  });

  it("is nothing where the run replicated nothing, or something else", () => {
    assert.deepEqual(left({ request: undefined, targets: all }), every, "a partial receive that was given up");
    const other = pairRequest(place("gamma", "tank/demo"), pair.target, { recursive: true });
    assert.deepEqual(left({ request: other, targets: all }), every);
  });

  it("is nothing where the run was not to send the newest that was compared", () => {
    const older = { ...request, source: { ...request.source, snapshot: "a" } };
    assert.deepEqual(left({ request: older, targets: all }), every);
    const select: Selection = { include: [], exclude: [], snapshots: ["a*"] };
    assert.deepEqual(left({ request: { ...request, select }, targets: all }), every);
    assert.deepEqual(left({ request: { ...request, select }, targets: all }, select), ["different"]);
  });
});

describe("what a dataset is compared with", () => {
  const request = (from: string, to: string, recursive: boolean): ReplicationRequest => ({
    ...{ ...defaultRequest, job: "x", recursive },
    source: { ...place("alpha", from), snapshot: undefined },
    target: place("beta", to),
  });
  const edges = [
    { job: "all", request: request("tank", "backup/alpha", true) },
    { job: "no job", request: request("tank/demo", "backup/once", false) },
  ];
  const told = (known: ReturnType<typeof knownPairs>) =>
    known.map(({ pair: each, because }) => [pairName(each), because, each.recursive]);

  it("is its place in a job's tree, then what runs and GUIDs tell of", () => {
    const copies = [
      { ...place("gamma", "vault/demo"), shared: 3 },
      { ...place("beta", "backup/once"), shared: 1 },
    ];
    assert.deepEqual(told(knownPairs(place("alpha", "tank/demo"), edges, copies)), [
      ["alpha:tank/demo with beta:backup/alpha/demo", "by the job all", true],
      ["alpha:tank/demo with beta:backup/once", "by a run", false],
      ["alpha:tank/demo with gamma:vault/demo", "has 3 of its snapshots", true],
    ]);
  });

  it("is its source where it is a copy, as a source, and not the other way round by GUID besides", () => {
    const copies = [{ ...place("alpha", "tank/demo"), shared: 3 }];
    assert.deepEqual(told(knownPairs(place("beta", "backup/alpha/demo"), edges, copies)), [
      ["alpha:tank/demo with beta:backup/alpha/demo", "by the job all", true],
    ]);
  });

  it("is nothing of what a replication does not reach", () => {
    assert.deepEqual(knownPairs(place("alpha", "tank/demo/below"), edges.slice(1), []), []);
  });
});
