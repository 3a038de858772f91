import { formatBytes } from "../../core/base/bytes";
import { ZfsrError } from "../../core/base/errors";
import { observeTree } from "../../core/hosts/observeTree";
import { compareTrees, type TreeComparison } from "../../core/replication/compareTrees";
import { compareContents } from "../../core/verify/compareContents";
import { allEqual, type ContentsEvent, type DatasetContents } from "../../core/verify/contents";
import { contentsText } from "../../core/verify/contentsText";
import { parseDatasetPlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { printJson, printTable, writeText } from "../output";

export interface VerifyOptions {
  /** Compare what is in the snapshots, too. */
  readonly data: boolean;
}

/**
 * `zfsr verify SRC DST [--data]`: compares every snapshot by guid; with `data` the contents of the newest common ones, or of
 * those that are named, and then nothing else.
 * @returns 0 when the target has all of it, 1 when contents differ, else 3
 */
export async function verify(
  source: string,
  target: string,
  options: VerifyOptions,
  environment: Environment,
): Promise<number> {
  const from = parseDatasetPlace(source);
  const to = parseDatasetPlace(target);
  const named = { source: from.snapshot, target: to.snapshot };
  const naming = named.source !== undefined || named.target !== undefined;
  if (naming && !options.data) {
    throw new ZfsrError({
      reason: "usage",
      object: `${source} ${target}`,
      because: "snapshots are named, and by guid all of them are compared",
      nextStep: "add --data to compare what is in them, or leave out what stands behind @",
    });
  }
  const signal = environment.cancel.signal;
  const [left, right] = await Promise.all([
    observeTree(environment.host(from.host), from.dataset, { recursive: true, signal }),
    observeTree(environment.host(to.host), to.dataset, { recursive: true, signal }),
  ]);
  const trees = naming ? undefined : compareTrees(left, right);
  const { json } = environment.options;
  if (!options.data) {
    if (trees && json) printJson(environment, trees);
    else if (trees) printTrees(trees, environment);
    return trees?.complete ? exitCode.done : exitCode.attention;
  }
  if (trees && !json) printTrees(trees, environment);
  const contents = await compareContents(left, right, {
    named,
    host: environment.host,
    signal,
    onEvent: (event) => (json ? printJson(environment, event) : tell(event, environment)),
  });
  if (json) printJson(environment, { type: "verified", equal: allEqual(contents), snapshots: trees ?? null });
  else writeText(environment.stdout, contentsSum(contents));
  if (contents.some(({ state }) => state === "different")) return exitCode.failed;
  return allEqual(contents) && trees?.complete !== false ? exitCode.done : exitCode.attention;
}

function printTrees(trees: TreeComparison, environment: Environment): void {
  printTable(
    environment,
    ["SOURCE", "TARGET", "SNAPSHOTS", "EQUAL", "STATE"],
    trees.datasets.map((row) => [row.source, row.target, String(row.snapshots), String(row.equal), row.state]),
    [2, 3],
  );
  for (const name of trees.onlyOnTarget) writeText(environment.stdout, `Only on the target: ${name}\n`);
  environment.stdout.write(
    trees.complete ? "Verified: the target has every snapshot, by guid.\n" : "Not complete: see above.\n",
  );
}

/** Progress goes to a terminal alone, on one line that is written over; results stay. */
function tell(event: ContentsEvent, { stdout, stderr }: Environment): void {
  if (event.type === "compared") {
    if (stderr.isTTY) stderr.write("\r\x1b[K");
    writeText(stdout, contentsText(event));
  } else if (stderr.isTTY) {
    stderr.write("\r\x1b[K");
    writeText(stderr, `${formatBytes(event.bytes)} of about ${formatBytes(event.total)}, ${event.dataset}`);
  }
}

function contentsSum(contents: readonly DatasetContents[]): string {
  const count = (state: DatasetContents["state"]): number => contents.filter((one) => one.state === state).length;
  const [different, left] = [count("different"), count("not-compared")];
  if (different + left === 0) return "Verified: the contents of all snapshots compared are the same.\n";
  return `${count("equal")} the same, ${different} different, ${left} not compared: see above.\n`;
}
