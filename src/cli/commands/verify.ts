import { observeTree } from "../../core/hosts/observeTree";
import { compareTrees } from "../../core/replication/compareTrees";
import { parseDatasetPlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { printJson, printTable, writeText } from "../output";

/** `zfsr verify SRC DST`: compares every snapshot by guid. @returns 0 when the target has all of them, else 3 */
export async function verify(source: string, target: string, environment: Environment): Promise<number> {
  const from = parseDatasetPlace(source);
  const to = parseDatasetPlace(target);
  const signal = environment.cancel.signal;
  const [left, right] = await Promise.all([
    observeTree(environment.host(from.host), from.dataset, { recursive: true, signal }),
    observeTree(environment.host(to.host), to.dataset, { recursive: true, signal }),
  ]);
  const result = compareTrees(left, right);
  if (environment.options.json) printJson(environment, result);
  else {
    printTable(
      environment,
      ["SOURCE", "TARGET", "SNAPSHOTS", "EQUAL", "STATE"],
      result.datasets.map((row) => [row.source, row.target, String(row.snapshots), String(row.equal), row.state]),
      [2, 3],
    );
    for (const name of result.onlyOnTarget) writeText(environment.stdout, `Only on the target: ${name}\n`);
    environment.stdout.write(
      result.complete ? "Verified: the target has every snapshot, by guid.\n" : "Not complete: see above.\n",
    );
  }
  return result.complete ? exitCode.done : exitCode.attention;
}
