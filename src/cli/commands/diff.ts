import { run } from "../../core/hosts/run";
import { diff as diffCommand } from "../../core/zfs/commands/diff";
import { parseObjectPlace, parseSnapshotPlace, siblingName } from "../../core/zfs/objectPlace";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { printJson, printTable } from "../output";

/** `zfsr diff PLACE@A [@B]`: which files differ between two snapshots, or a snapshot and what is there now. A look. */
export async function diff(place: string, to: string | undefined, environment: Environment): Promise<number> {
  const { host, snapshot } = parseSnapshotPlace(place);
  const { dataset } = parseObjectPlace(place);
  const later = to === undefined ? dataset : siblingName(dataset, to.replace(`${host}:`, ""));
  const signal = environment.cancel.signal;
  const rows = await run(environment.host(host), diffCommand(snapshot, later), { signal });
  if (environment.options.json) printJson(environment, rows);
  else {
    printTable(
      environment,
      ["CHANGE", "TYPE", "PATH"],
      rows.map(({ change, type, path, to: target }) => [
        change,
        type,
        target === undefined ? path : `${path} -> ${target}`,
      ]),
    );
  }
  return exitCode.done;
}
