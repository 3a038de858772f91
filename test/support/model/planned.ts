import assert from "node:assert/strict";
import type { Plan } from "../../../src/core/plan/plan";
import { isTransfer, type TransferStep } from "../../../src/core/plan/step";

export function transfersOf(made: Plan): TransferStep[] {
  return made.steps.filter(isTransfer);
}

/** `send tank/demo@a`, without the flags that every stream has. */
export function streams(made: Plan): string[] {
  return transfersOf(made).map((step) =>
    step.argv
      .slice(1)
      .filter((word) => !["-L", "-e", "-c"].includes(word))
      .join(" "),
  );
}

/** What a plan says that has no step and leaves one thing to a person. */
export function onlyWarning(made: Plan): string {
  assert.deepEqual(made.steps, []);
  assert.equal(made.warnings.length, 1, JSON.stringify(made.warnings));
  const [warning] = made.warnings;
  assert.equal(warning?.level, "person");
  return `${warning.object}: ${warning.message}. ${warning.nextStep}`;
}
