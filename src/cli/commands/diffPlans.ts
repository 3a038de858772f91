import { readFile } from "node:fs/promises";
import { ZfsrError } from "../../core/base/errors";
import { comparePlans, type PlanDifference } from "../../core/plan/comparePlans";
import { type KeptPlan, readPlanFile } from "../../core/replication/planFile";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { printJson, writeText } from "../output";

/** What `diff-plans` tells of one plan: of both files the plans of one title belong together. */
interface Row {
  readonly title: string;
  readonly differences: readonly PlanDifference[];
}

const marks: Readonly<Record<PlanDifference["kind"], string>> = { added: "+", removed: "-", changed: "~" };

/** Reads plans that `zfsr plan --out` kept. @throws ZfsrError usage */
export async function readKeptPlans(path: string): Promise<readonly KeptPlan[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new ZfsrError({
      reason: "usage",
      object: path,
      because: `it could not be read: ${error instanceof Error ? error.message : String(error)}`,
      nextStep: "name the file that zfsr plan --out wrote",
    });
  });
  return readPlanFile(text, path);
}

/**
 * `zfsr diff-plans FILE FILE`: what the plans of the second file would do otherwise than those of the first.
 * @returns 0 when they do the same, else 1, as diff(1)
 */
export async function diffPlans(before: string, after: string, environment: Environment): Promise<number> {
  const [old, current] = await Promise.all([readKeptPlans(before), readKeptPlans(after)]);
  const titles = [...new Set([...old, ...current].map(({ plan }) => plan.title))];
  const rows = titles.map((title): Row => {
    const planIn = (plans: readonly KeptPlan[]): KeptPlan["plan"] =>
      plans.find(({ plan }) => plan.title === title)?.plan ?? { version: 1, title, steps: [], goals: [], warnings: [] };
    return { title, differences: comparePlans(planIn(old), planIn(current)) };
  });
  const equal = rows.every(({ differences }) => differences.length === 0);
  if (environment.options.json) printJson(environment, { equal, plans: rows });
  else if (equal) writeText(environment.stdout, "Both do the same.\n");
  else
    for (const { title, differences } of rows.filter((row) => row.differences.length > 0))
      writeText(
        environment.stdout,
        [title, ...differences.map(({ kind, message }) => `${marks[kind]} ${message}`), ""].join("\n"),
      );
  return equal ? exitCode.done : exitCode.failed;
}
