import { remoteCommand, shellCommand, shellQuote } from "../base/shellQuote";
import { guarded } from "../zfs/guard";
import { formatPlace, privileged, sshWords } from "../zfs/place";
import { comeOrGone, destroyGuardOf } from "./destroyGuard";
import type { Goal, Plan } from "./plan";
import { describeDestroyed } from "./renderText";
import { isTransfer, type Step } from "./step";
import { streamsInto } from "./streamsInto";

/**
 * The plan as a script for /bin/sh of this machine: what it would do by hand, with streams relayed through here.
 * It stops at the first failure, and before it lets go of something whose successor is not on the target: that both ends of a
 * stream ended well proves nothing. Comments carry the reasons; nothing in them can end a comment early.
 */
export function renderScript(plan: Plan): string {
  const lines = ["#!/bin/sh", comment(plan.title), ...together, "set -eu", ""];
  const unproven = new Set(plan.goals);
  const streamsOf = streamsInto(plan.steps);
  const at = new Map(plan.steps.map((step, i) => [step.id, i]));
  const isAhead = ({ id }: Step, i: number): boolean => (at.get(id) ?? 0) >= i;
  plan.steps.forEach((step, i) => {
    if (step.kind === "release" || step.kind === "destroy") {
      for (const goal of unproven) {
        // a plan of several targets has streams of the others still before it
        if (!isAbout(step, goal) || streamsOf(goal).some((stream) => isAhead(stream, i))) continue;
        unproven.delete(goal);
        lines.push(comment("it must have arrived before anything is let go of"), renderCheck(goal), "");
      }
    }
    lines.push(comment(step.reason));
    for (const item of step.destroys) lines.push(comment(`destroys ${describeDestroyed(item)}`));
    lines.push(...renderGuard(step), renderStep(step), "");
  });
  for (const warning of plan.warnings)
    lines.push(comment(`${warning.object}: ${warning.message}; ${warning.nextStep}`));
  return `${lines.join("\n")}\n}\n`;
}

/** A shell reads all that stands in braces before it runs any of it. */
const together = [
  "# read as a whole before any of it runs: where the script comes by a pipe, ssh would take the rest of it",
  "{",
];

function comment(text: string): string {
  return `# ${text.replace(/[\r\n]+/g, " ")}`;
}

function isAbout({ host, dataset }: Step, goal: Goal): boolean {
  return [goal, goal.source].some((side) => side.host === host && side.dataset === dataset);
}

/** Compares the newest snapshot of a goal with what was promised, by guid. */
function renderCheck({ host, dataset, newest }: Goal): string {
  const list = ["zfs", "list", "-Hp", "-d", "1", "-t", "snapshot", "-s", "createtxg", "-o", "guid", dataset];
  const message = `${formatPlace(host, dataset)}: ${newest.name} has not arrived; nothing more is done`;
  const guid = `$(${onHost(host, list)} | tail -n 1)`;
  return `[ "${guid}" = ${shellQuote(newest.guid)} ] || { printf '%s\\n' ${shellQuote(message)} >&2; exit 1; }`;
}

/** The lines before a step that destroys by names: they compare these with what was meant, by guid, and end the script. */
function renderGuard(step: Step): string[] {
  const guard = destroyGuardOf(step);
  if (!guard) return [];
  const changed =
    guard.expects.kind === "all"
      ? comeOrGone
      : "a name that was to be destroyed there was given to something else since it was planned";
  const end = (because: string): string => {
    const message = `${formatPlace(step.host, step.dataset)}: ${because}; nothing more is done: plan it again`;
    return `printf '%s\\n' ${shellQuote(message)} >&2; exit 1`;
  };
  const unknown = "what is there could not be compared with what was planned to be destroyed";
  // what has gone meanwhile is told on standard error, and is no obstacle where others are left
  const look = onHost(step.host, guard.argv) + (guard.expects.kind === "some" ? " 2>/dev/null" : "");
  return [guarded(look, guard, { same: ":", differs: end(changed), unknown: end(unknown) })];
}

function renderStep(step: Step): string {
  if (!isTransfer(step)) return onHost(step.host, step.argv);
  return `${onHost(step.host, step.argv)} |\n  ${onHost(step.target.host, step.target.argv)}`;
}

function onHost(host: string, argv: readonly string[]): string {
  if (host === "local") return shellCommand(argv);
  return shellCommand(["ssh", ...sshWords(host), remoteCommand(shellCommand(privileged(host, argv)))]);
}
