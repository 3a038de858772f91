import { groupBy } from "../base/groupBy";
import { zfsrCommand } from "../base/zfsrCommand";
import { ZfsrError } from "../base/errors";
import type { Outcome } from "../hosts/run";
import { comeOrGone, destroyGuardOf } from "../plan/destroyGuard";
import type { CommandStep } from "../plan/step";
import { type GuardedCommand, parseNothing } from "../zfs/command";
import { commandError } from "../zfs/commandError";
import { datasetOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";

/** Neighbouring steps that one process does. */
export interface Joint {
  readonly steps: readonly CommandStep[];
  /** They are one operation, the planner's words for all: where it fails, none of them is done. */
  readonly whole: boolean;
  readonly command: GuardedCommand<void>;
}

/** Names in one command: a shell takes 128 KiB as one script, and a name may have 255 bytes. */
const mostNames = 200;

/**
 * Steps of one host as commands. Those that the planner has words for together are one process where none of them is left
 * out. `zfs hold` and `zfs release` take any number of snapshots and go on after one that they cannot hold or release, so
 * neighbours of one tag are one process, too; all others have one of their own.
 */
export function jointCommands(steps: readonly CommandStep[]): Joint[] {
  const complete = new Set(
    [...groupBy(steps, keyOf).values()].filter((group) => group[0].together?.steps === group.length).flat(),
  );
  const joints: { first: CommandStep; steps: CommandStep[]; argv: string[]; whole?: true }[] = [];
  const begun = new Map<string | undefined, (typeof joints)[number]>();
  for (const step of steps) {
    if (step.together && complete.has(step)) {
      const key = keyOf(step);
      const joint = begun.get(key) ?? { first: step, steps: [], argv: [...step.together.argv], whole: true };
      if (joint.steps.length === 0) joints.push(joint);
      joint.steps.push(step);
      begun.set(key, joint);
      continue;
    }
    const last = joints.at(-1);
    const names = namedBy(step);
    const fits = last !== undefined && !last.whole && last.argv.length + names.length <= mostNames;
    if (fits && names.length > 0 && namedBy(last.first).length > 0 && isAlike(last.first, step)) {
      last.steps.push(step);
      last.argv.push(...names);
    } else joints.push({ first: step, steps: [step], argv: [...step.argv] });
  }
  return joints.map(({ first, steps: all, argv, whole = false }) => ({
    steps: all,
    whole,
    command: { argv, object: first.dataset, parse: parseNothing, ...guardOf(first) },
  }));
}

/** What is destroyed by its name must be what the plan means by it. */
function guardOf(step: CommandStep): Pick<GuardedCommand<void>, "guard"> {
  const guard = destroyGuardOf(step);
  if (!guard) return {};
  const refusal = new ZfsrError({
    reason: "not-verified",
    object: formatPlace(step.host, step.dataset),
    because: `${guard.expects.kind === "all" ? comeOrGone : givenAway(guard.expects.lines)}, and it was not destroyed`,
    nextStep: `see what is there (${zfsrCommand("ls", formatPlace(step.host, step.dataset), "-t", "all")}), then plan it again`,
  });
  return { guard: { ...guard, refusal } };
}

function givenAway(lines: readonly string[]): string {
  const [name = "", ...others] = lines.map((line) => line.slice(0, line.indexOf("\t")));
  const named =
    others.length === 0 ? name : `${name}, or another of the ${others.length + 1} to be destroyed together,`;
  return `${named} is not what was planned to be destroyed: its name was given to something else since`;
}

function keyOf({ together }: CommandStep): string | undefined {
  return together?.argv.join("\0");
}

/** The snapshots of `zfs hold|release TAG SNAPSHOT…`; none where it is something else, or has options. */
function namedBy({ kind, argv }: CommandStep): readonly string[] {
  const joins = (kind === "hold" || kind === "release") && argv[1] === kind;
  return joins && argv[2]?.startsWith("-") === false ? argv.slice(3) : [];
}

/** The same verb, by the same tag. */
function isAlike(a: CommandStep, b: CommandStep): boolean {
  return a.kind === b.kind && a.argv[2] === b.argv[2];
}

/** Whether zfs says this of the step: of its snapshot, or of a dataset that has gone with it. */
function isOf(line: string, step: CommandStep): boolean {
  return namedBy(step).some((name) => line.includes(`'${name}'`) || line.includes(`'${datasetOf(name)}'`));
}

/**
 * Why one step of a joint command failed; undefined where it did not: zfs names what it could not hold or release. Of
 * `release -r`, it names one snapshot, and releases none: that is one sync task (OpenZFS dsl_userhold.c, dsl_dataset_user_release_check).
 */
export function failureOf(step: CommandStep, { steps, whole }: Joint, outcome: Outcome<void>): ZfsrError | undefined {
  if ("value" in outcome) return undefined;
  const { error } = outcome;
  const said = error.output?.split("\n").filter((line) => line.startsWith("cannot ")) ?? [];
  // the connection, or something that goes for all of them
  if (whole || steps.length === 1 || said.length === 0 || said.some((line) => !line.includes("'"))) return error;
  // what is said of something else may go for any of them
  if (said.some((line) => !steps.some((each) => isOf(line, each)))) return error;
  const own = said.filter((line) => isOf(line, step));
  if (own.length === 0) return undefined;
  const command = { argv: step.argv, object: step.dataset };
  return commandError(step.host, command, { code: 1, signal: undefined, stderr: own.join("\n") });
}
