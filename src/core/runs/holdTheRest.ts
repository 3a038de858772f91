import { ZfsrError } from "../base/errors";
import { chunked, mostAtOnce } from "../hosts/chunked";
import type { ExecOptions, Host } from "../hosts/host";
import { holdsOn } from "../hosts/observeTree";
import { run } from "../hosts/run";
import type { CommandStep } from "../plan/step";
import { parseNothing } from "../zfs/command";
import { listSnapshots } from "../zfs/commands/listSnapshots";
import { datasetOf, shortNameOf, type SnapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { runInRounds } from "./runInRounds";

/** Tells whether a hold failed because it is there already, by the same tag: what was wanted, for that snapshot. */
export function isHeldAlready({ kind }: CommandStep, error: ZfsrError): boolean {
  return kind === "hold" && ZfsrError.is(error, "exists") && error.output?.includes("tag already exists") === true;
}

/**
 * Does what holds were to do that failed because something is held by their tag already: looks at what is held, and holds the
 * rest. With `-r`, zfs has held none of them then.
 * @returns the errors of steps that still failed, by their ids
 */
export async function holdTheRest(
  host: Host,
  steps: readonly CommandStep[],
  options: ExecOptions,
): Promise<ReadonlyMap<string, ZfsrError>> {
  const errors = new Map<string, ZfsrError>();
  for (const step of steps) {
    try {
      await holdRestOf(host, step, options);
    } catch (error) {
      errors.set(step.id, ZfsrError.from(error, formatPlace(step.host, step.dataset)));
    }
  }
  return errors;
}

async function holdRestOf(host: Host, { argv, dataset }: CommandStep, options: ExecOptions): Promise<void> {
  const recursive = argv[2] === "-r";
  const [tag = "", ...words] = argv.slice(recursive ? 3 : 2);
  const given = words as SnapshotName[];
  const names = recursive ? (await Promise.all(given.map((name) => below(host, name, options)))).flat() : given;
  const holds = await holdsOn(host, names, options.signal);
  const held = new Set(holds.flatMap((hold) => (hold.tag === tag ? [hold.snapshot] : [])));
  const missing = names.filter((name) => !held.has(name));
  const commands = chunked(missing, mostAtOnce).map((chunk) => ({
    argv: ["zfs", "hold", tag, ...chunk],
    ...{ object: dataset, parse: parseNothing },
  }));
  for (const outcome of await runInRounds(host, commands, options)) if ("error" in outcome) throw outcome.error;
}

/** The snapshots that `zfs hold -r` means. */
async function below(host: Host, name: SnapshotName, options: ExecOptions): Promise<SnapshotName[]> {
  const items = await run(host, listSnapshots(datasetOf(name), { recursive: true }), options);
  return items.flatMap((item) =>
    item.kind === "snapshot" && shortNameOf(item.name) === shortNameOf(name) ? [item.name] : [],
  );
}
