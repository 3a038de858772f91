import { planAdministration } from "../../../src/core/administration/planAdministration";
import type { Observation } from "../../../src/core/administration/observation";
import type { AdministrationRequest } from "../../../src/core/administration/request";
import type { Plan } from "../../../src/core/plan/plan";
import type { Property } from "../../../src/core/zfs/model";
import type { DatasetName, SnapshotName } from "../../../src/core/zfs/names";

type Wanted = AdministrationRequest extends infer R ? (R extends unknown ? Omit<R, "host"> : never) : never;

export const x = "tank/x" as DatasetName;

/** tank/x@name */
export function at(name: string): SnapshotName {
  return `tank/x@${name}` as SnapshotName;
}

/** A property of tank/x. */
export function property(name: string, value: string, source = "local"): Property {
  return { name: "tank/x", property: name, value, source };
}

/** What is planned for this request to alpha. */
export function plan(request: Wanted, there: Observation): Plan {
  return planAdministration({ host: "alpha", ...request }, there);
}

export function words(made: Plan): string[] {
  return made.steps.map(({ argv }) => argv.join(" "));
}

export function said(made: Plan): string {
  return made.warnings.map(({ object, message }) => `${object}: ${message}`).join("\n");
}

/** It cannot be done, and the plan says why. */
export function stops(made: Plan): boolean {
  return made.steps.length === 0 && made.warnings.some((warning) => warning.stops === true);
}

/** There is nothing to do, and nothing for a person either. */
export function nothing(made: Plan): boolean {
  return made.steps.length === 0 && made.warnings.every(({ level }) => level === "note");
}
