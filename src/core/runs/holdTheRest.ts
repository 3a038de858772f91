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
 * rest. With `-r`, zfs has held none of them then. All steps share their round trips: where an answer was lost, all of a large
 * tree is held already.
 * @param steps of one host
 * @returns the errors of steps that still failed, by their ids
 */
export async function holdTheRest(
  host: Host,
  steps: readonly CommandStep[],
  options: ExecOptions,
): Promise<ReadonlyMap<string, ZfsrError>> {
  const errors = new Map<string, ZfsrError>();
  const failed = (step: CommandStep, error: unknown): void => {
    if (!errors.has(step.id)) errors.set(step.id, ZfsrError.from(error, formatPlace(step.host, step.dataset)));
  };
  try {
    const wanted: Wanted[] = [];
    for (const step of steps)
      await wantedBy(host, step, options).then(
        (each) => wanted.push(each),
        (error: unknown) => failed(step, error),
      );
    const names = wanted.flatMap((each) => each.names);
    const held = new Set((await holdsOn(host, names, options.signal)).map(({ tag, snapshot }) => `${tag} ${snapshot}`));
    const missing = wanted.flatMap(({ step, tag, names: own }) =>
      chunked(
        own.filter((name) => !held.has(`${tag} ${name}`)),
        mostAtOnce,
      ).map((chunk) => ({ step, words: [tag, ...chunk] })),
    );
    const commands = missing.map(({ step, words }) => ({
      argv: ["zfs", "hold", ...words],
      ...{ object: step.dataset, parse: parseNothing },
    }));
    const outcomes = await runInRounds(host, commands, options);
    missing.forEach(({ step }, i) => {
      const outcome = outcomes[i];
      if (outcome && "error" in outcome) failed(step, outcome.error);
    });
  } catch (error) {
    for (const step of steps) failed(step, error);
  }
  return errors;
}

/** What a step is to hold, by which tag. */
interface Wanted {
  readonly step: CommandStep;
  readonly tag: string;
  readonly names: readonly SnapshotName[];
}

async function wantedBy(host: Host, step: CommandStep, options: ExecOptions): Promise<Wanted> {
  const recursive = step.argv[2] === "-r";
  const [tag = "", ...words] = step.argv.slice(recursive ? 3 : 2);
  const given = words as SnapshotName[];
  const names = recursive ? (await Promise.all(given.map((name) => below(host, name, options)))).flat() : given;
  return { step, tag, names };
}

/** The snapshots that `zfs hold -r` means. */
async function below(host: Host, name: SnapshotName, options: ExecOptions): Promise<SnapshotName[]> {
  const items = await run(host, listSnapshots(datasetOf(name), { recursive: true }), options);
  return items.flatMap((item) =>
    item.kind === "snapshot" && shortNameOf(item.name) === shortNameOf(name) ? [item.name] : [],
  );
}
