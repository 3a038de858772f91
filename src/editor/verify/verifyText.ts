import { copyStanding, type DatasetComparison, type TreeComparison } from "../../core/replication/compareTrees";
import type { DatasetContents } from "../../core/verify/contents";
import { contentsText } from "../../core/verify/contentsText";
import { printable } from "../../core/zfs/names";
import { formatPlace } from "../../core/zfs/place";
import { type VerifyCode, verifyTexts } from "./verifyCodes";
import { pairName, type VerifyPair } from "./verifyPair";

/** Something that is not as it should be, and the line that it stands on. */
export interface VerifyMark {
  readonly line: number;
  readonly code: VerifyCode;
  readonly message: string;
  /** The dataset of each side: `alpha:tank/demo`. */
  readonly source: string;
  readonly target: string;
}

/** What came of a comparison, as a document and as the problems in it. */
export interface VerifyReport {
  readonly lines: readonly string[];
  readonly marks: readonly VerifyMark[];
  /** One sentence with the counts. */
  readonly summary: string;
  /**
   * The target has all of it, and there was something to compare. What is only remarked on (older snapshots that a
   * retention took) leaves it so.
   */
  readonly well: boolean;
}

/**
 * What a comparison gave, for a person. Pure.
 * @param contents undefined where they were not compared
 */
export function verifyReport(
  pair: VerifyPair,
  trees: TreeComparison,
  contents: readonly DatasetContents[] | undefined,
  at: Date,
): VerifyReport {
  const marks: VerifyMark[] = [];
  const lines = ["", `Looked at: ${at.toLocaleString()}`, "", "Snapshots, by GUID"];
  const mark = (code: VerifyCode, source: string, target: string, more: string): void => {
    const { means, next } = verifyTexts[code];
    const message = printable(`${target}: ${means} (${more === "" ? source : `${source}, ${more}`}). ${next}.`);
    marks.push({ line: lines.length, code, message, source, target });
  };
  for (const row of trees.datasets) {
    const code = codeOf(row);
    const count = `${row.equal} of ${row.snapshots}`;
    if (code) mark(code, row.source, row.target, count);
    lines.push(printable(`  ${row.state.padEnd(14)}${row.source}  ${row.target}  ${count}`));
  }
  if (trees.datasets.length === 0) {
    const [source, target] = [pair.source, pair.target].map(({ host, dataset }) => formatPlace(host, dataset));
    mark("no-datasets", source ?? "", target ?? "", "");
    lines.push("  The job leaves all datasets of the source out.");
  }
  if (trees.onlyOnTarget.length > 0) lines.push("", "Only on the target");
  lines.push(...trees.onlyOnTarget.map((name) => printable(`  ${name}`)));
  if (contents) lines.push("", "Contents");
  // what has no snapshot in common is told above already
  const apart = new Set(trees.datasets.filter(({ equal }) => equal === 0).map(({ source }) => source));
  for (const one of contents ?? []) {
    const { state, source, target, because } = one;
    if (state === "different") mark("contents-differ", source, target, differing(one));
    else if (state === "not-compared" && !apart.has(source)) mark("not-compared", source, target, because.join("; "));
    lines.push(
      ...contentsText(one)
        .trimEnd()
        .split("\n")
        .map((line) => printable(`  ${line}`)),
    );
  }
  const summary = summaryOf(trees, contents);
  const title = `Comparison of ${printable(pairName(pair))}: ${summary}`;
  const well =
    copyStanding(trees.datasets) !== "lacking" && marks.every(({ code }) => verifyTexts[code].severity === "info");
  return { lines: [title, ...lines.slice(1)], marks, summary, well };
}

function codeOf({ state, equal, snapshots }: DatasetComparison): VerifyCode | undefined {
  if (state === "current") return equal < snapshots ? "older-missing" : undefined;
  return state;
}

function differing({ differences, more }: DatasetContents): string {
  const [first] = differences;
  const others = differences.length + more - 1;
  if (!first) return "";
  return others > 0 ? `${first.path} and ${others} more` : first.path;
}

/** `5 datasets with 24 snapshots are there, 1 is not current. Contents: 4 the same, 1 different, 1 not compared.` */
function summaryOf({ datasets }: TreeComparison, contents: readonly DatasetContents[] | undefined): string {
  const current = datasets.filter(({ state }) => state === "current");
  const equal = datasets.reduce((sum, row) => sum + row.equal, 0);
  const all = datasets.reduce((sum, row) => sum + row.snapshots, 0);
  const counts = `${current.length} of ${datasets.length} datasets current, ${equal} of ${all} snapshots there`;
  if (!contents) return `${counts}.`;
  const count = (state: DatasetContents["state"]): number => contents.filter((one) => one.state === state).length;
  const [same, different, left] = [count("equal"), count("different"), count("not-compared")];
  return `${counts}; contents of ${same} the same, ${different} different, ${left} not compared.`;
}
