import type { Plan } from "../../../src/core/plan/plan";
import { type CommandStep, isTransfer, type Step } from "../../../src/core/plan/step";
import { arrivals, mayLetGo, phasesOf } from "../../../src/core/replication/arrival";
import { jointCommands } from "../../../src/core/runs/jointCommand";
import { datasetName } from "../../../src/core/zfs/names";
import type { DatasetTree } from "../../../src/core/zfs/tree";
import { Refused } from "./refused";
import type { ModelHost } from "./zfs";

/** Where a run is to break off: in which transfer of the plan, and in which snapshot of its stream. */
export interface Break {
  readonly transfer: number;
  readonly snapshot: number;
  /** That stream alone breaks: the run goes on with what does not need it. Default: all is over. */
  readonly alone?: boolean;
  /** Nothing of it comes, and both ends say that all went well: what `zfs send` makes of a key that was unloaded meanwhile. */
  readonly empty?: boolean;
}

/**
 * Runs the steps of a plan in order: what needs a step that failed is left out, and what lets go of something is, too, where
 * what it rests on is not there, as the runner does.
 * @returns the failures by the step's id
 */
export function runOnModel(plan: Plan, hosts: ReadonlyMap<string, ModelHost>, broken?: Break): Map<string, Refused> {
  const failures = new Map<string, Refused>();
  const lost = new Set<string>();
  let transfers = 0;
  const host = (id: string): ModelHost => {
    const found = hosts.get(id);
    if (!found) throw new Error(`no host ${id}`);
    return found;
  };
  const perform = (step: Step): void => {
    if (!isTransfer(step)) {
      host(step.host).run(step.argv);
      return;
    }
    const tokens = new Map(
      [...hosts.values()].flatMap((each) =>
        [...each.datasets.values()].flatMap(({ partial }) => (partial ? [[partial.token, partial] as const] : [])),
      ),
    );
    const breaks = broken?.transfer === transfers ? broken.snapshot : undefined;
    transfers += 1;
    const stream = host(step.host).send(step.argv, tokens);
    if (breaks !== undefined && broken?.empty) return;
    host(step.target.host).receive(
      step.target.argv,
      stream,
      breaks === undefined ? undefined : Math.min(breaks, stream.parts.length - 1),
    );
  };
  const all = (id: string): DatasetTree["datasets"] => {
    const [root = ""] = host(id).datasets.keys();
    return host(id).observe(datasetName(root), true).datasets;
  };
  const releases: CommandStep[] = [];
  /** @returns whether the run goes on */
  const runAll = (steps: readonly Step[]): boolean => {
    for (const [i, step] of steps.entries()) {
      if (step.needs.some((id) => lost.has(id))) {
        lost.add(step.id);
      } else if (step.kind === "release") {
        releases.push(step);
      } else {
        try {
          perform(step);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          failures.set(step.id, error);
          lost.add(step.id);
          if (broken && !broken.alone && transfers > broken.transfer) return false;
        }
      }
      if (steps[i + 1]?.kind === "release") continue;
      // neighbours are released as the runner does it
      for (const { steps: joint, command } of jointCommands(releases.splice(0))) {
        try {
          host(joint[0]?.host ?? "").run(command.argv);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          for (const { id } of joint) {
            failures.set(id, error);
            lost.add(id);
          }
        }
      }
    }
    return true;
  };
  const [goal] = plan.goals;
  const planned = goal && all(goal.source.host);
  const { before, after } = phasesOf(plan);
  if (!runAll(before)) return failures;
  const may = mayLetGo(planned && arrivals(plan, planned, all(goal.host)));
  for (const step of after) if (!may(step)) lost.add(step.id);
  runAll(after.filter(may));
  return failures;
}
