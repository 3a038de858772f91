import { shellCommand } from "../../core/base/shellQuote";
import { type HoldState, holdStates } from "../../core/administration/holdStates";
import { observeTree } from "../../core/hosts/observeTree";
import { ZfsrError } from "../../core/base/errors";
import { formatPlace, parseDatasetPlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { printJson, printTable, writeText } from "../output";

/**
 * `zfsr holds PLACE [-r]`: who keeps which snapshots, and which of zfsr's own holds are left over.
 * @returns 3 when there is one that is
 */
export async function holds(place: string, recursive: boolean, environment: Environment): Promise<number> {
  const { host, dataset } = parseDatasetPlace(place);
  const tree = await observeTree(environment.host(host), dataset, {
    ...{ recursive, holds: true, signal: environment.cancel.signal },
  });
  if (tree.datasets.size === 0) {
    throw new ZfsrError({
      reason: "not-found",
      object: place,
      because: "it does not exist",
      nextStep: `list what is there: zfsr ls ${host}:`,
    });
  }
  const rows = holdStates(tree.holds, tree.datasets.values());
  if (environment.options.json) printJson(environment, rows);
  else {
    printTable(
      environment,
      ["SNAPSHOT", "TAG", "SINCE", "STATE"],
      rows.map(({ snapshot, tag, timestamp, state }) => [snapshot, tag, timestamp, state]),
    );
    for (const line of releases(host, rows)) writeText(environment.stdout, `Left over: ${line}\n`);
  }
  return rows.some(({ state }) => state === "superseded") ? exitCode.attention : exitCode.done;
}

/** A command for each tag that lets go what is left over. */
function releases(host: string, rows: readonly HoldState[]): string[] {
  const left = rows.filter(({ state }) => state === "superseded");
  return [...new Set(left.map(({ tag }) => tag))].map((tag) =>
    shellCommand([
      ...["zfsr", "release", tag],
      ...left.filter((row) => row.tag === tag).map(({ snapshot }) => formatPlace(host, snapshot)),
    ]),
  );
}
