import { isGeneral } from "../catalogue/lastResort";
import type { Entry } from "../catalogue/entry";
import { aboutOf, stepsOf } from "../guess/guesses";
import { oddsOf, theJudge } from "../guess/likely";
import { fillRemedy } from "./fillTemplate";
import type { LogFinding } from "./logFinding";

/** How much likelier a category must be to be told instead: about seven times, as a logarithm. */
const much = 2;
/** Lines on either side that are weighed with one. */
const beside = 6;
/** Lines of an episode up to which all of them are about one thing. */
const most = 60;

/**
 * A finding of which no more is known than that something failed: with the category that the words around it make much
 * likelier than its own, and what to look at then. Every other finding as it is.
 * @param lines those that it stands in, and those around
 */
export function withLikelierCategory(entry: Entry, finding: LogFinding, lines: readonly string[]): LogFinding {
  const general = isGeneral(entry);
  if (!general && !(entry.category === "service" && entry.follows === "any")) return finding;
  if (finding.category !== entry.category) return finding;
  const [first = ""] = finding.text.split("\n");
  const at = lines.indexOf(first);
  const likely = theJudge().likely(at < 0 ? [finding.text] : lines.slice(Math.max(0, at - beside), at + beside + 1));
  const [likeliest] = likely;
  // that a program failed says less than any guess
  if (!likeliest || likeliest.category === "service") return finding;
  const { category } = likeliest;
  if (oddsOf(likely, category, finding.category) <= much) return finding;
  const because = general ? "No entry knows this message" : finding.cause;
  const known = new Set(finding.remedies.map(({ title, command }) => command ?? title));
  const steps = stepsOf(category)
    .map((step) => fillRemedy(step, {}))
    .filter((step) => step !== undefined)
    .filter(({ title, command }) => !known.has(command ?? title));
  return {
    ...finding,
    category,
    cause: `${because}; the words around it make likely that it is about ${aboutOf(category)}, which is a guess`,
    remedies: [...finding.remedies, ...steps],
  };
}

/**
 * Findings of one episode, the likeliest error first: where the words make another one much likelier than the first.
 * Not for episodes with something urgent, which comes first anyway.
 * @param lines those of the whole episode
 */
export function likeliestFirst(findings: readonly LogFinding[], lines: readonly string[]): readonly LogFinding[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (!first || lines.length > most || errors.every(({ category }) => category === first.category)) return findings;
  const likely = theJudge().likely(lines);
  const best = likely
    .map(({ category }) => errors.find((each) => each.category === category))
    .find((each) => each !== undefined);
  if (!best || oddsOf(likely, best.category, first.category) <= much) return findings;
  const at = findings.indexOf(first);
  return [...findings.slice(0, at), best, ...findings.slice(at).filter((each) => each !== best)];
}
