import { remoteCommand, shellCommand } from "../base/shellQuote";
import { privileged, sshWords } from "../zfs/place";
import type { Plan } from "./plan";
import { describeDestroyed } from "./renderText";
import { isTransfer, type Step } from "./step";

/**
 * The plan as a script for /bin/sh of this machine: what it would do by hand, with streams relayed through here.
 * It stops at the first failure. Comments carry the reasons; nothing in them can end a comment early.
 */
export function renderScript(plan: Plan): string {
  const comment = (text: string): string => `# ${text.replace(/[\r\n]+/g, " ")}`;
  const lines = ["#!/bin/sh", comment(plan.title), "set -eu", ""];
  for (const step of plan.steps) {
    lines.push(comment(step.reason));
    for (const item of step.destroys) lines.push(comment(`destroys ${describeDestroyed(item)}`));
    lines.push(renderStep(step), "");
  }
  for (const warning of plan.warnings)
    lines.push(comment(`${warning.object}: ${warning.message}; ${warning.nextStep}`));
  return `${lines.join("\n")}\n`;
}

function renderStep(step: Step): string {
  if (!isTransfer(step)) return onHost(step.host, step.argv);
  return `${onHost(step.host, step.argv)} |\n  ${onHost(step.target.host, step.target.argv)}`;
}

function onHost(host: string, argv: readonly string[]): string {
  if (host === "local") return shellCommand(argv);
  return shellCommand(["ssh", ...sshWords(host), remoteCommand(shellCommand(privileged(host, argv)))]);
}
