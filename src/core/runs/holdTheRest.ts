import { ZfsrError } from "../base/errors";
import { chunked, mostAtOnce } from "../hosts/chunked";
import type { ExecOptions, Host } from "../hosts/host";
import { holdsOn } from "../hosts/observeTree";
import { type Outcome, unwrap } from "../hosts/run";
import type { CommandStep } from "../plan/step";
import { parseNothing } from "../zfs/command";
import { listSnapshots } from "../zfs/commands/listSnapshots";
import type { Bookmark, Snapshot } from "../zfs/model";
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
    const asked = steps.map(askedBy);
    const below = await snapshotsBelow(host, asked, options);
    const wanted = asked.flatMap(({ step, tag, recursive, given }): Wanted[] => {
      try {
        const names = recursive ? given.flatMap((name) => unwrap(below.get(name) ?? unheard(step))) : given;
        return [{ step, tag, names }];
      } catch (error) {
        failed(step, error);
        return [];
      }
    });
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

/** What stands in a step: `zfs hold [-r] TAG SNAPSHOT…`. */
interface Asked {
  readonly step: CommandStep;
  readonly tag: string;
  readonly recursive: boolean;
  readonly given: readonly SnapshotName[];
}

/** What a step is to hold, by which tag. */
type Wanted = Pick<Asked, "step" | "tag"> & { readonly names: readonly SnapshotName[] };

/** What was not answered is not held. */
function unheard(step: CommandStep): Outcome<readonly SnapshotName[]> {
  return {
    error: new ZfsrError({
      reason: "unexpected-output",
      object: formatPlace(step.host, step.dataset),
      because: "it was not said which snapshots there are to be held",
      nextStep: "run it again",
    }),
  };
}

function askedBy(step: CommandStep): Asked {
  const recursive = step.argv[2] === "-r";
  const [tag = "", ...given] = step.argv.slice(recursive ? 3 : 2);
  return { step, tag, recursive, given: given as SnapshotName[] };
}

/** For each name that `zfs hold -r` is given, the snapshots that it means. */
async function snapshotsBelow(
  host: Host,
  asked: readonly Asked[],
  options: ExecOptions,
): Promise<ReadonlyMap<SnapshotName, Outcome<readonly SnapshotName[]>>> {
  const names = [...new Set(asked.flatMap(({ recursive, given }) => (recursive ? given : [])))];
  const datasets = [...new Set(names.map((name) => datasetOf(name)))];
  const commands = datasets.map((dataset) => listSnapshots(dataset, { recursive: true }));
  const outcomes = await runInRounds(host, commands, options);
  const below = new Map<SnapshotName, Outcome<readonly SnapshotName[]>>();
  for (const name of names) {
    const outcome = outcomes[datasets.indexOf(datasetOf(name))];
    if (!outcome) continue;
    const called = (item: Snapshot | Bookmark): SnapshotName[] =>
      item.kind === "snapshot" && shortNameOf(item.name) === shortNameOf(name) ? [item.name] : [];
    below.set(name, "error" in outcome ? outcome : { value: outcome.value.flatMap(called) });
  }
  return below;
}
