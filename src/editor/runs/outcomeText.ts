import { formatBytes } from "../../core/base/bytes";
import type { RunState } from "../../core/runs/runState";

/** How a run ended, in a sentence or two: what became of it, why, and what is kept. */
export function outcomeText(state: RunState): string {
  const finding = state.findings.find((candidate) => candidate.severity === "error") ?? state.findings[0];
  const why = finding ? ` ${finding.title}.` : "";
  const sent = state.bytesSent > 0 ? `, ${formatBytes(state.bytesSent)} sent` : "";
  switch (state.outcome) {
    case "done": {
      const verified = state.targets.length > 0 && state.targets.every((target) => target.verified);
      return `${state.title}: done${sent}${verified ? ", verified on the target" : ""}.`;
    }
    case "attention":
      return `${state.title}: done${sent}, with something left for you.${why}${leftForYou(state)}`;
    case "interrupted": {
      const kept = state.targets.filter((target) => target.partial).map((target) => target.place);
      const what = kept.length === 0 ? "" : ` What was received is kept in ${kept.join(", ")}: resume it to go on.`;
      return `${state.title}: interrupted.${why}${what}`;
    }
    case "failed":
      return `${state.title}: failed.${why === "" ? " The log has what ran last." : why}`;
    case undefined:
      return `${state.title}: its process ended without saying how. Run it again: it goes on from what was received.`;
  }
}

/** Most runs that a message names; the view Transfers has all of them. */
const mostNamed = 3;

/** Several runs that failed at about the same time, in one message, with what the first says of why. */
export function severalFailed(states: readonly RunState[]): string {
  const named = states.slice(0, mostNamed).map(({ title }) => title);
  const more = states.length - named.length;
  const names = `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  const why = states.flatMap(({ findings }) => findings).find(({ severity }) => severity === "error");
  return `${states.length} runs failed: ${names}.${why ? ` The first: ${why.title}.` : ""}`;
}

function leftForYou(state: RunState): string {
  const warning = state.plans.flatMap((plan) => plan.warnings).find((candidate) => candidate.level === "person");
  return warning ? ` ${warning.object}: ${warning.message}.` : "";
}
