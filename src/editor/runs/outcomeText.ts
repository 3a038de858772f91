import { formatBytes } from "../../core/base/bytes";
import type { RunState } from "../../core/runs/runState";
import { t } from "../l10n/t";

/** How a run ended, in a sentence or two: what became of it, why, and what is kept. */
export function outcomeText(state: RunState): string {
  const finding = state.findings.find((candidate) => candidate.severity === "error") ?? state.findings[0];
  const why = finding ? ` ${finding.title}.` : "";
  const { title, bytesSent } = state;
  const done = bytesSent > 0 ? t("{0}: done, {1} sent", title, formatBytes(bytesSent)) : t("{0}: done", title);
  switch (state.outcome) {
    case "done": {
      const verified = state.targets.length > 0 && state.targets.every((target) => target.verified);
      return verified ? t("{0}, verified on the target.", done) : `${done}.`;
    }
    case "attention":
      return `${t("{0}, with something left for you.", done)}${why}${leftForYou(state)}`;
    case "interrupted": {
      const kept = state.targets.filter((target) => target.partial).map((target) => target.place);
      const what = t("What was received is kept in {0}: resume it to go on.", kept.join(", "));
      return `${t("{0}: interrupted.", title)}${why}${kept.length === 0 ? "" : ` ${what}`}`;
    }
    case "failed":
      return (
        t("{0}: failed.", title) + (why === "" ? ` ${t("Its report shows the last command and what that said.")}` : why)
      );
    case undefined:
      return t("{0}: its process ended without saying how. Run it again: it goes on from what was received.", title);
  }
}

/** Most runs that a message names; the view Transfers has all of them. */
const mostNamed = 3;

/** Several runs that failed at about the same time, in one message, with what the first says of why. */
export function severalFailed(states: readonly RunState[]): string {
  const named = states.slice(0, mostNamed).map(({ title }) => title);
  const more = states.length - named.length;
  const names = more > 0 ? t("{0} and {1} more", named.join(", "), more) : named.join(", ");
  const why = states.flatMap(({ findings }) => findings).find(({ severity }) => severity === "error");
  const failed = t("{0} runs failed: {1}.", states.length, names);
  return why ? `${failed} ${t("The first: {0}.", why.title)}` : failed;
}

function leftForYou(state: RunState): string {
  const warning = state.plans.flatMap((plan) => plan.warnings).find((candidate) => candidate.level === "person");
  return warning ? ` ${warning.object}: ${warning.message}.` : "";
}
