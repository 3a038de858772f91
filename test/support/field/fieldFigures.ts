import { findingsIn } from "../../../src/core/diagnosis/scan/scanner";
import { fieldCases, type Round } from "./fieldCases";

/** How well one half of a round of the field's logs is told. */
export interface FieldFigures {
  readonly failures: number;
  /** Names of those whose first error, or else first finding, has the category that a person gave them, or one of two. */
  readonly right: readonly string[];
  readonly wrong: readonly string[];
  readonly healthy: number;
  /** Names of healthy logs in which an error or a warning was found. */
  readonly alarms: readonly string[];
}

/**
 * What the rounds that came after the catalogue gave when they were first scanned, before anything was changed for them:
 * both halves were unseen then. No later scan can tell it again.
 */
export const measuredFirst = {
  "second-": {
    tuned: { right: 29, failures: 41, alarms: 1, healthy: 24 },
    aside: { right: 20, failures: 28, alarms: 0, healthy: 15 },
  },
  "third-": {
    tuned: { right: 13, failures: 18, alarms: 0, healthy: 6 },
    aside: { right: 11, failures: 15, alarms: 0, healthy: 10 },
  },
  "fourth-": {
    tuned: { right: 10, failures: 12, alarms: 0, healthy: 4 },
    aside: { right: 5, failures: 8, alarms: 0, healthy: 6 },
  },
  "fifth-": {
    tuned: { right: 28, failures: 34, alarms: 1, healthy: 18 },
    aside: { right: 29, failures: 38, alarms: 0, healthy: 22 },
  },
  "sixth-": {
    tuned: { right: 28, failures: 30, alarms: 0, healthy: 17 },
    aside: { right: 17, failures: 24, alarms: 0, healthy: 12 },
  },
  "seventh-": {
    tuned: { right: 18, failures: 24, alarms: 0, healthy: 11 },
    aside: { right: 19, failures: 25, alarms: 0, healthy: 11 },
  },
  "eighth-": {
    tuned: { right: 18, failures: 27, alarms: 1, healthy: 10 },
    aside: { right: 25, failures: 29, alarms: 0, healthy: 7 },
  },
  "ninth-": {
    tuned: { right: 16, failures: 22, alarms: 0, healthy: 6 },
    aside: { right: 8, failures: 11, alarms: 0, healthy: 4 },
  },
  "tenth-": {
    tuned: { right: 34, failures: 42, alarms: 0, healthy: 32 },
    aside: { right: 44, failures: 58, alarms: 1, healthy: 28 },
  },
  "eleventh-": {
    tuned: { right: 42, failures: 49, alarms: 1, healthy: 23 },
    aside: { right: 47, failures: 51, alarms: 1, healthy: 27 },
  },
  "twelfth-": {
    tuned: { right: 25, failures: 30, alarms: 2, healthy: 28 },
    aside: { right: 34, failures: 40, alarms: 0, healthy: 22 },
  },
  "thirteenth-": {
    tuned: { right: 30, failures: 40, alarms: 0, healthy: 21 },
    aside: { right: 40, failures: 50, alarms: 0, healthy: 31 },
  },
  "fourteenth-": {
    tuned: { right: 27, failures: 30, alarms: 0, healthy: 26 },
    aside: { right: 28, failures: 32, alarms: 1, healthy: 28 },
  },
  "fifteenth-": {
    tuned: { right: 71, failures: 116, alarms: 0, healthy: 30 },
    aside: { right: 84, failures: 132, alarms: 1, healthy: 40 },
  },
} as const;

/** @param heldOut the half that was kept aside while the catalogue was tuned */
export function fieldFigures(heldOut: boolean, round: Round = ""): FieldFigures {
  const failures = fieldCases(`${round}failures.txt`).filter((each) => each.heldOut === heldOut);
  const healthy = fieldCases(`${round}healthy.txt`).filter((each) => each.heldOut === heldOut);
  const isRight = ({ categories, log }: (typeof failures)[number]): boolean => {
    const found = findingsIn(log);
    const first = found.find(({ severity }) => severity === "error") ?? found[0];
    return first !== undefined && categories.includes(first.category);
  };
  const right = new Set(failures.filter(isRight));
  return {
    failures: failures.length,
    right: [...right].map(({ name }) => name),
    wrong: failures.filter((each) => !right.has(each)).map(({ name }) => name),
    healthy: healthy.length,
    alarms: healthy
      .filter(({ log }) => findingsIn(log).some(({ severity }) => severity !== "info"))
      .map(({ name }) => name),
  };
}
